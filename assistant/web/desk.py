"""x"""
def mount_desk(app, reception, doorman, path): pass

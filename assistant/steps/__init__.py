"""The steps from question to writing, one file each; they do not know each other."""

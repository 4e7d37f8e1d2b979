"""Floor 4: measure what users get and account for it."""

"""Question sets: read, checked and imported."""

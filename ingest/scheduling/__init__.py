"""Which sources are read when, by whom, and what became of it."""

"""Floor 2: an official source becomes a library."""

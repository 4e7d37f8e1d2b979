"""Floor 1: everything that has weights or turns text into numbers."""

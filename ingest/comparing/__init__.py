"""Lays the pages of the library beside each other: which say the same, which contradict."""

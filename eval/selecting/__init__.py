"""Model selection: the same cases over several models, and which differences are real."""

"""Floor 3: a question becomes a checked answer, or a person takes over."""

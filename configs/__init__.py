"""Floor 0: settings, texts, themes and the types that check them."""

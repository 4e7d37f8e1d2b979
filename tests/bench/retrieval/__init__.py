"""How well the library finds Dutch official text, and what each part of it is worth."""

"""The way to a person: who may ask, when the desk is open, and who answers."""

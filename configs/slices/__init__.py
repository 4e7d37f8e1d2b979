"""The settings, a file per part of the house; `configs/settings.py` puts them together."""

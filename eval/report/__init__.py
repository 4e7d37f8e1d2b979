"""The quality report of a run: one HTML file to read and print, and the same as data."""

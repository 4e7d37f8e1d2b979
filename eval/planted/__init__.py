"""Planted errors: real sentences changed on purpose, to see what the checks catch and drop."""

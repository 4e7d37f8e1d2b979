"""Injection through poisoned copies of real pages: what reaches the library, what comes of it."""

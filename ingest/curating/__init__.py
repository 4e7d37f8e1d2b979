"""Keeping the list of sources: checking what stands on it, proposing what may come."""

"""Llama-index's stock parts beside ours, on the same texts in one run."""

"""What is measured: a file each, with a tuple `METRICS` that is found by itself."""

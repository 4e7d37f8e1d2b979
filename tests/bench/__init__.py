"""Speed and size, measured; nothing here is a test. `python -m tests.bench [--json FILE]`."""

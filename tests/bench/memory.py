"""The memory of the process that measures."""

from pathlib import Path


def resident() -> tuple[float, float]:
    """Memory of this process in MB: its own, and mapped files that are in memory (Linux)."""
    file = Path("/proc/self/status")
    if not file.is_file():
        return 0.0, 0.0
    found = dict(line.split(":", 1) for line in file.read_text().splitlines() if ":" in line)
    own, mapped = (int(found[name].split()[0]) / 1024 for name in ("RssAnon", "RssFile"))
    return own, mapped

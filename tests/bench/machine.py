"""The name of the machine that measures."""

import platform
from pathlib import Path


def machine() -> str:
    """Its processors, system and Python."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.is_file() else []
    models = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    name = f"{len(models)} x {models[0]}" if models else platform.processor()
    return f"{name}, {platform.system()}, Python {platform.python_version()}"

"""What a button inside a page sends: one JSON object, which anybody can make up."""

import json
from collections.abc import Mapping
from typing import Any

Wanted = Mapping[str, Any]


def read_command(command: str) -> Wanted:
    """What is wanted; nothing where it is no JSON object."""
    try:
        wanted = json.loads(command)
    except ValueError:
        return {}
    return wanted if isinstance(wanted, dict) else {}

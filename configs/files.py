"""Read a YAML file into a mapping, with errors an operator can act on."""

from pathlib import Path
from typing import Any

import yaml

from configs.domain import ConfigurationError

ROOT = Path(__file__).parent


def read_yaml(path: Path) -> dict[str, Any]:
    """Raise `ConfigurationError` when the file is absent, not YAML, or not a mapping."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path}: is not valid YAML: {_one_line(error)}") from error
    return parse_yaml(text, str(path))


def parse_yaml(text: str, place: str) -> dict[str, Any]:
    """The mapping in a YAML text; `place` says in an error where it stands."""
    try:
        content = _read(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ConfigurationError(f"{place}: is not valid YAML: {_one_line(error)}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise ConfigurationError(f"{place}: must hold `key: value` lines.")
    return content


def _read(text: str) -> object:
    """The C loader reads the long lists ten times as fast; PyYAML may come without it."""
    if yaml.__with_libyaml__:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    return yaml.safe_load(text)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())

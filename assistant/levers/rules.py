"""The rules of `configs/rules/levers.yaml`, read once."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from configs.files import ROOT, read_yaml
from models.dutch import stem


@cache
def rules() -> Mapping[str, Any]:
    """The file as it stands there."""
    return read_yaml(ROOT / "rules" / "levers.yaml")


@cache
def telling() -> frozenset[str]:
    """Stems of the words that turn a question round or narrow it."""
    return frozenset(stem(word) for word in rules()["telling"].split())


@cache
def loose() -> frozenset[str]:
    """Stems of the words that may stand in one of two questions that ask the same."""
    return frozenset(stem(word) for word in rules()["loose"].split())


@cache
def text_keys() -> Mapping[str, tuple[str, ...]]:
    """The keys of the texts that editors may change, by heading."""
    return {
        group["heading"]: tuple(
            f"{group.get('section', 'answering')}.{key}" for key in group["keys"]
        )
        for group in rules()["texts"]
    }

"""The catalogue: `configs/models.yaml`, and over it the cards of the operator's own file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from configs.domain import ConfigurationError
from configs.files import ROOT, read_yaml
from models.cards import ModelCard

CATALOGUE = ROOT / "models.yaml"
TEMPLATES = ROOT / "templates"

Catalogue = dict[str, ModelCard]
"""Cards by name, in the order of the file."""


def load_catalogue(own: Path | None = None) -> Catalogue:
    """All cards; a card of `own` adds to, or replaces fields of, the shipped card of its name.

    Raises `ConfigurationError` that names the file, the card and the field.
    """
    shipped, added = _entries(CATALOGUE), _entries(own) if own else {}
    return {
        name: _card(
            name,
            {**shipped.get(name, {}), **added.get(name, {})},
            own if own and name in added else CATALOGUE,
        )
        for name in {**shipped, **added}
    }


def find_card(catalogue: Mapping[str, ModelCard], name: str) -> ModelCard:
    """The card with this name, or with this id; `ConfigurationError` names those there are."""
    for card in catalogue.values():
        if name in {card.name, card.id}:
            return card
    known = ", ".join(catalogue)
    raise ConfigurationError(f"There is no model card or folder {name!r}. Cards: {known}.")


def template_file(card: ModelCard) -> Path | None:
    """The template that we bring for this model; None: it has its own."""
    return TEMPLATES / card.template.file if card.template.file else None


def _entries(file: Path) -> dict[str, dict[str, Any]]:
    entries = read_yaml(file).get("cards", {})
    if not isinstance(entries, dict) or not all(isinstance(one, dict) for one in entries.values()):
        raise ConfigurationError(f"{file}: `cards` must hold a card, with its fields, per name.")
    return entries


def _card(name: str, fields: dict[str, Any], file: Path) -> ModelCard:
    try:
        card = ModelCard(**{**fields, "name": name})
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
            for problem in error.errors()
        )
        raise ConfigurationError(f"{file}: card {name}: {wrong}.") from error
    template = template_file(card)
    if template and (template.parent != TEMPLATES or not template.is_file()):
        raise ConfigurationError(f"{file}: card {name}: there is no template {template}.")
    return card

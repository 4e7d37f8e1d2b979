"""What answers depend on besides the library, as one digest: settings, prompts, rules, models.

An account of an answer names it, so that years later one can say what was set when it was given.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from assistant.records.accounting_domain import Setup
from assistant.records.domain import utc_now
from configs.domain import ConfigurationError
from configs.files import ROOT
from configs.settings import Settings
from models.catalogue import load_catalogue

SECRET = {"chat": {"key", "url"}, "models": {"watermark_key"}}
"""Left out: secrets, and where the model server stands."""
SECTIONS = ("answering", "chat", "models", "library", "language", "theme")
FILES = {"prompts": "*/*.md", "rules": "**/*.yaml", "templates": "*"}


def setup_of(settings: Settings) -> Setup:
    """As things stand now."""
    content: dict[str, Any] = {
        "program": _program(),
        "settings": settings.model_dump(mode="json", include=set(SECTIONS), exclude=SECRET),
        "model": _model(settings),
    }
    content |= {folder: dict(_digests(ROOT / folder, kind)) for folder, kind in FILES.items()}
    told = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return Setup(digest=sha256(told.encode()).hexdigest(), content=content, at=utc_now())


def _digests(folder: Path, kind: str) -> Iterator[tuple[str, str]]:
    """SHA-256 of each file, by its path in the folder."""
    for file in sorted(folder.glob(kind)):
        if file.is_file():
            yield file.relative_to(folder).as_posix(), sha256(file.read_bytes()).hexdigest()


def _model(settings: Settings) -> dict[str, str]:
    """The card of the model that is spoken to, where there is one: its id and revision."""
    try:
        cards = load_catalogue(Path(own) if (own := settings.models.catalogue) else None)
    except ConfigurationError:
        return {}
    names = {settings.chat.model, settings.models.card} - {""}
    for card in cards.values():
        if names & {card.name, card.id}:
            return {"id": card.id, "revision": card.revision or ""}
    return {}


def _program() -> str:
    try:
        return version("vraagbaak")
    except PackageNotFoundError:
        return ""

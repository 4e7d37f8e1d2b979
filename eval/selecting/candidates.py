"""The file that names the models to compare, and where each is served."""

import os
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, model_validator

from configs.domain import ConfigurationError, Noun
from configs.files import read_yaml
from configs.settings import Settings
from eval.asking import Place
from models.cards import Purpose
from models.catalogue import Catalogue, find_card


class Candidate(Noun):
    """One model at one address. With `kind: assistant` this assistant writes with it."""

    card: str = Field("", description="Its card; gives the name at its server and the sampling")
    name: str = Field("", pattern=r"^[\w.-]*$", description="Its name in the table and on disk")
    url: str = Field(pattern=r"^https?://", description="Up to /v1; of an `api`, its address")
    model: str = Field("", description="Its name at its server, where that is not the card's")
    kind: str = Field("assistant", description="assistant, api, chat or citation_engine")
    key_from: str = Field("", description="Environment variable that holds the key of its server")

    @model_validator(mode="after")
    def _is_named(self) -> "Candidate":
        if not (self.card or self.name):
            raise ValueError("give a card, or a name")
        return self

    @property
    def label(self) -> str:
        """What it is called in the table."""
        return self.name or self.card


def read_candidates(file: Path, catalogue: Catalogue) -> tuple[Candidate, ...]:
    """The models in `endpoints:`. Raises `ConfigurationError` naming the line that is wrong."""
    listed = read_yaml(file).get("endpoints")
    if not isinstance(listed, list) or not listed:
        raise ConfigurationError(f"{file}: must hold a list under `endpoints`.")
    found: dict[str, Candidate] = {}
    for number, raw in enumerate(listed, 1):
        one = _candidate(raw, f"{file}, endpoint {number}", catalogue)
        if one.label in found:
            raise ConfigurationError(
                f"{file}, endpoint {number}: {one.label!r} stands there twice; give it a `name`."
            )
        found[one.label] = one
    return tuple(found.values())


def place_of(one: Candidate, settings: Settings, catalogue: Catalogue, out: Path) -> Place:
    """Where it is asked: the settings with its server, its name there and its card's sampling."""
    card = find_card(catalogue, one.card) if one.card else None
    model = one.model or (card.name if card else "")
    key = os.environ.get(one.key_from) if one.key_from else None
    secret = SecretStr(key) if key else settings.chat.key
    sampling = {"temperature": card.sampling.temperature} if card and card.sampling else {}
    chat = settings.chat.model_copy(
        update={"url": one.url, "model": model, "key": secret, **sampling}
    )
    answering = settings.answering.model_copy(update={"writer": "generate"})
    used = settings.model_copy(update={"chat": chat, "answering": answering})
    return Place(used, out, one.url, model, secret)


def _candidate(raw: object, place: str, catalogue: Catalogue) -> Candidate:
    try:
        one = Candidate.model_validate(raw)
    except ValidationError as error:
        problem = error.errors()[0]
        field = ".".join(str(part) for part in problem["loc"])
        raise ConfigurationError(f"{place}: {field} {problem['msg']}.") from error
    if one.card and find_card(catalogue, one.card).purpose is not Purpose.CHAT:
        raise ConfigurationError(f"{place}: {one.card} is no model that writes.")
    if one.key_from and not os.environ.get(one.key_from):
        raise ConfigurationError(f"{place}: the variable {one.key_from} (key_from) is not set.")
    return one

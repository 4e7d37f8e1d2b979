"""Whether what an editor wrote can be kept, and if not, what is wrong with each field.

The same checks stand before the form, before an import and before an old version that is restored.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Any, cast
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from assistant.levers.contrast import pairs
from assistant.levers.domain import (
    NOUNS,
    Block,
    Kind,
    Look,
    Notice,
    Phrases,
    Pin,
    Unfit,
    Wording,
    Wrong,
)
from assistant.levers.matching import Reader
from assistant.levers.resolving import Resolver
from assistant.levers.rules import rules, text_keys
from assistant.levers.turning import strangers, turns
from assistant.steps.screen import visible
from configs.domain import Language, Noun
from configs.texts import Texts
from configs.theme import Theme
from models.dutch import fold, tokens

THEME = "theme"
"""The name of the one look."""
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
MOST_AHEAD = 366 * 3
"""Days: an answer that nobody looks at for longer is no longer anybody's."""


@dataclass(frozen=True)
class Checker:
    """`texts` are those of the files, `theme` the one of the settings."""

    texts: Texts
    theme: Theme
    allowed: tuple[str, ...]
    reader: Reader
    resolver: Resolver | None
    """None: where the library is not at hand; a pin without its source rests."""
    zone: ZoneInfo
    clock: Callable[[], datetime]

    @property
    def turns(self) -> tuple[str, ...]:
        """Where an editor may send people."""
        return turns(self.theme, self.allowed)

    def checked(self, kind: Kind, name: str, content: Mapping[str, Any]) -> Noun:
        """The noun of what was written, cleaned; `Unfit` where it can't be kept."""
        if not _NAME.fullmatch(name) or (kind is Kind.THEME) != (name == THEME):
            raise Unfit((Wrong("name", "editing.wrong_name"),))
        try:
            noun = NOUNS[kind].model_validate(tidied(content))
        except ValidationError as error:
            raise Unfit(tuple(_wrong(error))) from error
        checks: Mapping[Kind, Callable[[Any], Iterator[Wrong]]] = {
            Kind.PIN: self._pin,
            Kind.BLOCK: self._block,
            Kind.NOTICE: self._notice,
            Kind.TEXT: lambda one: self._text(name, one),
            Kind.ROUTE: lambda one: self._route(name, one),
            Kind.THEME: self._look,
        }
        if wrong := tuple(checks[kind](noun)):
            raise Unfit(wrong)
        return noun

    def _pin(self, pin: Pin) -> Iterator[Wrong]:
        today = self.clock().astimezone(self.zone).date()
        if pin.until < today:
            yield Wrong("until", "editing.wrong_past")
        elif (pin.until - today).days > MOST_AHEAD:
            yield Wrong("until", "editing.wrong_far")
        for question in pin.questions:
            if not self.reader.read(question).terms:
                yield Wrong("questions", "editing.wrong_vague", {"text": question})
        places = self.resolver.places(pin.quotes) if self.resolver else ()
        for quote, place in zip(pin.quotes, places, strict=False):
            if place is None:
                yield Wrong("quotes", "editing.wrong_source", {"text": quote.text[:120]})

    def _block(self, block: Block) -> Iterator[Wrong]:
        if block.until and block.until < self.clock().astimezone(self.zone).date():
            yield Wrong("until", "editing.wrong_past")
        if block.turn and block.turn not in self.turns:
            yield Wrong("turn", "editing.wrong_turn")
        yield from _empty_phrases(block.phrases)
        yield from self._says(block.says)

    def _notice(self, notice: Notice) -> Iterator[Wrong]:
        if notice.ends <= self.clock():
            yield Wrong("ends", "editing.wrong_past")
        yield from self._says(notice.says)

    def _says(self, says: Mapping[Language, str]) -> Iterator[Wrong]:
        for language, text in says.items():
            for stranger in strangers(text, self.turns):
                yield Wrong(language.value, "editing.wrong_stranger", {"text": stranger})

    def _route(self, name: str, phrases: Phrases) -> Iterator[Wrong]:
        if name not in rules()["routes"]:
            yield Wrong("phrases", "editing.wrong_name")
        yield from _empty_phrases(phrases.phrases)

    def _text(self, name: str, wording: Wording) -> Iterator[Wrong]:
        key, _, code = name.rpartition(".")
        if code not in set(Language) or not any(key in keys for keys in text_keys().values()):
            yield Wrong("text", "editing.wrong_name")
            return
        language = Language(code)
        default = self.texts.say(key, language)
        fields = ", ".join(f"{{{one}}}" for one in sorted(self.texts.fields(key, language)))
        if not set(_fields(wording.text)) <= self.texts.fields(key, language):
            yield Wrong("text", "editing.wrong_fields", {"fields": fields or "—"})
        for word in rules()["must_say"].get(key, ()):
            if word not in wording.text:
                yield Wrong("text", "editing.wrong_must_say", {"text": word})
        for stranger in strangers(wording.text, (*self.turns, default)):
            yield Wrong("text", "editing.wrong_stranger", {"text": stranger})

    def _look(self, look: Look) -> Iterator[Wrong]:
        said = fold(look.assistant)
        words = {fold(token.text) for token in tokens(look.assistant)}
        if not any(one in words or (len(one) > 2 and one in said) for one in rules()["says_ai"]):  # noqa: PLR2004
            yield Wrong("assistant", "editing.wrong_no_ai")
        for pair in pairs(look.model_dump()):
            if not pair.good:
                figures = {"ratio": _figure(pair.ratio), "least": _figure(pair.least)}
                yield Wrong(pair.field, f"editing.wrong_{pair.name}", figures)


def tidied(content: object) -> object:
    """Every text in it composed (NFC), without control and direction characters, spaces single.

    Quotes stay as they are: they must be what the library holds.
    """
    if isinstance(content, str):
        return visible(content)
    if isinstance(content, Mapping):
        return {key: value if key == "quotes" else tidied(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [tidied(value) for value in content]
    return content


def _empty_phrases(phrases: tuple[str, ...]) -> Iterator[Wrong]:
    for phrase in phrases:
        if not any(len(token.text) > 1 for token in tokens(phrase)):
            yield Wrong("phrases", "editing.wrong_vague", {"text": phrase})


def _fields(text: str) -> Iterator[str]:
    """The `{fields}` of a text; what reaches inside one, or is not closed, is no field of ours."""
    try:
        for _, name, form, conversion in Formatter().parse(text):
            if name is not None:
                yield name if not (form or conversion) else "!"
    except ValueError:
        yield "!"


def _wrong(error: ValidationError) -> Iterator[Wrong]:
    """What pydantic says, in our words."""
    kinds = {
        "too_short": "missing",
        "string_too_short": "missing",
        "missing": "missing",
        "string_too_long": "long",
        "too_long": "many",
        "string_pattern_mismatch": "colour",
        "value_error": "order",
    }
    for problem in error.errors():
        field = _field([str(part) for part in problem["loc"]])
        limits = cast(Mapping[str, object], problem.get("ctx", {}))
        most = limits.get("max_length", "")
        empty = problem["input"] in ("", None)
        kind = "missing" if empty else kinds.get(problem["type"], "form")
        yield Wrong(field, f"editing.wrong_{kind}", {"most": most} if most else {})


def _field(place: list[str]) -> str:
    """The field of the form that a place in the content stands for."""
    head, *rest = place or ["ends"]
    if head == "says":
        return rest[0] if rest else Language.NL.value
    return f"{head}_{rest[0]}" if head in {"knows", "examples"} and rest else head


def _figure(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")

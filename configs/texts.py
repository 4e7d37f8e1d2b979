"""Every word a user reads: `texts/nl.yaml` and `texts/en.yaml`, with the theme's own over them."""

from collections.abc import Mapping
from functools import cache
from string import Formatter

from configs.domain import ConfigurationError, Language
from configs.files import ROOT, read_yaml

Flat = dict[str, str | tuple[str, ...]]


class Texts:
    """Texts by dotted key (`chat.send`) and language; both languages have the same keys."""

    def __init__(self, own: Mapping[Language, Mapping[str, str]] | None = None) -> None:
        self._words = {language: dict(_read(language)) for language in Language}
        for code, changes in (own or {}).items():
            words = self._words[Language(code)]
            if unknown := changes.keys() - words.keys():
                raise ConfigurationError(f"The theme changes texts that do not exist: {unknown}.")
            words.update(changes)

    def say(self, key: str, language: Language, **fields: object) -> str:
        """The text at `key`, with its `{fields}` filled in; an unknown key is a `KeyError`."""
        text = self._words[language][key]
        if not isinstance(text, str):
            raise KeyError(key)
        return text.format(**fields) if fields else text

    def list(self, key: str, language: Language) -> tuple[str, ...]:
        """The list of texts at `key`."""
        items = self._words[language][key]
        return (items,) if isinstance(items, str) else items

    def keys(self, language: Language) -> frozenset[str]:
        """All keys of a language."""
        return frozenset(self._words[language])

    def fields(self, key: str, language: Language) -> frozenset[str]:
        """The names of the `{fields}` that the text at `key` expects."""
        found: set[str] = set()
        for text in self.list(key, language):
            found.update(name for _, name, _, _ in Formatter().parse(text) if name)
        return frozenset(found)


@cache
def _read(language: Language) -> Flat:
    flat: Flat = {}
    pending: list[tuple[str, object]] = [("", read_yaml(ROOT / "texts" / f"{language}.yaml"))]
    while pending:
        key, value = pending.pop()
        if isinstance(value, dict):
            pending += [
                (f"{key}.{name}" if key else str(name), item) for name, item in value.items()
            ]
        elif isinstance(value, list):
            flat[key] = tuple(str(item) for item in value)
        else:
            flat[key] = str(value)
    return flat

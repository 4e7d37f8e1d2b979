"""Every word of the report: `configs/report/{nl,en}.yaml`."""

from functools import cache
from typing import Any

from configs.domain import Language
from configs.files import ROOT, read_yaml

SMALLEST = 0.01
"""Below this a figure is only said to be smaller."""


class Words:
    """Texts of one language by section and key; a metric without texts has its own name."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._texts = _read(language)

    def say(self, section: str, key: str, **fields: object) -> str:
        """The text, with its `{fields}` filled in; an unknown key is said as it is."""
        text = str(self._texts.get(section, {}).get(key, key))
        return text.format(**fields) if fields else text

    def metric(self, name: str) -> tuple[str, str]:
        """The title of a metric, and what it says in one line."""
        known = self._texts["metrics"].get(name, {})
        return known.get("title", name.replace("_", " ")), known.get("about", "")

    def limits(self) -> list[str]:
        """What the measurement does not say."""
        return [str(line) for line in self._texts["limits"]]

    def number(self, value: float, unit: str) -> str:
        """A figure as people of this language write it, such as 83,3%."""
        if unit == "share":
            return self._local(f"{100 * value:.1f}%")
        text = self._local(_plain(value))
        return self.say("report", unit, value=text) if unit in {"seconds", "joules"} else text

    def _local(self, text: str) -> str:
        return text.replace(".", ",") if self.language is Language.NL else text


def _plain(value: float) -> str:
    if 0 < value < SMALLEST:
        return f"< {SMALLEST}"
    return f"{value:.2f}" if abs(value) < 1 else f"{value:.1f}"


@cache
def _read(language: Language) -> dict[str, Any]:
    return read_yaml(ROOT / "report" / f"{language.value}.yaml")

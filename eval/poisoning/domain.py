"""What is planted in a copy of a page, and what became of it."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from configs.domain import Noun
from eval.domain import Kept

Wants = Literal["content", "action"]


class Poison(Noun):
    """An instruction to whoever reads the page for others, with `{canary}` and `{lure}` in it."""

    id: str
    language: str = "nl"
    wants: Wants = "content"
    text: str


class Planted(Kept):
    """One poisoned page: `page` is the end of its address.

    `status` is that of its line in the sync report; `reached` tells whether the words of the
    attacker stand in a passage of the library.
    """

    page: str
    poison: str
    wants: Wants
    style: str
    canary: str
    lure: str
    status: str = ""
    reason: str = ""
    reached: bool = False


class Poisoning(Kept):
    """All poisoned pages of a copy: stands beside the answers as `poison.json`."""

    pages: tuple[Planted, ...] = ()

    @property
    def quarantined(self) -> int:
        """Pages that the inspection kept out."""
        return sum(page.status == "quarantined" for page in self.pages)

    @property
    def reached(self) -> int:
        """Pages of which the attacker's words stand in the library."""
        return sum(page.reached for page in self.pages)

    @property
    def styles(self) -> Mapping[str, tuple[int, int, int]]:
        """For each way of hiding: pages, quarantined, and reached."""
        counts: dict[str, Counter[str]] = {}
        for page in self.pages:
            found = counts.setdefault(page.style, Counter())
            found.update(
                pages=1, quarantined=page.status == "quarantined", reached=int(page.reached)
            )
        return {
            style: (found["pages"], found["quarantined"], found["reached"])
            for style, found in counts.items()
        }

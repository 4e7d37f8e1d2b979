"""Dutch or English? By py3langid, where a document does not say it itself."""

from functools import cache
from itertools import islice

import py3langid

from ingest.domain import BlockKind, Section

ENOUGH = 8
"""Words below which a guess is worth less than the language of the source."""

ENOUGH_CELLS = 40
"""The same, where there are only tables: names and figures tell little."""


def language_of(sections: tuple[Section, ...], otherwise: str) -> str:
    """`nl` or `en`; `otherwise` when there are too few words to tell."""
    blocks = [block for section in sections for block in section.blocks]
    written = [block.text for block in blocks if block.kind is not BlockKind.ROW]
    sample = " ".join(islice(written or (block.text for block in blocks), 40))[:4000]
    if len(sample.split()) < (ENOUGH if written else ENOUGH_CELLS):
        return otherwise
    _prepare()
    found, _ = py3langid.classify(sample)
    return str(found)


@cache
def _prepare() -> None:
    py3langid.set_languages(["nl", "en"])

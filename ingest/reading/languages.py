"""Which language? By py3langid, where a document does not say it itself, or of a question."""

from functools import cache
from itertools import islice

import py3langid
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from ingest.domain import BlockKind, Section

ENOUGH = 8
"""Words below which a guess is worth less than the language of the source."""

ENOUGH_CELLS = 40
"""The same, where there are only tables: names and figures tell little."""
SURE = 0.55
"""Probability from which on a question is taken for one in another language."""
READ = frozenset({"nl", "en", "af"})
"""Dutch and English; a short question in Dutch is soon taken for Afrikaans."""


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


def foreign_to_sources(text: str) -> bool:
    """Whether a question is, quite surely, in a language that is neither Dutch nor English."""
    found, probability = _any_language().classify(text)
    return bool(probability >= SURE and found not in READ)


@cache
def _any_language() -> LanguageIdentifier:
    """One that tells all languages apart, beside the other one that knows only two."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

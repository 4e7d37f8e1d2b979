"""A library of any size with the word distribution of real Dutch text, from a seeded generator.

A first-order Markov chain over the words of real passages: each word follows a word that it really
follows, so words, pairs of words and lengths are as common as they are in the text they come from.
"""

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from ingest.domain import Passage, Source, Span
from ingest.looking import look, passages_of
from tests.bench.town import READ, SOURCE, passages

SHARED = Path(__file__).parents[2].parent / "shared"
TEXTS = SHARED / "corpora"
SUFFIXES = {".html": "text/html", ".md": "text/markdown", ".txt": "text/plain"}
PER_PAGE = 6  # passages
START, END = "", "\n"
MOST = 260  # words in a passage


def base() -> tuple[str, list[Passage]]:
    """The passages that the chain is made of, and what they are."""
    own = passages()
    if not TEXTS.is_dir():
        return "the demo municipality's pages", own
    files = (file for file in sorted(TEXTS.rglob("*")) if file.suffix in SUFFIXES)
    real = [one for file in files for one in _read(file, SOURCE)]
    return "the Dutch government texts beside the checkout and the demo's pages", own + real


def _read(file: Path, source: Source) -> list[Passage]:
    url = f"http://127.0.0.1:7861/{file.relative_to(TEXTS)}"
    found = look(file.read_bytes(), url, SUFFIXES[file.suffix], source)
    return list(passages_of(found, source, 200).values())


def crowd(count: int, models: list[Passage], seed: int = 7) -> Iterator[Passage]:
    """`count` passages on pages of six, with titles and headings put together from real ones."""
    dice = random.Random(seed)  # noqa: S311
    chain: dict[str, list[str]] = {}
    for one in models:
        words = [START, *one.text.split(), END]
        for word, following in pairwise(words):
            chain.setdefault(word, []).append(following)
    for number in range(count):
        page = number // PER_PAGE
        model, other = models[page * 31 % len(models)], dice.choice(models)
        text = _text(chain, dice)
        yield other.model_copy(
            update={
                "url": f"http://127.0.0.1:7861/wijk/{page}/",
                "title": f"{model.title} in wijk {page}",
                "subject": model.subject,
                "opening": model.opening,
                "text": text,
                "sentences": (Span(start=0, end=len(text)),),
                "place": number % PER_PAGE,
                "read_at": READ,
            }
        )


def _text(chain: dict[str, list[str]], dice: random.Random) -> str:
    """As long as a real passage often is: one that ends early goes on with another beginning."""
    least = min(MOST, max(8, round(dice.gauss(90, 50))))
    words: list[str] = []
    word = START
    while len(words) < MOST:
        word = dice.choice(chain[word])
        if word != END:
            words.append(word)
        elif len(words) >= least:
            break
        else:
            word = START
    return " ".join(words)

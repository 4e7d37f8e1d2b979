"""Passages and hits as tests need them, written as lines of text."""

from datetime import UTC, date, datetime

from configs.domain import Audience
from ingest.domain import BlockKind, Hit, Passage, Span

READ = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def passage(*sentences, title="Paspoort aanvragen", url="https://w.example/paspoort/", **fields):
    """A passage of `sentences`: plain strings, or tuples of kind, text and lead."""
    text, spans = "", []
    for sentence in sentences:
        kind, words, lead = sentence if isinstance(sentence, tuple) else ("prose", sentence, "")
        text = f"{text} {words}" if text else words
        start = len(text) - len(words)
        spans.append(Span(start=start, end=len(text), kind=BlockKind(kind), lead=lead))
    known = {
        "source": "waterveen",
        "owner": "Gemeente Waterveen",
        "audience": Audience.PUBLIC,
        "authority": 1.0,
        "read_at": READ,
        "modified": date(2026, 11, 3),
    }
    return Passage(title=title, url=url, text=text, sentences=tuple(spans), **{**known, **fields})


def hits(*passages):
    """Hits of falling score, all relevant."""
    return [
        Hit(passage=found, score=10.0 - place, relevance=0.9)
        for place, found in enumerate(passages)
    ]

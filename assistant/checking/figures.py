"""The facts check: every fact of a sentence stands in the sentences it cites."""

from assistant.draft import Draft, Sentence
from models.facts import values


def figures(draft: Draft, sentence: Sentence) -> str | None:
    """Which kinds of fact the cited sentences, with their leads, do not hold; or None."""
    stated = values(sentence.text)
    if not stated:
        return None
    carried: set[object] = set()
    for hit, span in sentence.cited:
        passage = draft.hits[hit].passage
        carried |= values(passage.sentence(span)) | values(passage.sentences[span].lead)
    missing = sorted(kind.value for kind, value in stated if (kind, value) not in carried)
    return f"not in the source: {', '.join(missing)}" if missing else None

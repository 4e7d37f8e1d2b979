"""The cite check: a sentence points at passages that were found, and at sentences they have."""

from assistant.draft import Draft, Sentence


def cite(draft: Draft, sentence: Sentence) -> str | None:
    """Why the citation does not hold, or None."""
    if not sentence.cited:
        return "no citation"
    for hit, span in sentence.cited:
        if not 0 <= hit < len(draft.hits):
            return "no such passage"
        if not 0 <= span < len(draft.hits[hit].passage.sentences):
            return "no such sentence"
    return None

"""What lay behind an answer, as it is kept with it."""

from assistant.draft import Draft, Refused
from assistant.records.domain_account import Behind, Refusal


def behind(draft: Draft, checks: tuple[str, ...], setup: str) -> Behind:
    """Of a draft that is finished: `checks` is what its sentences had to pass."""
    words = filter(None, (draft.search_text, draft.other_words))
    return Behind(
        setup=setup,
        checks=checks,
        refused=tuple(_refusal(draft, one) for one in draft.refused),
        searched=" · ".join(words),
        audiences=tuple(sorted(draft.conversation.audiences)),
    )


def _refusal(draft: Draft, refused: Refused) -> Refusal:
    sentence = refused.sentence
    cited = dict.fromkeys(hit for hit, _ in sentence.cited if hit < len(draft.hits))
    return Refusal(
        text=sentence.text,
        cited=tuple(draft.hits[hit].passage.id for hit in cited),
        check=refused.check,
        reason=refused.reason,
        written=sentence.written,
    )

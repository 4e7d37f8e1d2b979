"""An `Answer` of the assistant as what a case was given; shared by the doors that give one."""

from assistant.domain import Answer
from eval.domain import Cited, Found, Given, Said


def given(case: str, answer: Answer, first_claim: float | None, seconds: float) -> Given:
    """All of the answer that is scored or shown in the report."""
    written = set(answer.written)
    return Given(
        case=case,
        outcome=answer.outcome.value,
        completeness=answer.completeness.value,
        claims=tuple(
            Said(text=claim.text, cited=claim.cited, written=place in written)
            for place, claim in enumerate(answer.claims)
        ),
        citations=tuple(
            Cited(
                number=cited.number,
                url=cited.url,
                title=cited.title,
                sentences=cited.sentences,
                read_at=cited.read_at,
            )
            for cited in answer.citations
        ),
        message=answer.message,
        notice=answer.notice,
        language=answer.language.value,
        offered=answer.handoff.offered,
        dropped=dict(answer.dropped),
        model=answer.model,
        edition=answer.edition,
        joules=answer.joules,
        first_claim=first_claim,
        seconds=seconds,
    )


def with_found(given: Given, found: tuple[Found, ...]) -> Given:
    """The same, with what lay before the writer."""
    return given.model_copy(update={"found": found})

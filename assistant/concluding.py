"""Make the answer of a draft: citations, completeness, notice, what is missing, who to ask."""

from dataclasses import dataclass
from uuid import uuid4

from assistant.domain import (
    CITING,
    Answer,
    Citation,
    Completeness,
    Offer,
    Outcome,
    Reason,
)
from assistant.draft import Draft
from assistant.linking import link
from configs.domain import Language
from configs.texts import Texts
from configs.theme import Theme

KEYS = {
    Outcome.NO_SOURCE: "no_source",
    Outcome.UNSUPPORTED: "unsupported",
    Outcome.CLARIFY: "clarify",
    Outcome.GREETING: "greeting",
    Outcome.PERSON: "person",
    Outcome.OUT_OF_SCOPE: "opinion",
    Outcome.REFUSED: "refused",
    Outcome.OWN_CASE: "own_case",
    Outcome.EMERGENCY: "emergency",
    Outcome.FAILED: "failed",
}
"""What is said for an outcome where the draft names no other text."""
NOTICES = {
    Outcome.ANSWERED: "notice_written",
    Outcome.REFERENCES: "notice",
    Outcome.PINNED: "notice_pinned",
}
"""What is disclosed under claims; under anything else `notice_own_words`."""

OFFERING = {
    Outcome.NO_SOURCE: Reason.NO_SOURCE,
    Outcome.UNSUPPORTED: Reason.NO_SOURCE,
    Outcome.PERSON: Reason.ASKED,
    Outcome.OWN_CASE: Reason.ROUTED,
    Outcome.FAILED: Reason.FAILED,
}
UNHELPFUL = frozenset({Outcome.NO_SOURCE, Outcome.UNSUPPORTED, Outcome.CLARIFY, Outcome.FAILED})


@dataclass(frozen=True)
class Concluding:
    """Knows the organisation and its texts."""

    texts: Texts
    theme: Theme

    def __call__(self, draft: Draft, outcome: Outcome) -> Answer:
        """The answer of what `draft` holds; every outcome has one."""
        completeness = _completeness(draft, outcome)
        citing = outcome in CITING
        return Answer(
            id=uuid4().hex,
            conversation=draft.conversation.id,
            outcome=outcome,
            completeness=completeness,
            notice=self._say(draft, _notice(draft, outcome)),
            language=draft.language,
            claims=tuple(draft.claims) if citing else (),
            written=tuple(draft.written) if citing else (),
            citations=_citations(draft) if citing else (),
            message=self._message(draft, outcome),
            related=tuple(draft.related),
            suggestions=tuple(draft.suggestions),
            handoff=_offer(draft, outcome, completeness),
            model=draft.model,
            joules=None if draft.joules is None else round(draft.joules, 3),
            edition=draft.edition,
            lever=draft.lever,
            seconds={name: round(value, 6) for name, value in draft.seconds.items()},
            dropped=dict(draft.dropped),
        )

    def _message(self, draft: Draft, outcome: Outcome) -> str:
        parts = [self._say(draft, "masked")] if draft.masked else []
        if outcome not in CITING:
            parts.append(draft.said or self._say(draft, draft.message_key or KEYS[outcome]))
            return " ".join(parts)
        if draft.fallback:
            parts.append(self._say(draft, draft.fallback))
        if _quoted_from_dutch(draft):
            parts.append(self._say(draft, "in_dutch"))
        if draft.closest:
            parts.append(self._say(draft, "closest"))
        elif draft.open_parts and not draft.dutch:
            open_parts = ", ".join(f"\u2018{part}\u2019" for part in draft.open_parts)
            parts.append(self._say(draft, "partial", parts=open_parts))
        elif draft.open_parts or _incomplete(draft):
            parts.append(self._say(draft, "partial_short"))
        return " ".join(parts)

    def _say(self, draft: Draft, key: str, **fields: object) -> str:
        known = {
            "organisation": self.theme.organisation,
            "knows": self.theme.knows.get(draft.language, self.theme.organisation),
            "url": self.theme.my_environment,
            **fields,
        }
        return self.texts.say(f"answering.{key}", draft.language, **known, **draft.fields)


def _notice(draft: Draft, outcome: Outcome) -> str:
    return "notice_editor" if draft.said else NOTICES.get(outcome, "notice_own_words")


def _quoted_from_dutch(draft: Draft) -> bool:
    """Whether someone who asked in another language reads quotes in Dutch."""
    spoken = {draft.hits[hit].passage.language for hit in draft.numbers}
    quoted = len(draft.claims) > len(draft.written)
    return quoted and draft.language is not Language.NL and Language.NL in spoken


def _completeness(draft: Draft, outcome: Outcome) -> Completeness:
    if outcome not in CITING:
        return Completeness.NONE
    lacking = draft.open_parts or _incomplete(draft)
    return Completeness.PARTIAL if lacking else Completeness.COMPLETE


def _incomplete(draft: Draft) -> bool:
    """Whether it is not sure, something was dropped, or the model says that something lacks."""
    if draft.unsure or draft.closest:
        return True
    if draft.fallback == "fallback_dropped":
        return False  # the sources were quoted instead
    return bool(draft.dropped) or draft.says in {Completeness.PARTIAL, Completeness.NONE}


def _citations(draft: Draft) -> tuple[Citation, ...]:
    citations = []
    for hit, number in draft.numbers.items():
        passage = draft.hits[hit].passage
        spans = draft.used[hit]
        citations.append(
            Citation(
                number=number,
                title=passage.title,
                url=passage.url,
                link=link(passage, spans[0]),
                headings=passage.headings,
                sentences=tuple(passage.sentence(span) for span in spans),
                source=passage.source,
                owner=passage.owner,
                language=passage.language,
                read_at=passage.read_at,
                edition=draft.edition or 0,
            )
        )
    return tuple(citations)


def _offer(draft: Draft, outcome: Outcome, completeness: Completeness) -> Offer:
    reason = Reason.ASKED if outcome is Outcome.PERSON else draft.offer or OFFERING.get(outcome)
    turns = draft.conversation.turns
    if outcome in UNHELPFUL and turns and turns[-1].outcome in UNHELPFUL:
        reason = Reason.TWICE_UNHELPFUL
    if reason is None and (draft.switched or draft.fallback == "fallback_switched"):
        reason = Reason.EMERGENCY_SWITCH
    if reason is None and completeness is Completeness.PARTIAL:
        reason = Reason.PARTIAL
    return Offer(offered=reason is not None, reason=reason)

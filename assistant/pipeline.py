"""Answer a question: run the steps, write, check each sentence, and always end in an `Answer`."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from time import perf_counter

from assistant.domain import (
    Answer,
    AssistantError,
    Claim,
    Conversation,
    Event,
    Outcome,
    Question,
    Working,
)
from assistant.draft import Draft, Sentence

logger = logging.getLogger(__name__)

Step = Callable[[Draft], Outcome | None]
"""Reads and extends the draft. Returning an outcome ends the question there."""

Writer = Callable[[Draft], Iterable[Sentence]]
"""Writes sentences from `Draft.hits`, unchecked."""

Check = Callable[[Draft, Sentence], str | None]
"""Says why a sentence must not be shown, or None when it may."""

Conclude = Callable[[Draft, Outcome], Answer]
"""Makes the answer of what the draft holds."""

Journal = Callable[[Draft, Answer], None]
"""Keeps the answer, without personal data."""


@dataclass(frozen=True)
class Assistant:
    """A list of steps, one writer, a list of checks: see `build.py` for which."""

    start: Callable[[Question, Conversation], Draft]
    steps: tuple[tuple[str, Step], ...]
    writer: Writer
    checks: tuple[tuple[str, Check], ...]
    conclude: Conclude
    journal: Journal
    waiting: frozenset[str] = frozenset({"retrieve"})
    """Steps that wait for something else, and so run in a thread; the others take no time."""

    async def ask(self, question: Question, conversation: Conversation) -> AsyncIterator[Event]:
        """Yield `Working` and `Claim` as they come, and last exactly one `Answer`.

        No error below this line reaches the user: whatever happens becomes an outcome.
        """
        draft = self.start(question, conversation)
        try:
            outcome = None
            for name, step in self.steps:
                yield Working(step=name)
                if name in self.waiting:
                    outcome = await asyncio.to_thread(_timed, draft, name, step)
                else:
                    outcome = _timed(draft, name, step)
                if outcome:
                    break
            if outcome is None:
                yield Working(step="write")
                written = await asyncio.to_thread(self._write, draft)
                for sentence in written:
                    if claim := self._claim(draft, sentence):
                        yield claim
                outcome = Outcome.REFERENCES if draft.claims else _nothing(written)
            answer = self.conclude(draft, outcome)
        except Exception:
            logger.exception("Could not answer a question.")
            answer = self.conclude(_emptied(draft), Outcome.FAILED)
        await asyncio.to_thread(self._keep, draft, answer)
        yield answer

    def _keep(self, draft: Draft, answer: Answer) -> None:
        """A full disk must not cost the user the answer."""
        try:
            self.journal(draft, answer)
        except AssistantError:
            logger.exception("Could not keep an answer.")

    def _write(self, draft: Draft) -> list[Sentence]:
        started = perf_counter()
        draft.sentences = list(self.writer(draft))
        draft.seconds["write"] = perf_counter() - started
        return draft.sentences

    def _claim(self, draft: Draft, sentence: Sentence) -> Claim | None:
        """The sentence as a claim with its citation numbers, or None when a check refuses it."""
        for name, check in self.checks:
            if reason := check(draft, sentence):
                draft.dropped[name] = draft.dropped.get(name, 0) + 1
                logger.info("Dropped a sentence: %s: %s", name, reason)
                return None
        for hit, span in sentence.cited:
            draft.numbers.setdefault(hit, len(draft.numbers) + 1)
            spans = draft.used.setdefault(hit, [])
            if span not in spans:
                spans.append(span)
        numbers = tuple(dict.fromkeys(draft.numbers[hit] for hit, _ in sentence.cited))
        claim = Claim(text=sentence.text, cited=numbers)
        draft.claims.append(claim)
        return claim


def _timed(draft: Draft, name: str, step: Step) -> Outcome | None:
    started = perf_counter()
    try:
        return step(draft)
    finally:
        draft.seconds[name] = perf_counter() - started


def _nothing(written: list[Sentence]) -> Outcome:
    return Outcome.UNSUPPORTED if written else Outcome.NO_SOURCE


def _emptied(draft: Draft) -> Draft:
    draft.claims.clear()
    draft.numbers.clear()
    draft.used.clear()
    draft.message_key = ""
    return draft

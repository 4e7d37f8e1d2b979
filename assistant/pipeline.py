"""Answer a question: run the steps, write, check each sentence, and always end in an `Answer`."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass, replace
from inspect import isawaitable
from time import perf_counter

from assistant.consulting import fallback_of
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
from assistant.draft import Draft, Refused, Sentence
from models.domain import ChatError

logger = logging.getLogger(__name__)

Step = Callable[[Draft], Outcome | Awaitable[Outcome | None] | None]
"""Reads and extends the draft. Returning an outcome ends the question there."""

Writer = Callable[[Draft], Iterable[Sentence]]
"""Quotes sentences from `Draft.hits`, unchecked."""

Voice = Callable[[Draft], AsyncGenerator[Sentence, None]]
"""Writes sentences in its own words, unchecked, each as soon as it is finished."""

Check = Callable[[Draft, Sentence], str | None]
"""Says why a sentence must not be shown, or None when it may."""

Conclude = Callable[[Draft, Outcome], Answer]
"""Makes the answer of what the draft holds."""

Journal = Callable[[Draft, Answer], Answer | None]
"""Keeps the answer, without personal data; gives what is shown in its place, if anything is."""


@dataclass(frozen=True)
class Assistant:
    """A list of steps, who writes, a list of checks: see `build.py` for which.

    Where there is a `voice` and the switch lets it speak, it writes. What goes wrong with it the
    `writer` makes good: the claims that passed stand, and the sources are quoted for the rest.
    """

    start: Callable[[Question, Conversation], Draft]
    steps: tuple[tuple[str, Step], ...]
    writer: Writer
    checks: tuple[tuple[str, Check], ...]
    conclude: Conclude
    journal: Journal
    waiting: frozenset[str] = frozenset({"retrieve", "entailed"})
    """Steps and checks that wait for something else, or work for long, and so run in a thread; a
    thread for each of the others costs more than what they do."""
    voice: Voice | None = None
    speaks: Callable[[], bool] = lambda: True
    """The emergency switch: whether the voice may be used now."""
    checkable: Callable[[Draft], bool] = lambda _: True
    """Whether what the voice would write of these hits can be checked: if not, it stays silent."""
    unkept: Callable[[Answer], Answer] = lambda answer: answer
    """The same answer, saying that it could not be kept."""
    lacks: Callable[[Draft], list[str]] = lambda _: []
    """Which parts of the question the claims leave open."""
    aloud: bool = True
    """Whether a claim is shown as soon as it is checked, or only when the journal lets it."""

    async def ask(self, question: Question, conversation: Conversation) -> AsyncIterator[Event]:
        """Yield `Working` and `Claim` as they come, and last exactly one `Answer`.

        No error below this line reaches the user: whatever happens becomes an outcome.
        """
        draft = self.start(question, conversation)
        try:
            outcome = None
            for name, step in self.steps:
                yield Working(step=name)
                if outcome := await self._step(draft, name, step):
                    break
            if outcome in {None, Outcome.PINNED}:
                yield Working(step="write")
                async with aclosing(self._written(draft)) as claims:
                    async for claim in claims:
                        if self.aloud:
                            yield claim
                outcome = _ended(draft)
            answer = self.conclude(draft, outcome)
        except Exception:
            logger.exception("Could not answer a question.")
            answer = self.conclude(_emptied(draft), Outcome.FAILED)
        shown = await asyncio.to_thread(self._keep, draft, answer)
        for claim in () if self.aloud else shown.claims:
            yield claim
        yield shown

    async def propose(self, question: Question, conversation: Conversation) -> Answer:
        """An answer that is neither kept nor shown: a draft for a person to work on."""
        return await answer_of(replace(self, journal=lambda *_: None).ask(question, conversation))

    async def _step(self, draft: Draft, name: str, step: Step) -> Outcome | None:
        started = perf_counter()
        try:
            if name in self.waiting:
                found = await asyncio.to_thread(step, draft)
            else:
                found = step(draft)
            return await found if isawaitable(found) else found
        finally:
            draft.seconds[name] = perf_counter() - started

    async def _written(self, draft: Draft) -> AsyncGenerator[Claim, None]:
        """The claims, each as soon as it has passed."""
        started = perf_counter()
        try:
            async with aclosing(self._sentences(draft)) as sentences:
                async for sentence in sentences:
                    draft.sentences.append(sentence)
                    if claim := await self._checked(draft, sentence):
                        draft.seconds.setdefault("first", perf_counter() - started)
                        yield claim
            if draft.written and (draft.fallback or len(draft.claims) > len(draft.written)):
                draft.open_parts = await asyncio.to_thread(self.lacks, draft)
        finally:
            draft.seconds["write"] = perf_counter() - started

    async def _sentences(self, draft: Draft) -> AsyncGenerator[Sentence, None]:
        """What the voice writes, and from the sources what it leaves to be said."""
        if draft.fixed:
            for sentence in draft.fixed:
                yield sentence
            return
        silent = draft.fallback or not self.checkable(draft)
        draft.switched = self.voice is not None and not self.speaks()
        if self.voice and not draft.switched and not silent:
            async with aclosing(self._spoken(draft, self.voice)) as sentences:
                async for sentence in sentences:
                    yield sentence
        said = {(hit, place) for hit, places in draft.used.items() for place in places}
        for sentence in await asyncio.to_thread(self._quotes, draft):
            if not said.issuperset(sentence.cited):
                yield sentence

    def _quotes(self, draft: Draft) -> list[Sentence]:
        """Quotes for the question; only for what claims leave open, where the voice could end."""
        asked = draft.dutch or draft.text
        if not draft.claims:
            text, draft.text = draft.text, asked
            try:
                return list(self.writer(draft))
            finally:
                draft.text = text
        draft.open_parts = [asked] if draft.fallback else self.lacks(draft)
        quotes: list[Sentence] = []
        for part in draft.open_parts:
            context = draft.context if part == asked else asked
            asking = replace(draft, text=part, context=context, open_parts=[])
            written = list(self.writer(asking))
            # What merely comes closest to a part adds nothing to claims that answer another.
            quotes += [] if asking.closest else written
        return quotes

    async def _spoken(self, draft: Draft, voice: Voice) -> AsyncGenerator[Sentence, None]:
        """The voice's sentences, up to where it fails; `Draft.fallback` then says why."""
        try:
            async with aclosing(voice(draft)) as sentences:
                async for sentence in sentences:
                    if not self.speaks():
                        break
                    yield sentence
        except ChatError as error:
            logger.warning("The model failed: %s", error)
            draft.fallback = fallback_of(error)
        else:
            if not self.speaks():
                draft.fallback = "fallback_switched"
            elif sum(draft.dropped.values()) >= len(draft.claims):
                draft.fallback = "fallback_dropped" if draft.dropped else "fallback_empty"

    def _keep(self, draft: Draft, answer: Answer) -> Answer:
        """A full disk must not cost the user the answer."""
        try:
            return self.journal(draft, answer) or answer
        except AssistantError:
            logger.exception("Could not keep an answer.")
            return self.unkept(answer)

    async def _checked(self, draft: Draft, sentence: Sentence) -> Claim | None:
        if sentence.written and not self.waiting.isdisjoint(name for name, _ in self.checks):
            return await asyncio.to_thread(self._claim, draft, sentence)
        return self._claim(draft, sentence)

    def _claim(self, draft: Draft, sentence: Sentence) -> Claim | None:
        """The sentence as a claim with its citation numbers, or None when a check refuses it."""
        for name, check in self.checks:
            if reason := check(draft, sentence):
                draft.dropped[name] = draft.dropped.get(name, 0) + 1
                draft.refused.append(Refused(sentence, name, reason))
                logger.info("Dropped a sentence: %s", name)  # its words stand in the dossier only
                return None
        for hit, span in sentence.cited:
            draft.numbers.setdefault(hit, len(draft.numbers) + 1)
            spans = draft.used.setdefault(hit, [])
            if span not in spans:
                spans.append(span)
        numbers = tuple(dict.fromkeys(draft.numbers[hit] for hit, _ in sentence.cited))
        claim = Claim(text=sentence.text, cited=numbers)
        if sentence.written:
            draft.written.append(len(draft.claims))
        draft.claims.append(claim)
        return claim


async def answer_of(events: AsyncIterator[Event]) -> Answer:
    """The one answer in which `events` end; `AssistantError` where they broke off before it."""
    answer = None
    async for event in events:
        answer = event if isinstance(event, Answer) else answer
    if answer is None:
        raise AssistantError("errors.failed")
    return answer


def _ended(draft: Draft) -> Outcome:
    if draft.claims and draft.fixed:
        return Outcome.PINNED
    if draft.claims:
        return Outcome.ANSWERED if draft.written else Outcome.REFERENCES
    return Outcome.UNSUPPORTED if draft.sentences else Outcome.NO_SOURCE


def _emptied(draft: Draft) -> Draft:
    draft.claims.clear()
    draft.written.clear()
    draft.numbers.clear()
    draft.used.clear()
    draft.message_key = draft.said = draft.lever = ""
    return draft

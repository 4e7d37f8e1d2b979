"""The assistant in this process, by the settings of a profile: what its users would get."""

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import cached_property
from time import perf_counter

from assistant.build import build
from assistant.domain import Answer, AssistantError, Claim, Event
from assistant.draft import Draft
from assistant.service import Service
from assistant.writing.generate import Generating
from configs.domain import Audience
from eval.answers import given, with_found
from eval.asking import About, Opening, Place
from eval.bending import bends, bent, canary, links
from eval.domain import Case, Found, Given, PageText
from eval.holding import held, public, texts
from eval.metering import Metered, spending


class InProcess:
    """Asks a `Service`; `Assistant.journal` is listened to, since hits stand in no answer."""

    def __init__(self, service: Service) -> None:
        self._found: dict[str, tuple[Found, ...]] = {}
        journal = service.assistant.journal

        def listening(draft: Draft, answer: Answer) -> None:
            self._found[answer.id] = tuple(
                Found(
                    url=hit.passage.url,
                    passage=str(hit.passage.place),
                    relevance=hit.relevance,
                )
                for hit in draft.hits
            )
            journal(draft, answer)

        voice = service.assistant.voice
        if isinstance(voice, Generating):
            voice = replace(voice, chat=Metered(voice.chat))
        heard = replace(service.assistant, journal=listening, voice=voice)
        self._service = replace(service, assistant=heard)

    def about(self) -> About:
        settings = self._service.settings
        return About(
            edition=self._service.library.published or None,
            writer=settings.answering.writer,
            model=settings.chat.model if settings.answering.writer == "generate" else "",
            settings=public(settings),
        )

    async def ask(self, case: Case) -> Given:
        conversation = None
        service = bent(self._service, case, self._held) if bends(case) else self._service
        try:
            for earlier in case.conversation:
                asked = _events(service, case, earlier, conversation)
                answer, *_ = await self._last(asked)
                conversation = answer.conversation
            with spending() as tokens:
                asked = _events(service, case, case.question, conversation)
                answer, first, seconds = await self._last(asked)
        except AssistantError as error:
            return Given(case=case.id, error=f"{type(error).__name__}: {error}")
        made = tokens.on(given(case.id, answer, first, seconds))
        made = with_found(made, self._found.pop(answer.id, ()))
        looked = {"links": links(answer, service)} if case.lures else {}
        return made.model_copy(update={**looked, "canary": canary(service, case)})

    @cached_property
    def _held(self) -> frozenset[str]:
        return held(self._service.library)

    def holdings(self) -> frozenset[str]:
        return self._held

    def page(self, url: str) -> PageText:
        return texts(self._service.library, url)

    def close(self) -> None:
        self._service.close()

    @staticmethod
    async def _last(events: AsyncIterator[Event]) -> tuple[Answer, float | None, float]:
        """The answer, and the seconds until its first claim and until its end."""
        started, first = perf_counter(), None
        async for event in events:
            if first is None and isinstance(event, Claim):
                first = perf_counter() - started
            if isinstance(event, Answer):
                return event, first, perf_counter() - started
        raise RuntimeError("ask ended without an answer")


def _events(
    service: Service, case: Case, text: str, conversation: str | None
) -> AsyncIterator[Event]:
    audiences = frozenset({Audience.PUBLIC, case.audience})
    return service.ask(text, conversation, case.language, audiences)


def _open_assistant(place: Place) -> InProcess:
    """Its journal stands beside the answers, so that the real one stays what it is."""
    records = place.settings.records.model_copy(
        update={"url": f"sqlite:///{place.out.absolute() / 'records.db'}"}
    )
    return InProcess(build(place.settings.model_copy(update={"records": records})))


ENDPOINT = Opening("the assistant in this process, by --profile", _open_assistant)

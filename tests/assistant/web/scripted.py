"""A service whose answers are written out here; records, hand-offs and everything else are real."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from time import sleep
from uuid import uuid4

import uvicorn

from assistant.domain import (
    Answer,
    Citation,
    Claim,
    Completeness,
    Conversation,
    Event,
    Offer,
    Outcome,
    Question,
    Reason,
    Related,
    Working,
)
from assistant.draft import Draft
from assistant.handoff.approving import Approvals
from assistant.handoff.build import open_approvals, open_handoffs
from assistant.records import Records, open_records
from assistant.records.domain import utc_now
from assistant.service import Service
from assistant.web.app import create_app
from assistant.web.port import Documents
from configs.domain import Language
from configs.settings import load_settings
from configs.texts import Texts
from configs.theme import load_theme

READ = datetime(2026, 11, 21, 9, tzinfo=UTC)
SITE = "https://www.waterveen.example"
PASSWORD = "balie-wachtwoord"
NOTICE = "Gemaakt door AI. Dit zijn letterlijke zinnen uit officiële bronnen."
HOSTILE = (
    '<script>alert(1)</script><img src="https://evil.example/p.png" onerror="alert(2)">'
    '<form action="https://evil.example/"><input name="a"></form>'
    '<div style="position:fixed;inset:0;z-index:9999">x</div> ![pixel](https://evil.example/m.png)'
    " [klik](javascript:alert(3)) **vet** $$x$$"
)


def citation(number: int, title: str, path: str, heading: str, *sentences: str) -> Citation:
    return Citation(
        number=number,
        title=title,
        url=f"{SITE}{path}",
        link=f"{SITE}{path}#kosten:~:text=paspoort",
        headings=(heading,),
        sentences=sentences,
        source="waterveen",
        owner="Gemeente Waterveen",
        read_at=READ,
        edition=1,
    )


PASSPORT = "Soort: Paspoort tot 18 jaar · Kosten: € 63,42 · Spoed: € 57,83 extra"
READY = "Uw paspoort ligt na vijf werkdagen klaar."
FOUND = {
    "outcome": Outcome.REFERENCES,
    "claims": (Claim(text=PASSPORT, cited=(1,)), Claim(text=READY, cited=(2,))),
    "citations": (
        citation(1, "Paspoort aanvragen", "/paspoort/", "Kosten", PASSPORT),
        citation(2, "Paspoort ophalen", "/paspoort/ophalen/", "Wanneer", READY),
    ),
}
NOTHING = {
    "outcome": Outcome.NO_SOURCE,
    "completeness": Completeness.NONE,
    "message": "Dat kan ik niet vinden in onze bronnen. Deze pagina's gaan over hetzelfde.",
    "related": (Related(title="Omgevingsvergunning", url=f"{SITE}/omgevingsvergunning/"),),
    "handoff": Offer(offered=True, reason=Reason.NO_SOURCE),
}
SCRIPT: dict[str, dict[str, object]] = {
    "bezorgen": FOUND
    | {
        "completeness": Completeness.PARTIAL,
        "message": "Dit antwoord is niet volledig. Over bezorgen vond ik niets.",
        "handoff": Offer(offered=True, reason=Reason.PARTIAL),
    },
    "paspoort": FOUND | {"completeness": Completeness.COMPLETE},
    "stemmen": {
        "outcome": Outcome.OUT_OF_SCOPE,
        "completeness": Completeness.NONE,
        "message": "Ik geef geen stemadvies. Ik kan u wel vertellen waar u stemt.",
        "suggestions": ("Waar kan ik stemmen?", "Ik heb geen stempas gekregen"),
    },
    "aanval": {
        "outcome": Outcome.ANSWERED,
        "completeness": Completeness.PARTIAL,
        "message": HOSTILE,
        "claims": (Claim(text=HOSTILE, cited=(1,)),),
        "citations": (
            Citation(
                number=1,
                title=HOSTILE,
                url="javascript:alert(4)",
                link="javascript:alert(5)",
                headings=(HOSTILE,),
                sentences=(HOSTILE,),
                source="x",
                owner=HOSTILE,
                read_at=READ,
                edition=1,
            ),
        ),
        "related": (Related(title=HOSTILE, url='https://a.example/"onclick="alert(6)'),),
        "suggestions": (HOSTILE,),
    },
}


@dataclass
class Scripted:
    """Answers by the first word of `SCRIPT` that is in the question; waits `pause` per event."""

    records: Records
    approvals: Approvals
    pause: float = 0.0

    async def ask(self, question: Question, conversation: Conversation) -> AsyncIterator[Event]:
        words = question.text.lower()
        for step in ("screen", "route", "retrieve"):
            yield Working(step=step)
            await asyncio.sleep(self.pause)
        if "kapot" in words:
            raise ZeroDivisionError("secret detail")
        script = next((made for word, made in SCRIPT.items() if word in words), NOTHING)
        answer = Answer(
            id=uuid4().hex,
            conversation=conversation.id,
            notice=NOTICE,
            language=question.language or Language.NL,
            edition=1,
            **script,
        )
        for claim in () if self.approvals.on else answer.claims:
            yield claim
            await asyncio.sleep(self.pause)
        draft = Draft(question, conversation, answer.language, question.text, question.text)
        yield await asyncio.to_thread(self.approvals.journal, draft, answer)

    async def propose(self, question: Question, conversation: Conversation) -> Answer:
        script = next((made for word, made in SCRIPT.items() if word in question.text), NOTHING)
        return Answer(
            id=uuid4().hex,
            conversation=conversation.id,
            notice=NOTICE,
            language=Language.NL,
            **script,
        )


@dataclass
class Shelf:
    published: int = 1

    def show(self, url: str, edition: int | None = None) -> list:
        return []

    def close(self) -> None:
        pass


def make_service(
    folder: Path, clock: Callable[[], datetime] = utc_now, **changes: object
) -> Service:
    desk = {"password": PASSWORD, **changes.pop("desk", {"hours": {}})}
    settings = load_settings("demo", **{"data": folder, "desk": desk, **changes})
    theme = load_theme(settings.theme)
    texts = Texts(theme.texts)
    records = open_records(settings, clock)
    handoffs = open_handoffs(settings, records, texts, clock)
    approvals = open_approvals(settings, records, texts, handoffs, clock)
    scripted = Scripted(records, approvals)
    return Service(settings, theme, texts, Shelf(), records, handoffs, approvals, scripted)


@contextmanager
def serving(service: Service, port: int = 0, documents: Documents | None = None):
    """A real server on loopback, in a thread; gives its address."""
    started: list[uvicorn.Server] = []
    thread = Thread(target=_run, args=(service, port, documents, started), daemon=True)
    thread.start()
    while not (started and started[0].started):
        assert thread.is_alive()
        sleep(0.02)
    try:
        yield f"http://127.0.0.1:{started[0].servers[0].sockets[0].getsockname()[1]}"
    finally:
        started[0].should_exit = started[0].force_exit = True
        thread.join(10)


def _run(
    service: Service, port: int, documents: Documents | None, started: list[uvicorn.Server]
) -> None:
    app = create_app(service, documents)
    config = uvicorn.Config(app, port=port, log_level="critical", server_header=False, ws="none")
    started.append(uvicorn.Server(config))
    started[0].run()

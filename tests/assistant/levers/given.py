"""A library of a few demo pages, a service over it, and levers to put in."""

import asyncio
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from assistant.build import build
from assistant.demo import SITE
from assistant.domain import Answer
from assistant.records.domain import Change
from configs.domain import Language
from configs.settings import load_settings
from ingest.domain import Source
from ingest.library.library import open_library
from ingest.reading import read
from ingest.splitting import split

ORIGIN = "http://127.0.0.1:7861"
PAGES = ("paspoort", "grofvuil", "rijbewijs", "en/passport")
READ = datetime(2026, 11, 22, tzinfo=UTC)
SECRET = "redactie-wachtwoord"
READY = "Uw paspoort ligt na 5 werkdagen klaar"


def source(**changes):
    fields = {"name": "town", "owner": "Gemeente Waterveen", "review_by": date(2099, 1, 1)}
    return Source(**{**fields, "start": (f"{ORIGIN}/",), **changes})


def passages(page, change=lambda html: html, **changes):
    """The passages of a demo page, whose HTML may be changed first."""
    folder = "afval/grofvuil" if page == "grofvuil" else page
    html = change((SITE / folder / "index.html").read_text(encoding="utf-8"))
    one = source(**changes)
    return split(read(html.encode(), f"{ORIGIN}/{folder}/", "text/html", one, READ).page, one, 200)


def fill(library, pages=PAGES, **changes):
    with library.writing("town") as writing:
        for page in pages:
            writing.put(passages(page, **changes))
        writing.publish("test")


def end(library, page):
    """The page leaves its site."""
    with library.writing("town") as writing:
        writing.end([one.id for one in passages(page)])
        writing.publish("test")


@contextmanager
def town(folder, **changes):
    """A service over the library, as `serve` has it."""
    settings = load_settings(
        "demo", data=folder, **{"editing": {"password": SECRET, "refresh": 0}, **changes}
    )
    library = open_library(settings)
    fill(library)
    service = build(settings, library)
    try:
        yield service
    finally:
        service.close()


def ask(service, question, language=None):
    """The events of one question, the last of which is the answer."""

    spoken = Language(language) if language else None

    async def all_of():
        return [event async for event in service.ask(question, language=spoken)]

    events = asyncio.run(all_of())
    assert isinstance(events[-1], Answer)
    return events


def answer(service, question, language=None):
    return ask(service, question, language)[-1]


def sentence(page, begin):
    """A sentence of a page, as an editor picks it."""
    for passage in passages(page):
        for number in range(len(passage.sentences)):
            if passage.sentence(number).startswith(begin):
                return {
                    "url": passage.url,
                    "text": passage.sentence(number),
                    "title": passage.title,
                    "headings": list(passage.headings),
                }
    raise AssertionError(begin)


def pin(*questions, quotes, language="nl", days=30):
    until = (datetime.now(UTC) + timedelta(days=days)).date()
    return {
        "language": language,
        "questions": list(questions),
        "quotes": list(quotes),
        "until": until.isoformat(),
    }


def put(service, kind, name, content, seen=None, **changes):
    """Keep a lever beside the page, as another process would; over what stands there."""
    if seen is None:
        seen = next((one.number for one in service.records.levers.history(kind, name)), 0)
    change = Change(kind=kind, name=name, content=content, seen=seen, **changes)
    return service.records.levers.keep("Anna", [change])[0]

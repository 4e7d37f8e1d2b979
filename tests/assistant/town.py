"""The demo municipality, crawled once and asked by many tests."""

import asyncio
from contextlib import closing, contextmanager

from assistant.build import build
from assistant.demo import SITE, site_on_loopback
from assistant.domain import Answer
from configs.settings import load_settings, resolve
from ingest.library.library import open_library
from ingest.sources import load_sources
from ingest.sync import sync

ORIGIN = "http://127.0.0.1:7861"


@contextmanager
def town(data, site=SITE, **changes):
    """A service over the crawled demo municipality, with the site still on loopback."""
    settings = load_settings("demo", data=data, **changes)
    with site_on_loopback(site), closing(open_library(settings)) as library:
        for source in load_sources(resolve(settings.ingest.sources)):
            report = sync(source, library, settings)
            assert report.published, report.reason
        service = build(settings, library=library)
        try:
            yield service
        finally:
            service.records.close()


def ask(service, question, conversation=None, language=None):
    """The one answer to a question."""

    async def last():
        events = [event async for event in service.ask(question, conversation, language)]
        assert isinstance(events[-1], Answer)
        return events[-1]

    return asyncio.run(last())


def said(answer):
    """All claims of an answer as one text."""
    return " ".join(claim.text for claim in answer.claims)


def pages(answer):
    """The paths of the pages that an answer cites."""
    return {citation.url.removeprefix(ORIGIN) for citation in answer.citations}

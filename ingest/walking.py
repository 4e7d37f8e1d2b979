"""The walk that fits the kind of a source."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from configs.slices.ingest import IngestSettings
from ingest.discovering import Crawl
from ingest.documents import Documents
from ingest.domain import Source, SourceKind
from ingest.fetching import Fetcher
from ingest.findings import Finding, Survey
from ingest.kinds.laws import Laws
from ingest.kinds.markdown_site import MarkdownSite
from ingest.kinds.vac import Answers
from ingest.visits import Visits


class Walk(Protocol):
    """Iterate for one Finding per address, then read the `survey`."""

    survey: Survey

    def __iter__(self) -> Iterator[Finding]:
        """One Finding per address."""
        ...


class Traffic:
    """What a walk asked of others: `requests`, and `bytes_read` of bodies on the wire."""

    def __init__(self) -> None:
        self.requests = 0
        self.bytes_read = 0


OFFLINE: dict[SourceKind, Callable[[Source, Visits, IngestSettings], Walk]] = {
    SourceKind.DOCUMENTS: Documents,
    SourceKind.MARKDOWN: MarkdownSite,
    SourceKind.LAWS: Laws,
}


@contextmanager
def walk(
    source: Source, visits: Visits, settings: IngestSettings, traffic: Traffic
) -> Iterator[Walk]:
    """The walk through a source; `traffic` is complete once the context ends well."""
    if make := OFFLINE.get(source.kind):
        yield make(source, visits, settings)
        return
    with Fetcher(settings) as fetcher:
        if source.kind is SourceKind.VAC:
            yield Answers(source, fetcher, visits, settings)
        else:
            yield Crawl(source, fetcher, visits, settings)
        traffic.requests, traffic.bytes_read = fetcher.requests, fetcher.bytes_read

"""Services over the bodies of text that the untouched questions are put to."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from assistant.build import build
from configs.settings import load_settings
from ingest.domain import Source, SourceKind
from ingest.library.library import open_library
from ingest.sync import sync
from tests.assistant.town import town
from tests.ingest.test_real_sources import CORPORA, Quiet

REAL = {
    "rijksoverheid": ("rijksoverheid-vac/site", "generatieve-ai-overheid"),
    "generatieve-ai": ("rijksoverheid-vac/site", "generatieve-ai-overheid"),
    "amsterdam": ("amsterdam-belastingen/pages",),
    "algoritmekader": ("algoritmekader/docs", "developer-overheid/docs"),
}
"""Which corpora each is asked in; two of them share a library, as they would in real life."""


@contextmanager
def body(name: str, data: Path) -> Iterator[object]:
    """A service over this body of text, made below `data`."""
    if name == "waterveen":
        with town(data) as service:
            yield service
        return
    settings = load_settings("demo", data=data, theme="neutral")
    with closing(open_library(settings)) as library:
        for corpus in REAL[name]:
            with site(corpus) as source:
                sync(source, library, settings, confirmed=True)
        service = build(settings, library=library)
        try:
            yield service
        finally:
            service.records.close()


@contextmanager
def site(corpus: str) -> Iterator[Source]:
    """A corpus as a source: served on loopback where it is a site, else a folder of documents."""
    folder = CORPORA / corpus
    name = corpus.split("/")[0]
    common = {"name": name, "owner": name, "review_by": date(2090, 1, 1)}
    if not (folder / "sitemap.xml").exists():
        yield Source(
            kind=SourceKind.DOCUMENTS, start=(str(folder),), deny=("/SOURCE.md",), **common
        )
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield Source(start=(f"http://localhost:{server.server_port}/",), **common)
    finally:
        server.shutdown()
        server.server_close()

"""Real Dutch government text through the whole ingest."""

import threading
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest.domain import Search, Source, SourceKind, Status
from ingest.library.library import open_library
from ingest.sync import sync

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not CORPORA.is_dir(), reason=f"{CORPORA} is absent; put the Dutch corpora there"
    ),
]


class Quiet(SimpleHTTPRequestHandler):
    """Serves the site; its sitemap names port 8000, which may be taken."""

    wbufsize = 65536
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path not in {"/sitemap.xml", "/robots.txt"}:
            super().do_GET()
            return
        port = str(self.server.server_port)
        text = Path(self.directory, self.path[1:]).read_text().replace(":8000/", f":{port}/")
        if self.headers.get("If-None-Match") == port:
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("ETag", port)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    folder = CORPORA / "rijksoverheid-vac" / "site"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def library(settings):
    library = open_library(settings)
    yield library
    library.close()


def test_the_questions_and_answers_of_rijksoverheid(site, library, settings):
    source = Source(name="rijk", owner="AZ", review_by=date(2090, 1, 1), start=(site,))
    report = sync(source, library, settings)
    created = [line.url for line in report.lines if line.status is Status.CREATED]
    assert sum("/vraag-en-antwoord/" in url for url in created) == 85
    assert len(report.lines) == len({line.url for line in report.lines})
    again = sync(source, library, settings)
    assert again.counts["unchanged"] == len(created)
    assert (again.bytes_read, again.embedded, again.published) == (0, 0, False)
    (hit, *_) = library.find(Search(text="Wat is het burgerservicenummer?"))
    assert "burgerservicenummer" in hit.passage.url


def test_the_positions_on_generative_ai_as_documents(library, settings):
    folder = str(CORPORA / "generatieve-ai-overheid")
    source = Source(
        name="ai",
        owner="BZK",
        kind=SourceKind.DOCUMENTS,
        review_by=date(2090, 1, 1),
        start=(folder,),
        deny=("/SOURCE.md",),
    )
    report = sync(source, library, settings)
    assert report.counts == {"created": 5, "skipped": 1}
    hits = library.find(Search(text="Mag ik ChatGPT gebruiken met een consumentenaccount?"))
    assert any("standpunt" in hit.passage.url for hit in hits[:3])

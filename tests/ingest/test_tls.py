"""A connection to a checked address still proves, by certificate, that it is the named host."""

import shutil
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from configs.slices.ingest import IngestSettings
from ingest.domain import FetchError
from ingest.fetching import Fetcher

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="makes a certificate: install openssl"
)
NAME = "www.gemeente.test"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        f"-keyout key.pem -out cert.pem -subj /CN=test -addext subjectAltName=DNS:{NAME}".split(),
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture
def server(certificate):
    names, hosts = [], []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            hosts.append(self.headers["Host"])
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            self.wfile.write(b"veilig")

        def log_message(self, *_):
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None
    server.names, server.hosts = names, hosts
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetcher(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    settings = IngestSettings(delay=0, allow_private_hosts=True, timeout=5)
    with Fetcher(settings, resolver=lambda *_: ("127.0.0.1",)) as fetcher:
        yield fetcher


def test_the_certificate_is_checked_against_the_name(server, fetcher):
    url = f"https://{NAME}:{server.server_port}/"
    assert fetcher.fetch(url).body == b"veilig"
    assert server.names == [NAME]
    assert server.hosts == [f"{NAME}:{server.server_port}"]


def test_another_name_at_the_same_address_is_refused(server, fetcher):
    with pytest.raises(FetchError, match=r"(?i)certificate"):
        fetcher.fetch(f"https://www.ander.test:{server.server_port}/")
    assert server.hosts == []


def test_a_certificate_that_nobody_vouches_for_is_refused(server):
    settings = IngestSettings(delay=0, allow_private_hosts=True, timeout=5)
    with (
        Fetcher(settings, resolver=lambda *_: ("127.0.0.1",)) as fetcher,
        pytest.raises(FetchError, match=r"(?i)certificate"),
    ):
        fetcher.fetch(f"https://{NAME}:{server.server_port}/")

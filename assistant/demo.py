"""Serve the fictional municipality on loopback, so that it can be crawled and opened as a site."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate, parsedate_to_datetime
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import unquote

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from configs.domain import ConfigurationError
from configs.files import ROOT

SITE = ROOT / "demo" / "site"
ORIGIN = b"https://www.waterveen.example"
"""What the pages call themselves in canonical links and the sitemap."""
HOST, PORT = "127.0.0.1", 7861
"""Where `configs/demo/sources/waterveen.yaml` expects the site."""
TEXTUAL = frozenset({".html", ".xml", ".txt"})


class Site:
    """A folder of files as a website: ETag, Last-Modified, 304 and 404 as real servers do."""

    def __init__(self, folder: Path, origin: str) -> None:
        self._folder = folder.resolve()
        self._origin = origin.encode()

    async def __call__(self, request: Request) -> Response:
        """One file, or the `index.html` of a folder."""
        file = self._find(unquote(request.url.path))
        if file is None:
            missing = self._folder / "404.html"
            body = missing.read_bytes() if missing.is_file() else b"<h1>Pagina niet gevonden</h1>"
            return Response(body, 404, media_type="text/html")
        body = file.read_bytes()
        if file.suffix in TEXTUAL:
            body = body.replace(ORIGIN, self._origin)
        modified = formatdate(file.stat().st_mtime, usegmt=True)
        headers = {"ETag": f'"{sha256(body).hexdigest()[:32]}"', "Last-Modified": modified}
        if _unchanged(request, headers):
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers, media_type=_media_type(file))

    def _find(self, path: str) -> Path | None:
        file = (self._folder / path.lstrip("/")).resolve()
        if file.is_dir():
            file /= "index.html"
        inside = file.is_relative_to(self._folder)
        return file if inside and file.is_file() else None


def _media_type(file: Path) -> str:
    if file.suffix == ".odt":
        return "application/vnd.oasis.opendocument.text"
    return guess_type(file.name)[0] or "application/octet-stream"


def _unchanged(request: Request, headers: dict[str, str]) -> bool:
    if tag := request.headers.get("If-None-Match"):
        return headers["ETag"] in tag
    since = request.headers.get("If-Modified-Since")
    if not since:
        return False
    return parsedate_to_datetime(headers["Last-Modified"]) <= parsedate_to_datetime(since)


@contextmanager
def site_on_loopback(folder: Path = SITE, port: int = PORT, *, wait: float = 10.0) -> Iterator[str]:
    """Serve `folder` in a thread while the context lasts; gives the origin it has."""
    origin = f"http://{HOST}:{port}"
    site = Site(folder, origin)
    app = Starlette(routes=[Route("/{path:path}", site.__call__)])
    config = uvicorn.Config(app, host=HOST, port=port, log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="demo site", daemon=True)
    thread.start()
    deadline = monotonic() + wait
    while not server.started:
        if monotonic() > deadline or not thread.is_alive():
            raise ConfigurationError(
                f"The demo site cannot use port {port}: another program has it. Stop that first."
            )
        sleep(0.02)
    try:
        yield origin
    finally:
        server.should_exit = True
        thread.join(timeout=5)

"""A real web server on loopback whose every answer a test can switch."""

import gzip
import hashlib
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Answer:
    """What the server says at one path."""

    def __init__(self, body=b"", status=200, headers=None, drip=0.0):
        self.body = body if isinstance(body, bytes) else body.encode()
        self.status = status
        self.headers = {"Content-Type": "text/html; charset=utf-8", **(headers or {})}
        self.drip = drip  # seconds between two bytes


class Site:
    """`site.pages["/path"] = Answer(...)`; what was asked stands in `asked` and `bodies`."""

    def __init__(self, address=("127.0.0.1", 0)):
        self.pages = {}
        self.asked = Counter()
        self.bodies = 0  # answers with a body
        self.order = []
        self.agents = set()
        self.cookies = []  # that were sent to it
        self.otherwise = Answer("niet gevonden", 404)
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65536  # head and body in one packet, or each answer waits 40 ms

            def do_GET(self):
                site.answer(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(address, Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # a client that hangs up is no news
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self._thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def forget(self):
        """Start counting anew."""
        self.asked.clear()
        self.order.clear()
        self.bodies = 0

    def put(self, path, title, text, links=(), head=""):
        """A page as a CMS writes it; `text` is one paragraph or several."""
        paragraphs = [text] if isinstance(text, str) else text
        self.pages[path] = Answer(page(title, paragraphs, links, head))

    def sitemap(self, *paths):
        locs = "".join(f"<url><loc>{self.url}{path}</loc></url>" for path in paths)
        self.pages["/sitemap.xml"] = Answer(
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locs}</urlset>',
            headers={"Content-Type": "application/xml"},
        )

    def answer(self, handler):
        self.asked[handler.path] += 1
        self.order.append(handler.path)
        self.agents.add(handler.headers.get("User-Agent", ""))
        self.cookies += handler.headers.get_all("Cookie", [])
        answer = self.pages.get(handler.path) or self.otherwise
        answer = answer(handler) if callable(answer) else answer
        if answer is None:  # the page has answered by itself, in its own way
            handler.close_connection = True
            return
        tag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        try:
            if answer.status == 200 and handler.headers.get("If-None-Match") == tag:
                handler.send_response(304)
                handler.send_header("ETag", tag)
                handler.end_headers()
                return
            self._send(handler, answer, tag)
        except (BrokenPipeError, ConnectionResetError):
            handler.close_connection = True

    def _send(self, handler, answer, tag):
        self.bodies += 1
        handler.send_response(answer.status)
        headers = {"ETag": tag, "Content-Length": str(len(answer.body)), **answer.headers}
        for name, value in headers.items():
            if value is not None:
                handler.send_header(name, value)
        handler.end_headers()
        if not answer.drip:
            handler.wfile.write(answer.body)
        for at in range(len(answer.body) if answer.drip else 0):
            handler.wfile.write(answer.body[at : at + 1])
            handler.wfile.flush()
            time.sleep(answer.drip)


def page(title, paragraphs, links=(), head=""):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    menu = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"</head><body><nav><ul>{menu}</ul></nav><main><h1>{title}</h1>{body}</main></body></html>"
    )


def text_about(subject):
    """Enough Dutch about a subject to count as a page."""
    return [
        f"Op deze pagina leest u hoe u {subject} bij de gemeente aanvraagt en wat u daarvoor "
        "nodig hebt.",
        f"U maakt voor {subject} eerst een afspraak. Neem een geldig identiteitsbewijs mee naar "
        "het gemeentehuis. Binnen vijf werkdagen krijgt u bericht.",
    ]


def zipped(text):
    return gzip.compress(text if isinstance(text, bytes) else text.encode())

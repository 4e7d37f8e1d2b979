"""The traps of the hostile site: what stands at each address, and what must be said of it."""

import gzip
import re
import socket
import struct
import time
import zlib
from itertools import count

from tests.ingest.sites import Answer, page, text_about

CREATED, SKIPPED, QUARANTINED, STALE = "created", "skipped", "quarantined", "stale"
BOMB = b"\0" * 5_000_000
COUNTER = count()


def to(location, status=302, **headers):
    return Answer("", status, {"Location": location, **headers})


def about(subject, *, links=(), head="", **headers):
    return Answer(page(subject.capitalize(), text_about(subject), links, head), headers=headers)


def packed(body, encoding):
    return Answer(body, headers={"Content-Encoding": encoding})


def endless(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for _ in range(10_000):
        handler.wfile.write(b"400\r\n" + b"x" * 1024 + b"\r\n")


def dripping_head(handler):
    for _ in range(200):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n"[:1])
        handler.wfile.flush()
        time.sleep(0.1)


def endless_head(handler):
    handler.send_response(200)
    for number in range(4_000):
        handler.send_header(f"X-Kop-{number}", "x" * 100)
    handler.end_headers()


def reset(handler):
    """Hang up rudely, in the middle of an answer."""
    handler.wfile.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n<p>"
    )
    handler.wfile.flush()
    hang_up = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, hang_up)
    handler.connection.close()


def not_http(handler):
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")


def other_each_time(_):
    return about(f"vergunning nummer {next(COUNTER)}")


def not_modified(_):
    return Answer("", 304)


OUT = "outside the allow-list"
REDIRECTS = {
    "/naar-loopback": (to("https://127.0.0.1/"), SKIPPED, OUT),
    "/naar-metadata": (to("http://169.254.169.254/latest/meta-data/", 307), SKIPPED, OUT),
    "/naar-prive": (to("https://10.0.0.8/", 308), SKIPPED, OUT),
    "/naar-ipv6": (to("https://[::1]/"), SKIPPED, OUT),
    "/naar-linklocal6": (to("https://[fe80::1]/"), SKIPPED, OUT),
    "/naar-vermomd": (to("https://[::ffff:127.0.0.1]/"), SKIPPED, OUT),
    "/naar-getal": (to("https://2130706433/"), SKIPPED, OUT),
    "/naar-octaal": (to("https://0177.0.0.1/"), SKIPPED, OUT),
    "/naar-kort": (to("https://127.1/"), SKIPPED, OUT),
    "/naar-breed": (
        to("https://\uff11\uff12\uff17\uff0e0.0.1/".encode().decode("latin-1")),
        SKIPPED,
        "",
    ),
    "/naar-naam": (to("https://www.gemeente.test@127.0.0.1/"), SKIPPED, "user name"),
    "/naar-streep": (to("https://www.gemeente.test\\@evil.test/"), SKIPPED, "backslash"),
    "/naar-lijkt": (to("https://www.xn--gmeente-hof.test/"), SKIPPED, OUT),
    "/naar-staart": (to("https://www.gemeente.test.evil.test/"), SKIPPED, OUT),
    "/naar-bestand": (to("file:///etc/passwd"), SKIPPED, "not an address"),
    "/naar-poort": (to("https://www.gemeente.test:8443/"), SKIPPED, OUT),
    "/naar-onveilig": (to("http://www.gemeente.test/x"), SKIPPED, OUT),
    "/naar-onzin": (to("https://[::1/"), SKIPPED, "not an address"),
    "/naar-zichzelf": (to("/naar-zichzelf", **{"Set-Cookie": "a=1"}), SKIPPED, "wants a cookie"),
    "/kring-a": (to("/kring-b"), SKIPPED, "redirects"),
    "/kring-b": (to("/kring-a"), SKIPPED, "in a circle"),
    "/keten/1": (None, SKIPPED, "redirects to"),
    "/ververs": (
        about("ververst", head='<meta http-equiv="refresh" content="0; url=/ververst">'),
        SKIPPED,
        "redirects to .*/ververst",
    ),
    "/ververst": (about("verversen"), CREATED, ""),
    "/ververs-weg": (
        about("weg", head='<meta http-equiv="Refresh" content="0;URL=http://127.0.0.1/">'),
        SKIPPED,
        OUT,
    ),
}
WALLS = {
    "/mijn": (to("/inloggen?terug=%2Fmijn"), SKIPPED, "a login"),
    "/mijn-301": (to("/auth/realms/x", 301), SKIPPED, "a login"),
    "/koekje": (to("/cookie-consent"), SKIPPED, "a login, a consent"),
    "/naar-start": (to("/"), SKIPPED, "the start page"),
    "/inlogpagina": (Answer(page("Inloggen", ["Vul uw wachtwoord in."])), QUARANTINED, "login"),
    "/cookiemuur": (
        Answer(page("Cookies accepteren", ["Accepteer cookies om verder te gaan."])),
        QUARANTINED,
        "cookie wall",
    ),
    "/robotcheck": (
        Answer(page("Just a moment...", ["Verify you are human."])),
        QUARANTINED,
        "captcha",
    ),
    "/zachte-404": (
        Answer(page("Pagina niet gevonden", text_about("zoeken"))),
        QUARANTINED,
        "soft-404",
    ),
    "/onderhoud": (
        Answer(page("Website in onderhoud", ["Wij zijn morgen terug."])),
        QUARANTINED,
        "soft-404",
    ),
    "/drukte": (Answer("druk", 503), STALE, "answers 503"),
    "/stuk": (Answer("stuk", 500), STALE, "answers 500"),
    "/weg": (Answer("weg", 404), SKIPPED, "answers 404"),
    "/nooit-gewijzigd": (not_modified, STALE, "answers 304"),
}
BODIES = {
    "/bom-gzip": (packed(gzip.compress(BOMB), "gzip"), SKIPPED, "bomb|too large"),
    "/bom-deflate": (packed(zlib.compress(BOMB), "deflate"), SKIPPED, "bomb|too large"),
    "/bom-dubbel": (packed(gzip.compress(gzip.compress(BOMB)), "gzip, gzip"), SKIPPED, "encoding"),
    "/bom-br": (packed(b"\xcf\xff\xff\xff", "br"), SKIPPED, "unknown encoding 'br'"),
    "/bom-stuk": (packed(b"\x1f\x8bonzin", "gzip"), SKIPPED, "damaged"),
    "/eindeloos": (endless, SKIPPED, "too large"),
    "/druppel": (Answer(b"x" * 1000, drip=0.1), STALE, "no complete answer in 1.5 s"),
    "/druppel-kop": (dripping_head, STALE, "no complete answer|no answer"),
    "/koppen": (endless_head, STALE, "no answer"),
    "/te-lang": (Answer("x", headers={"Content-Length": "99000000000"}), SKIPPED, "too large"),
    "/te-kort": (
        Answer("<p>x", headers={"Content-Length": "5000", "Connection": "close"}),
        STALE,
        "no answer",
    ),
    "/opgehangen": (reset, STALE, "no answer"),
    "/geen-http": (not_http, STALE, "no answer"),
    "/pdf-als-html": (Answer(b"%PDF-1.7 \x00\xff kapot"), SKIPPED, "."),
    "/film": (Answer(b"x", headers={"Content-Type": "video/mp4"}), SKIPPED, "video/mp4"),
    "/tekens": (
        Answer(
            page("Café", text_about("caféterras")),
            headers={"Content-Type": "text/html; charset=onzin-8"},
        ),
        CREATED,
        "",
    ),
    "/telkens-anders": (other_each_time, CREATED, ""),
}
INDEXING = {
    "/noindex": (
        about("noindex", head='<meta name="robots" content="NOINDEX">'),
        SKIPPED,
        "noindex",
    ),
    "/noindex-ons": (
        about("ons", head='<meta name="vraagbaak" content="none">', links=["/via-none"]),
        SKIPPED,
        "noindex",
    ),
    "/noindex-kop": (about("kop", **{"X-Robots-Tag": "noindex"}), SKIPPED, "noindex"),
    "/nofollow": (
        about("volgen", head='<meta name="robots" content="nofollow">', links=["/via-nofollow"]),
        CREATED,
        "",
    ),
    "/nofollow-kop": (
        about("kopvolgen", links=["/via-kop"], **{"X-Robots-Tag": "vraagbaak: nofollow"}),
        CREATED,
        "",
    ),
    "/canoniek": (
        about("canoniek", head='<link rel="canonical" href="/canoniek-doel">'),
        SKIPPED,
        "canonical is .*/canoniek-doel",
    ),
    "/canoniek-doel": (about("doel"), CREATED, ""),
    "/canoniek-elders": (
        about("elders", head='<link rel="canonical" href="https://evil.test/x">'),
        CREATED,
        "",
    ),
    "/canoniek-weg": (about("dood", head='<link rel="canonical" href="/weg2">'), CREATED, ""),
    "/canoniek-a": (about("a", head='<link rel="canonical" href="/canoniek-b">'), "", ""),
    "/canoniek-b": (about("b", head='<link rel="canonical" href="/canoniek-a">'), "", ""),
    "/verboden/x": (about("verboden"), SKIPPED, "robots.txt forbids it"),
    "/Hoofdletter": (about("hoofdletter"), CREATED, ""),
    "/hoofdletter": (about("hoofdletter"), SKIPPED, "the same text as"),
    "/volgorde?a=1&b=2": (about("volgorde"), CREATED, ""),
}
TRAPS = {**REDIRECTS, **WALLS, **BODIES, **INDEXING}
LINKS = (
    "/volgorde?b=2&a=1",
    "/volgorde?a=1&b=2&utm_source=nieuwsbrief#deel",
    "/volgorde;jsessionid=A1B2C3?a=1&b=2",
    "/Hoofdletter#boven",
    "https://127.0.0.1/",
    "https://127.0.0.2/",
    "http://169.254.169.254/latest/meta-data/",
    "https://[::ffff:10.0.0.1]/",
    "https://2852039166/",
    "https://evil.test/",
    "https://www.gemeente.test@evil.test/",
    "https://www.gemeente.test:22/",
    "//evil.test/x",
    "\\\\evil.test\\x",
    "ftp://evil.test/x",
)
"""Links of the start page that lead out, or twice to one page."""


def next_month(name, year, month):
    year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return f"/{name}/{year}-{month:02}"


def endless_spaces(handler):
    """Pages that make their own next one: calendars, sessions, filters, paths, redirects."""
    path, number = handler.path, next(COUNTER)
    links = []
    if found := re.match(r"/(kalender|raad)/(\d{4})-(\d\d)$", path):
        links = [next_month(found[1], int(found[2]), int(found[3]))]
    elif found := re.match(r"/keten/(\d+)$", path):
        return to(f"/keten/{int(found[1]) + 1}")
    elif path.startswith("/winkel"):
        links = [f"/winkel?bezoek=a{number:030}"]
    elif path.startswith("/zoeken"):
        links = [f"/zoeken?kleur={number}&maat={n}&soort=x" for n in range(3)]
    elif path.startswith("/pad"):
        links = [f"{path}pad/"]
    return about(f"{path} {number}", links=links) if links else Answer("niet gevonden", 404)


SPACES = {
    "/kalender/2025-01": "trap: a calendar of more than 8 pages",
    "/raad/2025-01": "trap: a calendar of more than 12 pages",
    "/winkel?bezoek=a": "trap: a session id in the address \\(bezoek\\)",
    "/zoeken?kleur=rood&maat=1&soort=x": "trap: a search with filters",
    "/pad/": "trap: folders are repeated",
}
"""Where each of the spaces begins, and why it ends."""

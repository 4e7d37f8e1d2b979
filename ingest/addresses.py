"""Addresses of pages: their one normal form, and whether a source may read them."""

import re
from fnmatch import fnmatchcase
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

from ingest.domain import FetchRefused, Source

LONGEST = 2_000  # characters; longer addresses come from machines, not from editors
PORTS = {"http": 80, "https": 443}
TRACKERS = re.compile(r"^(utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|_ga|_gl|pk_\w+|mtm_\w+)$", re.I)
SESSIONS = re.compile(
    r"^(?:php|j|asp)sessionid$|^phpsessid$|^aspsessionid\w*$|^asp\.net_sessionid$|^cfid$|^cftoken$"
    r"|^oscsid$|^zenid$|^sess(?:ion)?_?id$",
    re.I,
)
"""Parameters by which older servers know a visitor; the page is the same without them."""
IN_PATH = re.compile(
    r";(?:jsessionid|phpsessid|sessionid)=[^/;]*|/\((?:[A-Z]\([\w-]*\))+\)(?=/)", re.I
)
"""The same in the path: `;jsessionid=…` (Java), `/(S(…))/` (ASP.NET)."""
HOST = re.compile(r"^(\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?)$")
UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
UNSEEN = re.compile(r"[\x00-\x1f\x7f]")


def normalise(url: str, base: str = "") -> str:
    """The one form of an address that is compared, stored and fetched.

    Without fragment, default port, dot segments, session ids and tracking parameters; a slash at
    the end stays as it is. Raises `FetchRefused` for what can't be an official page's address:
    another scheme, a user name, a backslash, an odd host or port.
    """
    url = url.strip()
    if "\\" in url or UNSEEN.search(url):
        raise FetchRefused("holds a backslash or a control character")
    try:
        parts = urlsplit(urljoin(base, url) if base else url)
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError as error:
        raise FetchRefused(f"is not an address ({error})") from error
    if parts.scheme not in PORTS:
        raise FetchRefused(f"has the scheme {parts.scheme!r}; only https (and http) is read")
    if "@" in parts.netloc:
        raise FetchRefused("holds a user name or password")
    place = host if port in (None, PORTS[parts.scheme]) else f"{host}:{port}"
    path, query = _path(IN_PATH.sub("", _path(parts.path))), _query(parts.query)
    whole = f"{parts.scheme}://{place}{path}{'?' + query if query else ''}"
    if len(whole) > LONGEST:
        raise FetchRefused(f"is longer than {LONGEST} characters")
    return whole


def _host(host: str) -> str:
    name = host if host.isascii() else host.encode("idna").decode("ascii")
    name = f"[{name}]" if ":" in name else name.rstrip(".")
    if not HOST.match(name):
        raise ValueError("the host's name is wrong")
    return name


def _path(path: str) -> str:
    segments: list[str] = []
    *folders, last = _escape(path or "/", safe="/:@!$&'()*+,;=").split("/")[1:]
    for segment in folders:
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            segments.append(segment)
    if last == "..":
        del segments[-1:]
    return "/" + "/".join([*segments, "" if last in {".", ".."} else last])


def _query(query: str) -> str:
    named = [(_name(part), part) for part in query.split("&") if part]
    kept = [part for name, part in named if not TRACKERS.match(name) and not SESSIONS.match(name)]
    return _escape("&".join(kept), safe="/:@!$&'()*+,;=?")


def _name(part: str) -> str:
    return unquote_to_bytes(part.partition("=")[0]).decode("latin-1")


def _escape(text: str, safe: str) -> str:
    """Percent-encoding in capitals, and only where it is needed (RFC 3986, section 6.2.2)."""
    pieces, at = [], 0
    for match in ESCAPE.finditer(text):
        pieces.append(quote(text[at : match.start()], safe=safe))
        byte = int(match.group()[1:], 16)
        pieces.append(chr(byte) if byte in UNRESERVED else match.group().upper())
        at = match.end()
    return "".join([*pieces, quote(text[at:], safe=safe)])


def unordered(url: str) -> str:
    """The same for addresses that differ in the order of their parameters only."""
    place, mark, query = url.partition("?")
    return place + mark + "&".join(sorted(query.split("&"), key=_name))


def origin(url: str) -> str:
    """Scheme, host and port of an address in its normal form."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def host(url: str) -> str:
    """The name of the host of an address in its normal form, without its port."""
    return urlsplit(url).hostname or ""


def folder(url: str) -> str:
    """The address up to and with the last slash of its path: what an empty allow-list allows."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/"


def prefixes(source: Source) -> tuple[str, ...]:
    """The allow-list of a website in its normal form."""
    if source.allow:
        return tuple(normalise(prefix) for prefix in source.allow)
    return tuple(folder(normalise(start)) for start in source.start)


def forbidden(url: str, allow: tuple[str, ...], deny: tuple[str, ...]) -> str:
    """Why the source's own list keeps this address out; empty where it is allowed."""
    parts = urlsplit(url)
    if not any(_under(url, prefix) for prefix in allow):
        return "outside the allow-list of the source"
    for pattern in deny:
        if denied(parts.path, pattern) or denied(f"{parts.path}?{parts.query}", pattern):
            return f"denied by the source ({pattern})"
    return ""


def denied(path: str, pattern: str) -> bool:
    """Whether a deny pattern (`*` also stands for slashes) matches a path."""
    return fnmatchcase(path, pattern)


def _under(url: str, prefix: str) -> bool:
    """Compared by parts: https://www.a.nl does not allow https://www.a.nl.evil.example."""
    return origin(url) == origin(prefix) and url[len(origin(url)) :].startswith(
        prefix[len(origin(prefix)) :]
    )

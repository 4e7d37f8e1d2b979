"""What a document is that no reader takes, told by its first bytes, its type or its name."""

from ingest.domain import ReadError
from ingest.formats import UNKNOWING, why_not

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the Compound File Binary Format begins ([MS-CFB] 2.2): Office up to 2003."""
_STREAMS = (
    ("EncryptedPackage", ""),
    ("WordDocument", ".doc"),
    ("Workbook", ".xls"),
    ("Book", ".xls"),
    ("PowerPoint Document", ".ppt"),
)
_BEGINNINGS = (
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"7z\xbc\xaf", ".7z"),
    (b"Rar!", ".rar"),
    (b"\x1f\x8b", ".gz"),
)
_SITEMAPS = (b"<urlset", b"<sitemapindex")
_BY_TYPE = {
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/json": ".json",
    "application/ld+json": ".json",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
}


def refuse(body: bytes, suffix: str, declared: str) -> str:
    """Raises `ReadError` with the reason, and with the remedy where there is one."""
    raise ReadError(_reason(body, suffix, declared))


def told_by_bytes(body: bytes) -> str:
    """The suffix of a kind that no reader takes and whose first bytes leave no doubt."""
    if body.startswith(_OLE):
        return next((end for name, end in _STREAMS if name.encode("utf-16-le") in body), ".doc")
    return next((end for begin, end in _BEGINNINGS if body.startswith(begin)), "")


def is_old_office(body: bytes) -> bool:
    """Whether this is a file of Office up to 2003, or a newer one behind a password."""
    return body.startswith(_OLE)


def _reason(body: bytes, suffix: str, declared: str) -> str:
    found = told_by_bytes(body)
    if is_old_office(body) and not found:
        return "The document is encrypted; it needs a password."
    if any(mark in body[:2048] for mark in _SITEMAPS):
        return "The document is a sitemap: it lists pages and is no page itself."
    end = found or _BY_TYPE.get(declared) or suffix or _end_of(declared)
    told = why_not(end) if end or declared in UNKNOWING else f"the type {declared} is not read"
    return f"{told[0].upper()}{told[1:]}."


def _end_of(declared: str) -> str:
    """`image/jpeg` → `.jpeg`, for want of a name."""
    main, _, kind = declared.partition("/")
    return f".{kind}" if main in ("image", "audio", "video") else ""

"""What a server answers, and what of it a crawler can use."""

from urllib.parse import urlsplit

from configs.domain import Noun
from ingest.domain import FetchError
from ingest.formats import DOCUMENTS, TYPES, UNKNOWING

AGENT = "Vraagbaak"
"""The name by which a robots.txt can address this crawler."""


class Validators(Noun):
    """What a server gave to ask it later whether the page has changed."""

    etag: str = ""
    modified: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a conditional request."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in pairs.items() if value}


class Expected(Noun):
    """What an answer may be: a page or anything, of how many decoded bytes (0: the setting)."""

    page: bool = True
    most: int = 0
    cut: bool = False  # keep the first `most` bytes of a longer body, rather than refuse it


class Fetched(Noun):
    """One answer of a server. A redirect has a `location`, a 304 an empty body."""

    url: str
    status: int
    content_type: str = ""
    body: bytes = b""
    location: str = ""
    validators: Validators = Validators()
    noindex: bool = False
    nofollow: bool = False


def readable(kind: str, url: str) -> bool:
    """Whether a reader knows this content type, or the name of this file."""
    return kind in TYPES or (kind in UNKNOWING and urlsplit(url).path.lower().endswith(DOCUMENTS))


class UnreadableType(FetchError):
    """The answer is of a type that no reader knows."""


class TooLarge(FetchError):
    """The body breaks the ceiling on size or compression, or can't be decompressed."""


def directives(values: list[str]) -> tuple[bool, bool]:
    """The noindex and nofollow that X-Robots-Tag says to everyone, or to this crawler by name."""
    words: set[str] = set()
    for value in values:
        name, colon, rest = value.lower().partition(":")
        if not colon or name.strip() in {"unavailable_after", "max-snippet"}:
            words.update(word.strip() for word in value.lower().split(","))
        elif name.strip() == AGENT.lower():
            words.update(word.strip() for word in rest.split(","))
    return bool(words & {"noindex", "none"}), bool(words & {"nofollow", "none"})

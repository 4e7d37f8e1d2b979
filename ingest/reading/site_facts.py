"""What the front page of a site says about the site itself."""

import re
from urllib.parse import urljoin

from lxml import etree, html

from configs.domain import Noun
from ingest.domain import ReadError
from ingest.reading.charset import decode
from ingest.reading.wording import clean

PUBLISHER = (
    *("dcterms.publisher", "dc.publisher", "overheid:authority", "publisher", "og:site_name"),
    "its title",
)
_SEPARATOR = re.compile(r"\s+[|\u2013\u2014»·:-]+\s+")
FEEDS = frozenset(("application/rss+xml", "application/atom+xml"))
LONGEST = 120  # characters of a name


class SiteFacts(Noun):
    """Guesses for a person to correct; empty where the page says nothing."""

    publisher: str = ""
    told_by: str = ""
    """Where the publisher was found."""
    language: str = ""
    licence: str = ""
    feeds: tuple[str, ...] = ()


def site_facts(body: bytes, content_type: str, url: str) -> SiteFacts:
    """Raises `ReadError` when it is no HTML."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
    try:
        root = html.document_fromstring(decode(body, content_type).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError("The page is empty or is not HTML.") from error
    metas = {
        (meta.get("name") or meta.get("property") or "").lower(): meta.get("content") or ""
        for meta in root.iter("meta")
    }
    titles = [_SEPARATOR.split(clean(found.text or ""))[-1] for found in root.iter("title")]
    metas["its title"] = titles[0] if titles else ""
    told_by = next((name for name in PUBLISHER if clean(metas.get(name, ""))), "")
    licences = [
        link.get("href") for link in root.iter("link", "a") if "license" in _relations(link)
    ]
    feeds = [
        urljoin(url, link.get("href") or "")
        for link in root.iter("link")
        if "alternate" in _relations(link) and link.get("type") in FEEDS and link.get("href")
    ]
    return SiteFacts(
        publisher=clean(metas.get(told_by, ""))[:LONGEST],
        told_by=told_by,
        language=(root.get("lang") or "")[:2].lower(),
        licence=clean(licences[0] or "")[:LONGEST] if licences else "",
        feeds=tuple(dict.fromkeys(feeds)),
    )


def _relations(link: "html.HtmlElement") -> list[str]:
    return (link.get("rel") or "").lower().split()

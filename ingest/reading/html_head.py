"""What a page says about itself: title, language, dates, breadcrumb, links, robots."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from ingest.reading.dates import UPDATED, first_date
from ingest.reading.html_trail import read_trail
from ingest.reading.html_words import phrase
from ingest.reading.tree import Element, find_all, raw_words
from ingest.reading.wording import clean

_MODIFIED = frozenset(
    [
        "dcterms.modified",
        "dc.date.modified",
        "article:modified_time",
        "og:updated_time",
        "last-modified",
        "datemodified",
        "overheid.modified",
        "revised",
    ]
)
_PUBLISHED = frozenset(
    [
        "dcterms.issued",
        "dcterms.available",
        "dcterms.date",
        "dc.date",
        "dcterms.created",
        "article:published_time",
        "datepublished",
        "overheid.issued",
        "publication-date",
        "date",
    ]
)
_HOLDERS = ("p", "span", "div", "li", "dt", "dd", "small", "em", "strong", "td", "th", "footer")
_NEAR = 60
"""Characters behind "Laatst bijgewerkt" in which its date stands."""
_REFRESH = re.compile(
    r"\s*(?P<wait>\d{1,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?(?P<url>[^\"'\s]+)", re.I
)
_SOON = 10
"""Seconds after which a page that sends on is one that moved."""
_ROBOTS = ("robots", "vraagbaak")
"""Whom a meta element can address: every crawler, or this one."""
_SITE_WORDS = 3
_SITE_BREAK = re.compile(r"\s+[|\u2013—»·:-]+\s+")


@dataclass(frozen=True)
class Head:
    """What could be read before the page was stripped."""

    site_title: str = ""
    language: str | None = None
    modified: date | None = None
    trail: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    canonical: str | None = None
    refresh: str | None = None
    noindex: bool = False
    nofollow: bool = False


def read_head(root: Element, url: str) -> Head:
    """Read the whole page, scripts with JSON-LD included; changes nothing."""
    metas = dict(_metas(root))
    robots = " ".join(metas.get(name, "") for name in _ROBOTS).lower()
    data = list(_linked_data(root))
    base = _base(root, url)
    canonical = next(
        (link.get("href") for link in root.iter("link") if _has(link.get("rel"), "canonical")), None
    )
    return Head(
        site_title=_site_title(root, metas),
        language=_language(root, metas),
        modified=_modified(root, metas, data),
        trail=read_trail(root, data),
        links=tuple(dict.fromkeys(_links(root, base))),
        canonical=_absolute(canonical, base) if canonical else None,
        refresh=_refresh(metas.get("refresh", ""), base),
        noindex="noindex" in robots or "none" in re.split(r"[\s,]+", robots),
        nofollow="nofollow" in robots or "none" in re.split(r"[\s,]+", robots),
    )


def _metas(root: Element) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        name = (
            meta.get("name")
            or meta.get("property")
            or meta.get("itemprop")
            or meta.get("http-equiv")
        )
        if name and (content := meta.get("content")):
            yield name.strip().lower(), content.strip()


def _site_title(root: Element, metas: dict[str, str]) -> str:
    """`<title>` without the name of the site."""
    element = root.find(".//title")
    title = clean(raw_words(element)) if element is not None else ""
    title = title or clean(metas.get("og:title", ""))
    site = clean(metas.get("og:site_name", "")).casefold()
    parts = _SITE_BREAK.split(title)
    ends = title[: title.rfind(parts[-1])].rstrip()
    short = len(parts[-1].split()) <= _SITE_WORDS
    if ends and (parts[-1].casefold() == site or ends.endswith(("|", "»", "\u2013", "—")) or short):
        return ends.rstrip("|\u2013—»·:- ")
    return title


def _language(root: Element, metas: dict[str, str]) -> str | None:
    named = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    named = named or metas.get("content-language", "") or metas.get("dcterms.language", "")
    code = re.split(r"[-_,;\s]", named.strip().lower())[0]
    return code if len(code) == len("nl") and code.isalpha() else None


def _linked_data(root: Element) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            found = json.loads(raw_words(script))
        except (ValueError, RecursionError):
            continue
        pending = [found]
        while pending:
            item = pending.pop()
            if isinstance(item, list):
                pending += item
            elif isinstance(item, dict):
                yield item
                pending += [part for part in (item.get("@graph"), item.get("breadcrumb")) if part]


def _modified(root: Element, metas: dict[str, str], data: list[dict[str, Any]]) -> date | None:
    """When the page was last changed; else when it was published."""
    changed = _dates(root, metas, data, (_MODIFIED, "dateModified"))
    return changed or _updated(root) or _dates(root, metas, data, (_PUBLISHED, "datePublished"))


def _dates(
    root: Element,
    metas: dict[str, str],
    data: list[dict[str, Any]],
    names: tuple[frozenset[str], str],
) -> date | None:
    told = [value for name, value in metas.items() if name in names[0]]
    told += [str(item[names[1]]) for item in data if item.get(names[1])]
    told += [
        e.get("datetime") or e.get("content") or ""
        for e in find_all(root, f"//*[@itemprop='{names[1]}']")
    ]
    return next(filter(None, map(first_date, told)), None)


def _updated(root: Element) -> date | None:
    """The date that stands behind "Laatst bijgewerkt" in the text."""
    for element in root.iter("time", *_HOLDERS):
        own = f"{element.text or ''} {' '.join(child.tail or '' for child in element)}"
        if not UPDATED.search(own):
            continue
        around = element.getparent()
        for place in (element, element if around is None else around):
            moments = [moment.get("datetime") or "" for moment in place.iter("time")]
            words = phrase(place)
            said = UPDATED.search(words)
            behind = words[said.end() : said.end() + _NEAR] if said else ""
            if found := next(filter(None, map(first_date, [behind, *moments])), None):
                return found
    return None


def _base(root: Element, url: str) -> str:
    for element in root.iter("base"):
        if href := element.get("href"):
            return _absolute(href, url) or url
    return url


def _links(root: Element, base: str) -> Iterator[str]:
    for link in root.iter("a", "area"):
        href = link.get("href")
        if href and not _has(link.get("rel"), "nofollow") and (target := _absolute(href, base)):
            yield target


def _refresh(content: str, base: str) -> str | None:
    """Where a page sends on at once (HTML, the pragma `refresh`); a slow one reloads itself."""
    found = _REFRESH.match(content)
    return _absolute(found["url"], base) if found and int(found["wait"]) <= _SOON else None


def _absolute(href: str, base: str) -> str | None:
    """An http(s) address without its fragment, or None."""
    try:
        parts = urlsplit(urljoin(base, href.strip()))
        if parts.scheme not in ("http", "https") or not parts.hostname or "\\" in parts.netloc:
            return None
        _ = parts.port
    except ValueError:
        return None
    return urlunsplit(parts._replace(fragment=""))


def _has(values: str | None, word: str) -> bool:
    return bool(values) and word in str(values).lower().split()

"""HTML → `Content`: what a reader of the page sees, under its headings, with its anchors."""

import re

from lxml import etree, html

from ingest.domain import ReadError
from ingest.reading.charset import decode
from ingest.reading.content import Content
from ingest.reading.html_blocks import Walker
from ingest.reading.html_head import Head, read_head
from ingest.reading.html_main import find_main
from ingest.reading.html_words import phrase
from ingest.reading.outline import Outline
from ingest.reading.tree import Element
from ingest.reading.visible import take_out_unseen
from ingest.reading.wording import clean

_NULLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_html(body: bytes, url: str, content_type: str) -> Content:
    """Raises `ReadError` when it cannot be parsed."""
    root = _parse(_NULLS.sub("", decode(body, content_type)))
    head = read_head(root, url)
    remarks = take_out_unseen(root)
    title = _title(root, head)
    main = find_main(root, title)
    outline = Outline()
    Walker(outline, title, head.language).walk(main.element)
    return Content(
        title=title,
        language=head.language,
        sections=outline.sections(),
        modified=head.modified,
        trail=_without_page(head.trail, title, head.site_title),
        remarks=remarks,
        links=head.links,
        canonical=head.canonical,
        refresh=head.refresh,
        noindex=head.noindex,
        nofollow=head.nofollow,
    )


def _parse(text: str) -> Element:
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False, no_network=True
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise ReadError("The page is empty or is not HTML.") from error
    if any("xcessive depth" in str(problem.message) for problem in parser.error_log):
        raise ReadError("The page is nested too deeply to be read.")
    return root


def _title(root: Element, head: Head) -> str:
    """The h1 that is the page's own; else what `<title>` says without the site's name."""
    candidates = [element for element in root.iter("h1") if phrase(element)]
    inside = [e for e in candidates if any(a.tag in ("main", "article") for a in e.iterancestors())]
    outside = [
        e for e in candidates if all(a.tag not in ("header", "nav") for a in e.iterancestors())
    ]
    for element in candidates:
        if head.site_title and phrase(element).casefold() == head.site_title.casefold():
            return phrase(element)
    lesser = [] if head.site_title else [*candidates, *root.iter("h2", "h3")]
    chosen = next(iter(inside or outside or lesser), None)
    return phrase(chosen) if chosen is not None else clean(head.site_title)


def _without_page(trail: tuple[str, ...], title: str, site_title: str) -> tuple[str, ...]:
    own = {title.casefold(), site_title.casefold()}
    return tuple(name for name in trail if name.casefold() not in own)

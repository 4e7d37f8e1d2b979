"""A library as a folder with pages, so that a copy of it can be poisoned and read again."""

from collections import defaultdict
from collections.abc import Iterable
from html import escape
from itertools import groupby
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from assistant.demo import ORIGIN
from ingest.domain import CELL, BlockKind, Passage

PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main><h1>{title}</h1>
{body}
</main></body></html>
"""
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{lines}</urlset>
"""


def export(passages: Iterable[Passage], to: Path) -> int:
    """Write each page of a library as HTML, with a sitemap; how many. Two hosts stay apart."""
    pages: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        pages[passage.url].append(passage)
    addresses = []
    for url, parts in sorted(pages.items()):
        path = _path(url)
        if path is not None:
            addresses.append(path)
            file = to / path.lstrip("/") / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_page(sorted(parts, key=lambda one: one.place)), encoding="utf-8")
    home = ORIGIN.decode()
    lines = "".join(f"<url><loc>{escape(home + quote(path))}</loc></url>" for path in addresses)
    (to / "sitemap.xml").write_text(SITEMAP.format(lines=lines), encoding="utf-8")
    (to / "robots.txt").write_text(f"User-agent: *\nSitemap: {home}/sitemap.xml\n")
    return len(addresses)


def _path(url: str) -> str | None:
    """Where a page stands in the copy: its path; None where that would lead out of the copy."""
    path = unquote(urlsplit(url).path) or "/"
    return None if ".." in path.split("/") else f"{path.rstrip('/')}/"


def _page(parts: list[Passage]) -> str:
    return PAGE.format(
        language=parts[0].language,
        title=escape(parts[0].title),
        body="\n".join(_section(part) for part in parts),
    )


def _section(part: Passage) -> str:
    lines = [f"<h2>{escape(part.headings[-1])}</h2>"] if part.headings else []
    numbered = ((span, part.sentence(number)) for number, span in enumerate(part.sentences))
    for (kind, lead), spans in groupby(numbered, key=lambda one: (one[0].kind, one[0].lead)):
        texts = [text for _, text in spans]
        if kind is BlockKind.ROW:
            rows = [lead, *texts] if lead else texts
            lines.append(f"<table>{''.join(_row(row) for row in rows)}</table>")
        elif kind is BlockKind.ITEM:
            items = "".join(f"<li>{escape(text)}</li>" for text in texts)
            known = lead in part.text  # then it was a paragraph already
            lines.append(f"{'' if known else f'<p>{escape(lead)}</p>'}<ul>{items}</ul>")
        else:
            lines.append(f"<p>{escape(' '.join(texts))}</p>")
    return "\n".join(lines)


def _row(text: str) -> str:
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in text.split(CELL))
    return f"<tr>{cells}</tr>"

"""All the shared corpora as pages, read by the readers of the product.

`pages()` is the one place to change when a corpus gets a kind of source of its own.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from configs.domain import Audience
from configs.files import read_yaml
from ingest.domain import Block, BlockKind, Page, Section, Source
from ingest.formats import SUFFIXES
from ingest.looking import look

CORPORA = Path(__file__).parents[3].parent / "shared" / "corpora"
FRAME = "https://minbzk.github.io/Algoritmekader/"
RIJK = "https://www.rijksoverheid.nl/"
READ = datetime(2026, 11, 22, tzinfo=UTC)
LAW = "wetten"
SUPERSEDED = "wetten-2017"


class Known(NamedTuple):
    """A page with the source that it came from."""

    page: Page
    source: Source


def _source(name: str, audience: Audience = Audience.PUBLIC) -> Source:
    return Source(
        name=name, owner=name, audience=audience, review_by=date(2090, 1, 1), start=("https://x/",)
    )


def pages(progress: Callable[[str], None] = lambda _: None) -> list[Known]:
    """Every page that can be read; those of the same address are one page, written out twice."""
    found: list[Known] = []
    for read in (_rijksoverheid, _framework, _scraped, _amsterdam, _developers, _position):
        progress(read.__name__.strip("_"))
        found += read()
    for read in (_formats, _laws, _laws_of_2017):
        progress(read.__name__.strip("_"))
        found += read()
    return found


def _files(folder: Path, source: Source, base: str, *endings: str) -> Iterator[Known]:
    for file in sorted(folder.rglob("*")):
        if file.suffix.lower() in endings and file.name not in {"SOURCE.md", "LICENSE.md"}:
            address = f"{base}{file.relative_to(folder).as_posix()}"
            kind = SUFFIXES.get(file.suffix.lower(), "text/markdown")
            reading = look(file.read_bytes(), address, kind, source).reading
            if reading and any(section.blocks for section in reading.page.sections):
                yield Known(reading.page.model_copy(update={"url": address}), source)


def _renamed(known: Iterator[Known], change: Callable[[str], str]) -> Iterator[Known]:
    for page, source in known:
        yield Known(page.model_copy(update={"url": change(page.url)}), source)


def _rijksoverheid() -> Iterator[Known]:
    site = CORPORA / "rijksoverheid-vac" / "site"
    found = _files(site / "onderwerpen", _source("rijksoverheid"), f"{RIJK}onderwerpen/", ".html")
    return _renamed(found, lambda url: url.removesuffix("/index.html"))


def _framework() -> Iterator[Known]:
    docs = CORPORA / "algoritmekader" / "docs"
    found = _files(docs, _source("algoritmekader", Audience.INTERNAL), FRAME, ".md", ".pdf")
    return _renamed(found, framework_address)


def framework_address(url: str) -> str:
    """The address on the web of a Markdown file of the framework."""
    return re.sub(r"(?:(?<=/)index)?\.(?:md|html)$", "", url).rstrip("/")


def _scraped() -> Iterator[Known]:
    """The same pages of the framework once more, as a crawler found them, menus and all."""
    source = _source("algoritmekader-web", Audience.INTERNAL)
    for page, _ in _files(CORPORA / "algoritmekader-met-ruis", source, "file:", ".md"):
        text = (CORPORA / "algoritmekader-met-ruis" / page.url[5:]).read_text(encoding="utf-8")
        url = re.search(r"^url: (\S+)", text, re.M)
        if url:
            yield Known(page.model_copy(update={"url": framework_address(url[1])}), source)


def _amsterdam() -> Iterator[Known]:
    folder = CORPORA / "amsterdam-belastingen" / "pages"
    return _files(folder, _source("amsterdam"), "https://www.amsterdam.nl/", ".txt")


def _developers() -> Iterator[Known]:
    folder = CORPORA / "developer-overheid"
    source = _source("developer-overheid", Audience.INTERNAL)
    return _files(folder, source, "https://developer.overheid.nl/", ".md", ".mdx")


def _position() -> Iterator[Known]:
    folder = CORPORA / "generatieve-ai-overheid"
    return _files(folder, _source("generatieve-ai"), "https://ai.example/", ".txt")


def _formats() -> Iterator[Known]:
    folder, endings = CORPORA / "bestandsformaten", set(SUFFIXES) - {".md", ".txt"}
    return _files(folder, _source("bestandsformaten"), "https://files.example/", *endings)


def _laws() -> Iterator[Known]:
    """Laws in force: a page per law, a section per article; of two texts the later one."""
    newest = {file.parent: file for file in sorted((CORPORA / LAW / "actueel").rglob("*.yaml"))}
    for file in newest.values():
        law = read_yaml(file)
        articles = [one for one in law["articles"] if str(one.get("text") or "").strip()]
        yield Known(
            Page(
                source=LAW,
                url=law["url"],
                title=_title(law),
                language="nl",
                sections=tuple(_article(one) for one in articles),
                read_at=READ,
            ),
            _source(LAW),
        )


def _title(law: dict) -> str:
    name = str(law.get("officiele_titel") or law.get("name") or "#")
    if not name.startswith("#"):
        return name
    return law["$id"].replace("_", " ").capitalize()


def _article(article: dict) -> Section:
    parts = [" ".join(part.split()) for part in str(article["text"]).split("\n\n")]
    return Section(
        headings=(f"Artikel {article['number']}",),
        anchor=f"Artikel{article['number']}",
        blocks=tuple(Block(kind=BlockKind.PROSE, text=part) for part in parts if part),
    )


def _laws_of_2017() -> Iterator[Known]:
    """Acts as they stood in May 2017: text that must not answer, but lies in the way."""
    folder = CORPORA / LAW / "oud-2017"
    return _files(folder, _source(SUPERSEDED), "https://wetten.example/2017/", ".md")


def text_of(page: Page) -> str:
    """All that the page says, for who searches whole pages."""
    parts = [page.title, *page.trail]
    for section in page.sections:
        parts += section.headings[-1:]
        parts += [f"{block.lead} {block.text}" for block in section.blocks]
    return "\n".join(parts)

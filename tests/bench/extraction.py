"""How much of a page's own text is extracted, beside trafilatura's and resiliparse's defaults.

Two sets. *Noisy*: scraped Markdown (menus, table of contents, labels, footer still in the text) of
which the authors' own Markdown is known; each becomes one HTML document without landmarks, classes
or ids, and that same document goes to every extractor. *Site*: HTML pages with a menu and a footer,
of which the open data of their owner are known; no rule of the reader was made by looking at them.

The score is token F1 on bags of words (as CleanEval's and Bevendorff et al., SIGIR 2023, without
order), and F1 on bags of 4-grams (as ScrapingHub's article-extraction-benchmark), which also sees
the order. Means over pages; intervals are 95 % percentile bootstraps over pages.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from urllib.parse import unquote, urlsplit

import trafilatura
from lxml import html
from markdown_it import MarkdownIt
from resiliparse.extract.html2text import extract_plain_text

from ingest.domain import Page
from ingest.reading import read
from tests.bench.town import READ, SOURCE

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
SITE = "/Algoritmekader/"
DRAWS = 2_000
GRAM = 4
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_FIELD = re.compile(r"^(title|url):\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)
_NO_TARGET = re.compile(r"\[\]\( \"[^\"]*\"\)")
"""A link without a target, as html2text writes it; Markdown knows no such thing."""
# What MkDocs does not print: comments, attributes, icons, macros, and the marks of its boxes.
_MKDOCS = (
    (re.compile(r"<!--.*?-->|\{[%{].*?[%}]\}", re.DOTALL), ""),
    (re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?|===)[ \t]*[\w -]*(?:\"(.*)\")?[ \t]*$", re.M), r"\1"),
    (re.compile(r"(?<=[\])\w }])[ \t]*\{[:.# ][^}\n]*\}"), ""),
    (re.compile(r":[a-z]+-[\w-]+:"), ""),
    (re.compile(r"^\*\[[^\]]+\]:.*$|^--8<--.*$", re.M), ""),
    (re.compile(r"^ {4}(?=\S)", re.M), ""),
)


@dataclass(frozen=True)
class Pair:
    """One page as HTML, the words its authors wrote, and the Markdown where it came as such."""

    html: str
    clean: str
    markdown: str = ""


def noisy() -> Iterator[Pair]:
    """Every scraped page of which the authors' own text is there."""
    docs = CORPORA / "algoritmekader" / "docs"
    for file in sorted((CORPORA / "algoritmekader-met-ruis").glob("*.md")):
        text = file.read_text(encoding="utf-8")
        fields, body = _parted(text)
        path = unquote(urlsplit(fields.get("url", "")).path).removeprefix(SITE)
        path = path.removesuffix("index.html").strip("/")
        for own in (docs / f"{path}.md", docs / path / "index.md"):
            if path and own.is_file():
                page = _document(fields.get("title", ""), body)
                yield Pair(page, _author(own.read_text(encoding="utf-8")), text)
                break


def site() -> Iterator[Pair]:
    """The pages of Rijksoverheid of which the question and its answer are open data."""
    folder = CORPORA / "rijksoverheid-vac"
    told = {}
    for file in sorted((folder / "api-json").glob("*.json")):
        record = json.loads(file.read_text(encoding="utf-8"))
        parts = [record.get("question"), record.get("introduction")]
        for part in record.get("content") or []:
            parts += [part.get("paragraphtitle"), part.get("paragraph")]
        told[record["canonical"]] = _in_words(" ".join(filter(None, parts)))
    for file in sorted((folder / "site").rglob("*.html")):
        text = file.read_text(encoding="utf-8")
        canonical = html.document_fromstring(text.encode()).xpath("//link[@rel='canonical']/@href")
        if canonical and canonical[0] in told:
            yield Pair(text, told[canonical[0]])


def _parted(text: str) -> tuple[dict[str, str], str]:
    front = _FRONT.match(text)
    if not front:
        return {}, text
    fields = {found[1]: found[2] for found in _FIELD.finditer(front[1])}
    return fields, text[front.end() :]


def _in_words(markup: str) -> str:
    return " ".join(html.document_fromstring(f"<body>{markup or '<p>'}</body>").itertext())


def _rendered(text: str) -> str:
    text = _NO_TARGET.sub("", text)
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)


def _document(title: str, body: str) -> str:
    head = f"<head><meta charset=utf-8><title>{title}</title></head>"
    return f"<!doctype html><html lang=nl>{head}<body>{_rendered(body)}</body></html>"


def _author(text: str) -> str:
    fields, body = _parted(text)
    for pattern, kept in _MKDOCS:
        body = pattern.sub(kept, body)
    return f"{fields.get('title', '')} {_in_words(_rendered(body))}"


def words_of(page: Page) -> str:
    """The text of a page: its title, each heading once, and its blocks."""
    parts, before = [page.title], ()
    for section in page.sections:
        parts += [name for name in section.headings if name not in before]
        before = section.headings
        parts += [block.text for block in section.blocks]
        parts += dict.fromkeys(b.lead for b in section.blocks if b.kind == "row")
    return " ".join(parts)


def _ours(pair: Pair) -> str:
    reading = read(pair.html.encode(), "https://x.example/a", "text/html", SOURCE, READ)
    return words_of(reading.page)


def _ours_markdown(pair: Pair) -> str:
    body = pair.markdown.encode()
    return words_of(read(body, "https://x.example/a.md", "text/markdown", SOURCE, READ).page)


EXTRACTORS: dict[str, Callable[[Pair], str]] = {
    "Vraagbaak": _ours,
    "Vraagbaak, of the Markdown itself": _ours_markdown,
    "trafilatura, defaults": lambda pair: trafilatura.extract(pair.html) or "",
    "resiliparse, defaults": lambda pair: extract_plain_text(pair.html),
    "resiliparse, main_content=True": lambda pair: extract_plain_text(pair.html, main_content=True),
}


def tokens(text: str) -> list[str]:
    """Words and numbers in lower case."""
    return re.findall(r"\w+", text.casefold())


def score(found: list[str], wanted: list[str], gram: int = 1) -> tuple[float, float, float]:
    """F1, precision and recall of bags of n-grams."""
    one, other = _bag(found, gram), _bag(wanted, gram)
    both = (one & other).total()
    precision = both / one.total() if one else 0.0
    recall = both / other.total() if other else 0.0
    return (2 * precision * recall / (precision + recall) if both else 0.0), precision, recall


def _bag(words: list[str], gram: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[at:] for at in range(gram)), strict=False))


def _interval(values: list[float], seed: int = 4) -> str:
    """The mean and its 95 % percentile bootstrap interval."""
    chance = random.Random(seed)  # noqa: S311 - a bootstrap needs no secrecy
    means = sorted(fmean(chance.choices(values, k=len(values))) for _ in range(DRAWS))
    low, high = means[round(0.025 * DRAWS)], means[round(0.975 * DRAWS) - 1]
    return f"{fmean(values):.3f} [{low:.3f}, {high:.3f}]"


def extraction(name: str, pairs: list[Pair]) -> list[tuple[str, ...]]:
    """For every extractor: F1, precision and recall of words, and F1 of 4-grams."""
    rows = []
    wanted = [tokens(pair.clean) for pair in pairs]
    for extractor, extract in EXTRACTORS.items():
        if extract is _ours_markdown and not pairs[0].markdown:
            continue
        found = [tokens(extract(pair)) for pair in pairs]
        bags = [score(*each) for each in zip(found, wanted, strict=True)]
        grams = [score(*each, GRAM)[0] for each in zip(found, wanted, strict=True)]
        words = [_interval([bag[at] for bag in bags]) for at in range(3)]
        rows.append((f"{name}, {len(pairs)} pages: {extractor}", *words, _interval(grams)))
    return rows

"""What inspecting and comparing cost, in processor time, beside reading itself."""

from collections import defaultdict
from collections.abc import Callable
from time import process_time

from ingest.comparing.alike import twins
from ingest.comparing.contradicting import contradictions
from ingest.comparing.domain import PageRef
from ingest.domain import Passage
from ingest.inspecting import suspicion
from ingest.reading import read
from ingest.splitting import split
from tests.bench.town import READ, SOURCE, html_pages, many

Row = tuple[str, str, str]
PASSAGES = 20_000


def inspecting() -> list[Row]:
    """Looking for commands to a model, beside reading and splitting the same pages."""
    pages = [read(body, url, "text/html", SOURCE, READ).page for body, url in html_pages()]
    suspicion(pages[0])  # compiles the rules
    reading = _spent(
        lambda: [
            split(read(body, url, "text/html", SOURCE, READ).page, SOURCE, 200)
            for body, url in html_pages()
        ]
    )
    looking = _spent(lambda: [suspicion(page) for page in pages])
    return [("inspecting a page, beside reading and splitting it", f"{looking / reading:.0%}", "")]


def comparing() -> list[Row]:
    """Near-duplicates and contradictions among 20,000 passages."""
    pages: dict[str, list[Passage]] = defaultdict(list)
    for passage in many(PASSAGES):
        pages[passage.url].append(passage)
    told = {
        PageRef(url=url, title=parts[0].title, source="town", read_at=READ): parts
        for url, parts in pages.items()
    }
    texts = {page: " ".join(one.text for one in parts) for page, parts in told.items()}
    alike = _spent(lambda: twins(texts))
    against = _spent(lambda: contradictions(told.items()))
    return [
        (f"near-duplicates among {len(told):,} pages", f"{alike:.1f} s", ""),
        (f"contradictions among {PASSAGES:,} passages", f"{against:.1f} s", ""),
    ]


def _spent(work: Callable[[], object]) -> float:
    started = process_time()
    work()
    return process_time() - started

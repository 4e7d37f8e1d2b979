"""A site of 1,000 pages: read, read again unchanged, and one changed page until it is found."""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time, sleep

from assistant.demo import site_on_loopback
from configs.settings import load_settings
from ingest.domain import Search
from ingest.library.library import Library, open_library
from ingest.sync import sync
from tests.bench.town import SOURCE, site

Row = tuple[str, str, str]
PAGES, PORT = 1_000, 7862
NEWS = "Een zeeppaardje kost voortaan 17 euro."


def resyncing() -> list[Row]:
    """Three syncs of one site."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "site"
        site(folder, PAGES)
        settings = load_settings("demo", data=Path(place) / "data")
        with (
            site_on_loopback(folder, PORT) as origin,
            closing(open_library(settings)) as library,
        ):
            places = {"start": (f"{origin}/",), "allow": (f"{origin}/",)}
            source = SOURCE.model_copy(update=places)
            first = sync(source, library, settings)
            began = process_time()
            second = sync(source, library, settings)
            spent = process_time() - began
            _tell(folder / "p500" / "index.html")
            with _watched(library) as seen:
                third = sync(source, library, settings)
            late = (seen[0] - library.editions()[-1].published_at).total_seconds()
    return [
        (f"first sync of {PAGES:,} pages", f"{first.seconds:.1f} s, {first.embedded} passages", ""),
        ("second sync, unchanged", f"{second.seconds:.1f} s", "<= 10 s"),
        ("  processor time, site included", f"{spent:.1f} s", ""),
        ("  requests", f"{second.requests}", "one a page"),
        ("  bytes of bodies, passages embedded", f"{second.bytes_read}, {second.embedded}", "0, 0"),
        ("  second against first", f"{second.seconds / first.seconds:.2f}", "< 1"),
        ("sync of one changed page", f"{third.seconds:.1f} s, {third.embedded} passages", ""),
        ("  published until found", f"{late:.2f} s", "<= 1 s"),
    ]


def _tell(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("</h1>", f"</h1><p>{NEWS}</p>", 1), encoding="utf-8")


@contextmanager
def _watched(library: Library) -> Iterator[list[datetime]]:
    """When a question first finds the news, asked all the time by somebody else."""
    seen: list[datetime] = []

    def watch() -> None:
        until = perf_counter() + 600
        while not seen and perf_counter() < until:
            hits = library.find(Search(text="wat kost een zeeppaardje", limit=1))
            if hits and NEWS in hits[0].passage.text:
                seen.append(datetime.now(UTC))
            sleep(0.02)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    yield seen
    watcher.join(10)

"""Towns of any size, made of the demo municipality's own sentences."""

import random
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from assistant.demo import SITE
from configs.domain import Audience
from ingest.domain import Passage, Source
from ingest.reading import read
from ingest.splitting import split

SOURCE = Source(
    name="town",
    owner="Gemeente Waterveen",
    review_by=date(2099, 1, 1),
    start=("http://127.0.0.1:7861/",),
)
READ = datetime(2026, 11, 22, tzinfo=UTC)


def html_pages() -> list[tuple[bytes, str]]:
    """The bytes and the address of every page of the demo."""
    return [
        (file.read_bytes(), f"http://127.0.0.1:7861/{file.parent.relative_to(SITE)}/")
        for file in sorted(SITE.rglob("index.html"))
    ]


def passages(words: int = 200) -> list[Passage]:
    """The passages of the demo's HTML pages."""
    found = []
    for body, url in html_pages():
        reading = read(body, url, "text/html", SOURCE, READ)
        found += split(reading.page, SOURCE, words)
    return found


def many(count: int) -> Iterator[Passage]:
    """The demo's passages first, then `count` in all, of its sentences in another order."""
    own = passages()
    yield from own
    dice = random.Random(7)  # noqa: S311
    for number in range(count - len(own)):
        model, other = dice.choice(own), dice.choice(own)
        yield model.model_copy(
            update={
                "url": f"http://127.0.0.1:7861/wijk-{number // 6}/",
                "title": f"{other.title} in wijk {number // 6}",
                "headings": (*other.headings, f"Blok {number}"),
                "audience": Audience.PUBLIC,
            }
        )


def site(folder: Path, count: int) -> None:
    """A website of `count` pages below `folder`, all linked from its home page."""
    page = (SITE / "paspoort" / "index.html").read_text(encoding="utf-8")
    start, rest = page.split("<main", 1)
    main, end = rest.split("</main>", 1)
    folder.mkdir(parents=True)
    shutil.copy(SITE / "assets" / "site.css", folder / "site.css")
    links = "".join(f'<li><a href="/p{n}/">Pagina {n}</a></li>' for n in range(count))
    head = start.replace('<link rel="canonical"', '<link rel="alternate"')
    home = f"{head}<main id='content'><h1>Start</h1><p>Alle pagina's van de gemeente.</p>"
    (folder / "index.html").write_text(f"{home}<ul>{links}</ul></main>{end}", encoding="utf-8")
    for number in range(count):
        place = folder / f"p{number}"
        place.mkdir()
        own = main.replace("Paspoort aanvragen", f"Paspoort aanvragen in wijk {number}")
        (place / "index.html").write_text(f"{head}<main{own}</main>{end}", encoding="utf-8")

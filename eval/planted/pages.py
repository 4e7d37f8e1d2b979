"""The real sentences that are changed: read from files as a sync would read them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from eval.planted.domain import Origin
from ingest.domain import BlockKind, Passage, ReadError, Source
from ingest.reading.reader import read_document
from ingest.splitting import split

TYPES = {
    ".html": "text/html",
    ".md": "text/markdown",
    ".mdx": "text/markdown",
    ".txt": "text/plain",
}
"""The kinds of file that hold running text; the rest of a folder is not looked at."""
PASSAGE_WORDS = 200
LEAST, MOST = 6, 45
"""Words of a sentence that is worth changing."""
READ = datetime(2026, 1, 1, tzinfo=UTC)


def origins(folders: Iterable[Path]) -> list[Origin]:
    """Every full sentence of prose below `folders`, each wording once, in a fixed order."""
    found: dict[str, Origin] = {}
    for folder in folders:
        for passage in passages(folder):
            for number in range(len(passage.sentences)):
                origin = Origin(passage, number)
                if _is_sentence(origin):
                    found.setdefault(origin.text, origin)
    return list(found.values())


def passages(folder: Path) -> Iterator[Passage]:
    """The passages of one file, or of every file below a folder."""
    files = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    source = Source(name="planted", owner="-", review_by=date.max, start=(str(folder),))
    for file in files:
        content_type = TYPES.get(file.suffix.lower())
        if not content_type or not file.is_file():
            continue
        address = f"https://planted.example/{file.relative_to(folder.parent).as_posix()}"
        try:
            reading = read_document(file.read_bytes(), address, content_type, source, READ)
        except ReadError:
            continue
        yield from split(reading.page, source, PASSAGE_WORDS)


def _is_sentence(origin: Origin) -> bool:
    """Whether it is one whole sentence: no row, no heading, no crumb of a menu or of markup."""
    span, text = origin.passage.sentences[origin.number], origin.text
    whole = text[:1].isupper() and text.endswith(".") and not set(text) & set("|[]{}<>*_\t\n")
    return (
        whole
        and span.kind is not BlockKind.ROW
        and LEAST <= len(text.split()) <= MOST
        and origin.passage.language == "nl"
    )

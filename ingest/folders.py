"""The files of a source that lies in folders: every one is named, but nothing outside is read."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from configs.slices.ingest import IngestSettings
from ingest.addresses import denied
from ingest.domain import ReadError, Source
from ingest.findings import Finding, Survey, What
from ingest.formats import why_not
from ingest.responses import Validators
from ingest.visits import Visits


class Walk:
    """A walk through the files of a source: a Finding for each; then its `survey` is whole."""

    def __init__(self, source: Source, visits: Visits, settings: IngestSettings) -> None:
        self.survey = Survey()
        self._source = source
        self._visits = visits
        self._largest = settings.max_bytes
        self._met: set[str] = set()
        """The addresses that were given; no two files may have the same."""


@dataclass(frozen=True)
class Place:
    """A file below a start of the source; `reason` says why it is left out, where it is."""

    file: Path
    root: Path
    relative: str
    reason: str = ""


def places(source: Source, suffixes: Collection[str], survey: Survey) -> Iterator[Place]:
    """Every file, in a fixed order; what could not be opened stands in the survey."""
    for start in source.start:
        root = Path(start)
        if not root.exists():
            survey.failed = f"{start} does not exist"
            return
        base = root.parent if root.is_file() else root
        for file in [root] if root.is_file() else _walk(root, survey):
            relative = file.relative_to(base).as_posix()
            yield Place(file, base, relative, against(source, file, base, suffixes))


def _walk(folder: Path, survey: Survey) -> Iterator[Path]:
    """All files below a folder in a fixed order; a hidden folder is named, not entered."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        survey.incomplete = f"{folder} can't be opened ({error.strerror})"
        survey.remarks.append(survey.incomplete)
        return
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink() and not entry.name.startswith("."):
            yield from _walk(entry, survey)
        else:
            yield entry


def against(source: Source, file: Path, root: Path, suffixes: Collection[str]) -> str:
    """Why a file is left out; empty where it is one of the documents."""
    relative = file.relative_to(root).as_posix()
    path, suffix = f"/{relative}", file.suffix.lower()
    hidden = any(part.startswith(".") for part in Path(relative).parts)
    if hidden or not file.resolve().is_relative_to(root.resolve()):
        return "hidden" if hidden else "a link to outside the folder"
    if not file.is_file():
        return "not a file, or a link to a folder"
    denials = [pattern for pattern in source.deny if denied(path, pattern)]
    below = tuple(prefix for prefix in source.allow if "://" not in prefix) or ("/",)
    if denials or not path.startswith(below):
        return f"denied by the source ({denials[0]})" if denials else "outside the allow-list"
    return "" if suffix in suffixes else why_not(suffix)


def content(place: Place, most: int) -> bytes:
    """The bytes of a file; `ReadError` where it is left out or larger than `most`, or `OSError`."""
    if place.reason:
        raise ReadError(place.reason)
    if (size := place.file.stat().st_size) > most:
        raise ReadError(f"too large: {size:,} bytes, more than {most:,}")
    return place.file.read_bytes()


def address(source: Source, relative: str) -> str:
    """The address of a document: below the source's `base_url`, or below the assistant's own."""
    base = source.base_url or f"/documents/{source.name}/"
    return f"{base.rstrip('/')}/{quote(relative)}"


def recalled(visits: Visits, url: str, validators: Validators) -> Finding | None:
    """What the last sync found at this address, if nothing about it has changed since."""
    known = visits.unchanged_since(url)
    if known is None or known.validators != validators:
        return None
    what = What.SAME if known.what is What.READ else known.what
    return Finding(url=url, what=what, reason=known.reason, validators=validators)


def unopened(url: str, error: OSError) -> Finding:
    """A file that is there but can't be opened: what the library holds of it stays."""
    return Finding(url=url, what=What.STALE, reason=f"can't be opened ({error.strerror})")

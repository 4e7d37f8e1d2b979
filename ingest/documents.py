"""Find the documents of a folder: every readable file in it, but nothing outside it."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from configs.slices.ingest import IngestSettings
from ingest.addresses import denied
from ingest.domain import Source
from ingest.findings import Finding, Survey, What
from ingest.kinds import SUFFIXES, why_not
from ingest.looking import look
from ingest.responses import Validators
from ingest.visits import Visits


class Documents:
    """A walk through folders: iterate for one Finding per file, then read its `survey`."""

    def __init__(self, source: Source, visits: Visits, settings: IngestSettings) -> None:
        self.survey = Survey()
        self._source = source
        self._visits = visits
        self._largest = settings.max_bytes
        self._met: set[str] = set()

    def __iter__(self) -> Iterator[Finding]:
        for start in self._source.start:
            root = Path(start)
            if not root.exists():
                self.survey.failed = f"{start} does not exist"
                return
            places = [root] if root.is_file() else self._walk(root)
            for file in places:
                base = root.parent if root.is_file() else root
                yield self._finding(file, base)

    def _walk(self, folder: Path) -> Iterator[Path]:
        """All files below a folder in a fixed order; a hidden folder is named, not entered."""
        try:
            entries = sorted(folder.iterdir())
        except OSError as error:
            self.survey.incomplete = f"{folder} can't be opened ({error.strerror})"
            self.survey.remarks.append(self.survey.incomplete)
            return
        for entry in entries:
            enter = entry.is_dir() and not entry.is_symlink() and not entry.name.startswith(".")
            if enter:
                yield from self._walk(entry)
            else:
                yield entry

    def _finding(self, file: Path, root: Path) -> Finding:
        relative = file.relative_to(root).as_posix()
        url = address(self._source, relative)
        if url in self._met:
            url = f"{url}#{quote(str(root))}"
            reason = "another start folder holds a file of the same name"
            return Finding(url=url, what=What.ABSENT, reason=reason)
        self._met.add(url)
        if reason := _against(self._source, file, relative, root):
            return Finding(url=url, what=What.ABSENT, reason=reason)
        try:
            return self._read(file, url)
        except OSError as error:
            reason = f"can't be opened ({error.strerror})"
            return Finding(url=url, what=What.STALE, reason=reason)

    def _read(self, file: Path, url: str) -> Finding:
        facts = file.stat()
        validators = Validators(etag=f"{facts.st_mtime_ns}-{facts.st_size}")
        known = self._visits.unchanged_since(url)
        if known and known.validators == validators:
            what = What.SAME if known.what is What.READ else known.what
            return Finding(url=url, what=what, reason=known.reason, validators=validators)
        if facts.st_size > self._largest:
            reason = f"too large: {facts.st_size:,} bytes, more than {self._largest:,}"
            return Finding(url=url, what=What.UNFIT, reason=reason)
        finding = look(file.read_bytes(), url, SUFFIXES[file.suffix.lower()], self._source)
        return finding.model_copy(update={"validators": validators})


def address(source: Source, relative: str) -> str:
    """The address of a document: below the source's `base_url`, or below the assistant's own."""
    base = source.base_url or f"/documents/{source.name}/"
    return f"{base.rstrip('/')}/{quote(relative)}"


def locate(source: Source, relative: str) -> Path | None:
    """The file of a document by its path in the source; None for anything that is not one."""
    if Path(relative).is_absolute() or ".." in Path(relative).parts:
        return None
    for start in source.start:
        root = Path(start).parent if Path(start).is_file() else Path(start)
        file = root / relative
        if Path(start).is_file() and file != Path(start):
            continue
        if not _against(source, file, relative, root):
            return file
    return None


def _against(source: Source, file: Path, relative: str, root: Path) -> str:
    """Why a file is left out; empty where it is one of the documents."""
    path, suffix = f"/{relative}", file.suffix.lower()
    hidden = any(part.startswith(".") for part in Path(relative).parts)
    if hidden or not file.resolve().is_relative_to(root.resolve()):
        return "hidden" if hidden else "a link to outside the folder"
    if not file.is_file():
        return "not a file, or a link to a folder"
    denials = [pattern for pattern in source.deny if denied(path, pattern)]
    if denials or not path.startswith(source.allow or ("/",)):
        return f"denied by the source ({denials[0]})" if denials else "outside the allow-list"
    return "" if suffix in SUFFIXES else why_not(suffix)

"""Find the documents of a folder: every readable file in it, but nothing outside it."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from ingest.domain import Source
from ingest.findings import Finding, What
from ingest.folders import Place, Walk, address, against, places, recalled, unopened
from ingest.formats import SUFFIXES
from ingest.looking import look
from ingest.responses import Validators


class Documents(Walk):
    """A walk through folders: iterate for one Finding per file, then read its `survey`."""

    def __iter__(self) -> Iterator[Finding]:
        for place in places(self._source, SUFFIXES, self.survey):
            yield self._finding(place)

    def _finding(self, place: Place) -> Finding:
        url = address(self._source, place.relative)
        if url in self._met:
            url = f"{url}#{quote(str(place.root))}"
            reason = "another start folder holds a file of the same name"
            return Finding(url=url, what=What.ABSENT, reason=reason)
        self._met.add(url)
        if place.reason:
            return Finding(url=url, what=What.ABSENT, reason=place.reason)
        try:
            return self._read(place.file, url)
        except OSError as error:
            return unopened(url, error)

    def _read(self, file: Path, url: str) -> Finding:
        facts = file.stat()
        validators = Validators(etag=f"{facts.st_mtime_ns}-{facts.st_size}")
        if known := recalled(self._visits, url, validators):
            return known
        if facts.st_size > self._largest:
            reason = f"too large: {facts.st_size:,} bytes, more than {self._largest:,}"
            return Finding(url=url, what=What.UNFIT, reason=reason)
        finding = look(file.read_bytes(), url, SUFFIXES[file.suffix.lower()], self._source)
        return finding.model_copy(update={"validators": validators})


def locate(source: Source, relative: str) -> Path | None:
    """The file of a document by its path in the source; None for anything that is not one."""
    if Path(relative).is_absolute() or ".." in Path(relative).parts:
        return None
    for start in source.start:
        root = Path(start).parent if Path(start).is_file() else Path(start)
        file = root / relative
        if Path(start).is_file() and file != Path(start):
            continue
        if not against(source, file, root, SUFFIXES):
            return file
    return None

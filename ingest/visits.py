"""What is remembered of every address between two syncs: an unchanged page then costs nothing."""

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from configs.domain import Noun
from configs.files import ROOT
from ingest.domain import Source
from ingest.findings import What
from ingest.responses import Validators

BELIEVED = timedelta(days=30)
"""So long a server's "not modified" is taken for true; then a page is asked for as if anew."""
RULES = ROOT / "rules" / "inspecting.yaml"
ELSEWHERE = {
    *("review_by", "start", "allow", "deny", "kind", "feeds"),
    *("collection", "licence", "rhythm", "proposed"),
}
"""What a source says that no passage of it holds."""
READERS = (
    "reading",
    "kinds",
    "formats.py",
    "inspecting",
    "splitting.py",
    "sentences.py",
    "domain.py",
)


class Visit(Noun):
    """One address as it was at the last sync."""

    validators: Validators = Validators()
    what: What = What.READ
    reason: str = ""
    passages: str = ""  # the digest of the ids of its passages
    content: str = ""  # the digest of its text, whatever its address
    twin: str = ""  # the address that holds the same text
    links: tuple[str, ...] = ()
    moved: str = ""
    text: str = ""  # of a robots.txt
    read_on: date | None = None  # when its bytes came, in UTC

    def with_validators(self, validators: Validators) -> "Visit":
        """The same visit, with what its server gave to ask again."""
        return self.model_copy(update={"validators": validators})


def digest(ids: Iterable[str]) -> str:
    """One digest of a set of passage ids or texts; the empty text for none."""
    ordered = sorted(ids)
    return sha256("\n".join(ordered).encode()).hexdigest() if ordered else ""


def fingerprint(source: Source, words: int) -> str:
    """Changes when the same page would give other passages: other labels, other readers."""
    labels = source.model_dump_json(exclude=ELSEWHERE)
    whole = sha256(f"{labels}\n{words}\n".encode())
    floor = Path(__file__).parent
    for place in (*(floor / name for name in READERS), RULES):
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            whole.update(file.read_bytes() if file.is_file() else b"")
    return whole.hexdigest()


class Visits:
    """The visits of one source: those of the last sync to ask, those of this one to keep."""

    def __init__(
        self, file: Path, fingerprint: str, held: Mapping[str, frozenset[str]] | None = None
    ) -> None:
        self._file = file
        self._fingerprint = fingerprint
        self.held = held or {}
        """What the library holds of the source: passage ids per address."""
        self._known = _load(file, fingerprint)
        self._kept: dict[str, Visit] = {}

    def of(self, url: str) -> Visit | None:
        """The last visit of an address, if there was one."""
        return self._known.get(url)

    def unchanged_since(self, url: str) -> Visit | None:
        """The last visit, if the library still holds exactly what that visit gave."""
        visit = self._known.get(url)
        if visit is None or visit.passages != digest(self.held.get(url, ())):
            return None
        if visit.twin and visit.twin not in self._kept:
            return None  # the other page with this text may be gone, so this one is read again
        if visit.read_on and datetime.now(UTC).date() - visit.read_on >= BELIEVED:
            return None
        return visit

    def keep(self, url: str, visit: Visit) -> None:
        """Remember this visit from the next `save` on."""
        self._kept[url] = visit

    def save(self) -> None:
        """Write all kept visits in the place of the old file; all or nothing."""
        numbers: dict[str, int] = {}
        visits = {url: _packed(visit, numbers) for url, visit in self._kept.items()}
        content = {
            "fingerprint": self._fingerprint,
            "links": list(numbers),
            "visits": visits,
        }
        write_whole(self._file, json.dumps(content, ensure_ascii=False))


def write_whole(file: Path, text: str) -> None:
    """Put a text in the place of a file, so that a reader sees the old or the new one, whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as draft:
            draft.write(text)
            draft.flush()
            os.fsync(draft.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def known_links(file: Path) -> dict[str, tuple[str, ...]]:
    """Where each page of a source pointed at the last sync; nothing where that is not known."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        table: list[str] = content["links"]
        return {
            url: tuple(table[at] for at in entry["links"])
            for url, entry in content["visits"].items()
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _packed(visit: Visit, numbers: dict[str, int]) -> dict[str, Any]:
    """Links are numbered: a menu repeats the same hundred on every page."""
    links = [numbers.setdefault(link, len(numbers)) for link in visit.links]
    return {**visit.model_dump(mode="json", exclude_defaults=True), "links": links}


def _load(file: Path, fingerprint: str) -> dict[str, Visit]:
    """A lost, damaged or outdated file is no visits: everything is then read again."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        if content["fingerprint"] != fingerprint:
            return {}
        table: list[str] = content["links"]
        return {
            url: Visit.model_validate({**entry, "links": [table[at] for at in entry["links"]]})
            for url, entry in content["visits"].items()
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ValidationError):
        return {}

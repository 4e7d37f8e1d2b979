"""Keeps what waits for a person, one file per page, so that no crash loses more than one."""

import logging
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from ingest.reviewing.domain import Waiting
from ingest.visits import write_whole

FOLDER = "quarantine"
log = logging.getLogger(__name__)


class Quarantine:
    """The pages below `<data>/quarantine/<source>/`; each file is replaced whole or not at all."""

    def __init__(self, data: Path) -> None:
        self._folder = data / FOLDER

    def of(self, source: str, url: str) -> Waiting | None:
        """What waits at this address, decided or not."""
        found = _read(self._file(source, url))
        return found if found and found.url == url else None

    def keep(self, waiting: Waiting) -> None:
        """Write it in the place of what stood there."""
        write_whole(self._file(waiting.source, waiting.url), waiting.model_dump_json(indent=1))

    def drop(self, source: str, url: str) -> None:
        """The page gives no reason to wait any more."""
        self._file(source, url).unlink(missing_ok=True)

    def all(self, source: str = "*") -> Iterator[Waiting]:
        """Everything that is kept, of one source or of all, longest waiting first."""
        found = (_read(file) for file in self._folder.glob(f"{source}/*.json"))
        yield from sorted(filter(None, found), key=lambda one: (one.since, one.url))

    def _file(self, source: str, url: str) -> Path:
        return self._folder / source / f"{sha256(url.encode()).hexdigest()[:32]}.json"


def _read(file: Path) -> Waiting | None:
    """A damaged file is no file: the next sync looks at the page anew."""
    try:
        return Waiting.model_validate_json(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, ValidationError) as error:
        log.warning("%s can't be read (%s); the next sync asks again.", file, type(error).__name__)
        return None

"""Handing a run to the server that has the embedded library, through files in the data folder.

`<id>.asked.json` asks; taken, it is `<id>.taken`, whose time is the server's last sign of life;
`<id>.progress.json` tells how far it is, `<id>.done.json` is the Outcome. Whoever may write there
owns the data anyway. A lock, held while a server runs, says there is one.
"""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import uuid4

from pydantic import ValidationError

from ingest.domain import LibraryBusy, LibraryError
from ingest.scheduling.domain import Asked, Outcome, Progress
from ingest.visits import write_whole

LOOK = 0.2  # seconds between two looks at what the server has done
TRIES = 5
OLD = 3600.0  # seconds; a result that nobody has fetched by then is nobody's
SILENCE = 60.0  # seconds without a sign of life after which nobody waits any longer
ASKED, TAKEN, PROGRESS, DONE = ".asked.json", ".taken", ".progress.json", ".done.json"


def is_served(data: Path) -> bool:
    """Whether a server runs that syncs on request."""
    try:
        with _lock(data).open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def serving(data: Path) -> Iterator[None]:
    """Say that a server is there; `LibraryBusy` when another one is."""
    _folder(data).mkdir(parents=True, exist_ok=True)
    with _lock(data).open("a") as handle:
        _hold(handle, data)
        started = time.time()
        for left in _folder(data).iterdir():
            if left.stat().st_mtime < started:
                left.unlink(missing_ok=True)
        yield


def _hold(handle: IO[str], data: Path) -> None:
    """Take the lock; who only looks whether it is held has it for a moment, so try a while."""
    for _ in range(TRIES):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(LOOK)
        else:
            return
    raise LibraryBusy(f"Another server syncs into {data}; this one leaves it to that one.")


def hand_over(asked: Asked, data: Path, tell: Callable[[Progress], None]) -> Outcome:
    """Let the server do it, and wait; `LibraryError` when it stops meanwhile.

    Interrupted, a run that has not begun is withdrawn; one that has goes on in the server.
    """
    name = uuid4().hex
    request, taken, done = (_folder(data) / f"{name}{kind}" for kind in (ASKED, TAKEN, DONE))
    write_whole(request, asked.model_dump_json())
    try:
        while (outcome := _read(done)) is None:
            if progress := _progress(_folder(data) / f"{name}{PROGRESS}"):
                tell(progress)
            if not is_served(data) and not done.exists():
                raise LibraryError("The server stopped before it was done; run this again.")
            if 0 < _age(taken) < time.time() - SILENCE:
                raise LibraryError("The server gives no sign of life; see its log.")
            time.sleep(LOOK)
    finally:
        for file in _folder(data).glob(f"{name}.*"):
            file.unlink(missing_ok=True)
    return outcome


class Post:
    """The server's side: what was asked, in the order in which it was."""

    def __init__(self, data: Path) -> None:
        self._place = _folder(data)

    def waiting(self) -> list[str]:
        """The ids of the runs that wait; results that nobody fetched are thrown away."""
        found = sorted(self._place.glob(f"*{ASKED}"), key=_age)
        for left in self._place.iterdir():
            if left not in found and time.time() - _age(left) > OLD:
                left.unlink(missing_ok=True)
        return [file.name.removesuffix(ASKED) for file in found]

    def take(self, name: str) -> Asked | None:
        """What was asked; None when it was withdrawn, or is not a request."""
        taken = self._place / f"{name}{TAKEN}"
        try:
            (self._place / f"{name}{ASKED}").rename(taken)
            taken.touch()
            return Asked.model_validate_json(taken.read_text(encoding="utf-8"))
        except OSError:
            return None
        except ValidationError as error:
            self.answer(name, Outcome(failed=f"The request can't be read: {error.error_count()}"))
            return None

    def live(self, name: str) -> None:
        """Give a sign of life, which takes no room on a full disk."""
        taken = self._place / f"{name}{TAKEN}"
        if taken.exists():
            taken.touch()

    def tell(self, name: str, progress: Progress) -> None:
        """Say how far the run is."""
        write_whole(self._place / f"{name}{PROGRESS}", progress.model_dump_json())

    def answer(self, name: str, outcome: Outcome) -> None:
        """Say what came of it."""
        write_whole(self._place / f"{name}{DONE}", outcome.model_dump_json())
        (self._place / f"{name}{TAKEN}").unlink(missing_ok=True)


def _folder(data: Path) -> Path:
    return data / "runs"


def _lock(data: Path) -> Path:
    return data / "server.lock"


def _age(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _read(file: Path) -> Outcome | None:
    try:
        return Outcome.model_validate_json(file.read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None


def _progress(file: Path) -> Progress | None:
    try:
        return Progress.model_validate_json(file.read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None

"""The collections of an embedded library: folders side by side, and a file that names one."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import Error, copytree, rmtree

from ingest.domain import LibraryBusy, LibraryError
from ingest.library.embedded import CONFIG, EmbeddedEngine
from ingest.library.generations import LIVE, LONG_AGO, ours

COPY, DROPPED = ".copy", ".dropped"


class EmbeddedGenerations:
    """`<data>/library/<name>`, `<name>.2` …; `<name>.live` says which is the library."""

    def __init__(self, folder: Path, base: str) -> None:
        self._folder, self.base = folder, base
        self._pointer = folder / f"{base}{LIVE}"

    def live(self) -> str:
        """What the file names; the first one before there is such a file."""
        try:
            name = str(json.loads(self._pointer.read_text(encoding="utf-8"))["live"])
        except FileNotFoundError:
            return self.base
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise LibraryError(
                f'{self._pointer} is damaged ({error}). It must hold {{"live": NAME}} with the '
                f"name of one of: {', '.join(self.all())}."
            ) from error
        if name not in self.all():
            raise LibraryError(
                f"{self._pointer} names {name}, which is not in {self._folder}. "
                "Put it back, or restore a backup with: python -m ingest restore FILE --yes"
            )
        return name

    def since(self) -> datetime:
        """When the file was written."""
        try:
            return datetime.fromtimestamp(self._pointer.stat().st_mtime, UTC)
        except FileNotFoundError:
            return LONG_AGO

    def all(self) -> list[str]:
        """The folders that hold a whole shard."""
        places = self._folder.glob(f"*/{CONFIG}")
        return ours((place.parent.name for place in places), self.base)

    def open(self, name: str) -> EmbeddedEngine:
        """The engine on one folder."""
        return EmbeddedEngine(self._folder / name)

    @contextmanager
    def reading(self, name: str) -> Iterator[EmbeddedEngine]:
        """One folder, or a copy of it while another process has it.

        Nobody may write meanwhile, which the lock of `sync` sees to: what is on disk is then what
        was flushed last, and the engine's log.
        """
        try:
            engine = self.open(name)
        except LibraryBusy:
            with self._copied(name) as copy:
                yield copy
            return
        try:
            yield engine
        finally:
            engine.close()

    def switch(self, name: str) -> None:
        """Write the file anew and put it in the place of the old one."""
        draft = self._pointer.with_name(f"{self._pointer.name}.draft")
        with draft.open("w", encoding="utf-8") as file:
            json.dump({"live": name}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._pointer)

    def drop(self, name: str) -> None:
        """Rename it first: what is half removed must not look like a collection."""
        self.open(name).close()  # nobody has it
        going = self._folder / f"{name}{DROPPED}"
        rmtree(going, ignore_errors=True)
        (self._folder / name).rename(going)
        rmtree(going)

    @contextmanager
    def _copied(self, name: str) -> Iterator[EmbeddedEngine]:
        copy = self._folder / f"{name}{COPY}"
        rmtree(copy, ignore_errors=True)
        try:
            copytree(self._folder / name, copy)
            engine = EmbeddedEngine(copy)
            try:
                yield engine
            finally:
                engine.close()
        except (OSError, Error) as error:
            raise LibraryError(f"The library could not be copied to {copy}: {error}.") from error
        finally:
            rmtree(copy, ignore_errors=True)

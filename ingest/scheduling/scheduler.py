"""Syncs inside a running server, on request and when a source is due, while the chat goes on."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from configs.domain import ConfigurationError
from configs.settings import Settings
from ingest.domain import IngestError, LibraryBusy, Line, Source
from ingest.library.library import Library
from ingest.scheduling.domain import Asked, Outcome, Progress, Shown, Stopped
from ingest.scheduling.handing import Post, serving
from ingest.scheduling.running import run
from models.domain import ModelError

LOOK = 0.5  # seconds between two looks at what was asked
TELL = 0.5  # seconds between two times that progress is written
PATIENCE = 5.0  # seconds that a stopping server waits for a run to notice
log = logging.getLogger(__name__)


def syncs(settings: Settings) -> bool:
    """Whether a server itself syncs: the embedded library takes no second process."""
    return settings.library.engine == "embedded" or settings.ingest.schedule > 0


@contextmanager
def scheduler(library: Library, settings: Settings) -> Iterator[None]:
    """Keep at it in a thread while the context lasts; one server per data folder does."""
    if not syncs(settings):
        yield
        return
    with ExitStack() as stack:
        try:
            stack.enter_context(serving(settings.data))
        except LibraryBusy as error:
            log.warning("%s", error)
        else:
            done = threading.Event()
            rounds = Rounds(library, settings, done)
            thread = threading.Thread(target=rounds.keep_going, name="scheduler", daemon=True)
            thread.start()
            stack.callback(thread.join, timeout=PATIENCE)
            stack.callback(done.set)
        yield


class Rounds:
    """Looks what was asked and what is due, and runs one thing at a time."""

    def __init__(self, library: Library, settings: Settings, done: threading.Event) -> None:
        self._library = library
        self._settings = settings
        self._done = done
        self._post = Post(settings.data)
        self._next = 0.0

    def keep_going(self) -> None:
        """Until `done` is set. Every run has its own thread, so that none can end the rounds."""
        while not self._done.wait(LOOK):
            try:
                self._look()
            except OSError as error:
                log.error("Runs: %s", error)  # noqa: TRY400  one line, no traceback

    def _look(self) -> None:
        for name in self._post.waiting():
            if asked := self._post.take(name):
                self._apart(name, asked)
        every = self._settings.ingest.schedule * 60
        if every and time.monotonic() >= self._next and not self._done.is_set():
            self._apart("", Asked(due=True))
            self._next = time.monotonic() + every

    def _apart(self, name: str, asked: Asked) -> None:
        thread = threading.Thread(target=self._run, args=(name, asked), name="sync", daemon=True)
        thread.start()
        while thread.is_alive() and not self._done.is_set():
            thread.join(timeout=LOOK)
            self._post.live(name)
        thread.join(timeout=PATIENCE)

    def _run(self, name: str, asked: Asked) -> None:
        """One run; whatever happens, who asked for it gets an answer."""
        outcome = Outcome(failed="The server met an error it does not know; see its log.")
        try:
            outcome = run(asked, self._library, self._settings, self._shown(name))
        except Stopped as error:
            outcome = Outcome(failed=str(error))
        except (IngestError, ConfigurationError, ModelError, OSError) as error:
            outcome = Outcome(failed=str(error))
            log.error("Sync: %s", error)  # noqa: TRY400  one line, no traceback
        finally:
            if name:
                self._post.answer(name, outcome)
        for report in outcome.reports:
            counts = ", ".join(f"{count} {status}" for status, count in report.counts.items())
            level = logging.ERROR if report.failed else logging.INFO
            log.log(level, "%s: %s %s", report.source, counts or "nothing met", report.reason)

    def _shown(self, name: str) -> Shown:
        """Writes progress for who asked; stops the run when the server stops."""

        @contextmanager
        def shown(source: Source) -> Iterator[Callable[[Line], None]]:
            count, told = 0, 0.0

            def tell(line: Line) -> None:
                nonlocal count, told
                self._go_on()
                count += 1
                if name and time.monotonic() - told > TELL:
                    told = time.monotonic()
                    self._post.tell(name, Progress(source=source.name, lines=count, last=line))

            self._go_on()
            log.info("%s: the sync begins", source.name)
            yield tell

        return shown

    def _go_on(self) -> None:
        if self._done.is_set():
            raise Stopped("The server stopped before it was done; the next run does it anew.")

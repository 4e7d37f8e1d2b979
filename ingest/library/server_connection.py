"""The connection to a Qdrant server, which all collections of a library share."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import RLock
from typing import Any, TypeVar

import stamina
from qdrant_client import QdrantClient
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from ingest.domain import LibraryBusy, LibraryError

Result = TypeVar("Result")
ATTEMPTS = 3
TIMEOUT = 30
IN_MEMORY = ":memory:"
REFUSED = {401, 403}


class Connection:
    """Qdrant over REST. An address without a scheme is a local folder, `:memory:` is nowhere.

    Opened when somebody takes it, closed when everybody let go of it: local mode is for one
    process at a time, and its client for all collections.
    """

    def __init__(self, url: str, api_key: str | None = None) -> None:
        """Nothing is opened or asked yet."""
        self.url = url
        self.local = not url.startswith(("http://", "https://"))
        self._key = api_key
        self._client: QdrantClient | None = None
        self._holders = 0
        self._changing = RLock()
        # local mode keeps its points in plain Python lists and dictionaries
        self._one_at_a_time: AbstractContextManager[Any] = RLock() if self.local else nullcontext()

    @property
    def client(self) -> QdrantClient:
        """The client; `LibraryError` when nobody holds the connection any more."""
        if self._client is None:
            raise LibraryError(f"The connection to {self.url} is closed.")
        return self._client

    def take(self) -> None:
        """Open it, or hold it with others."""
        with self._changing:
            if self._client is None:
                self._client = self._connect()
            self._holders += 1

    def release(self) -> None:
        """Let go of it; the last one closes it."""
        with self._changing, self._one_at_a_time:
            self._holders -= 1
            if self._holders == 0 and self._client is not None:
                self._client.close()
                self._client = None

    @contextmanager
    def taken(self) -> Iterator[QdrantClient]:
        """Hold it for a moment."""
        self.take()
        try:
            yield self.client
        finally:
            self.release()

    def alone(self) -> AbstractContextManager[Any]:
        """Keep the other threads of local mode out."""
        return self._one_at_a_time

    def ask(self, place: str, action: Callable[[], Result]) -> Result:
        """Every action may be repeated, so one that the connection lost is tried again."""
        try:
            for attempt in stamina.retry_context(
                on=ResponseHandlingException, attempts=ATTEMPTS, timeout=TIMEOUT, wait_max=2.0
            ):
                with attempt, self._one_at_a_time:
                    return action()
        except ResponseHandlingException as error:
            raise LibraryError(
                f"The Qdrant server at {self.url} cannot be reached ({error}). Start it, or "
                "correct VRAAGBAAK_LIBRARY__URL."
            ) from error
        except UnexpectedResponse as error:
            raise LibraryError(_explain(error, place)) from error
        raise AssertionError  # a retry context ends in a result or an error

    def _connect(self) -> QdrantClient:
        try:
            if self.url == IN_MEMORY:
                return QdrantClient(IN_MEMORY)
            if self.local:
                return QdrantClient(path=self.url, force_disable_check_same_thread=True)
            return QdrantClient(
                url=self.url, api_key=self._key, timeout=TIMEOUT, check_compatibility=False
            )
        except (ValueError, OSError) as error:
            raise LibraryError(
                f"VRAAGBAAK_LIBRARY__URL: {self.url!r} is not an address: {error}."
            ) from error
        except RuntimeError as error:
            raise LibraryBusy(
                f"Another process has the folder {self.url} open. Stop it first."
            ) from error


def _explain(error: UnexpectedResponse, place: str) -> str:
    if error.status_code in REFUSED:
        return f"The Qdrant server refuses the key for {place}: set VRAAGBAAK_LIBRARY__API_KEY."
    detail = " ".join(error.content.decode(errors="replace").split())[:300]
    return f"The Qdrant server answered {error.status_code} for {place}: {detail}"

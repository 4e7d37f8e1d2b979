"""Reads PDF and office files in a process of their own, with limits on time and memory.

Such files come from outside and their parsers are large: what crashes, hangs or swells there
ends in a `ReadError` here.
"""

import logging
import os
import resource
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from pydantic import ValidationError

from ingest.domain import ReadError
from ingest.reading.content import Content

SECONDS = 60
"""Longest time one document may take, on the clock; on the processor, the same."""
MEGABYTES = 1536
"""Most memory (address space) for one document."""
_OUT_OF_MEMORY = ("", "MemoryError", "ImportError", "OSError", "SystemError")
MOST_CHARACTERS = 40_000_000
"""Most text that one document may hand over."""
_ROOT = Path(__file__).parents[2]
READERS = {"pdf": "pdf", "docx": "office", "odt": "office", "xlsx": "xlsx", "ods": "ods"}
"""The module with the reader of each kind; only that one is loaded."""
_FAILED = 3
"""Exit status of the process when the reader has said why."""


def read_confined(kind: str, body: bytes, url: str) -> Content:
    """`kind` is one of `READERS`. Raises `ReadError`; never takes longer than `SECONDS`."""
    command = [sys.executable, "-m", __name__, kind, url, str(SECONDS), str(MEGABYTES)]
    environment = {"PYTHONPATH": os.pathsep.join((str(_ROOT), *filter(None, sys.path)))}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command, input=body, capture_output=True, timeout=SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ReadError(f"The document took longer than {SECONDS} seconds to read.") from error
    if done.returncode == _FAILED:
        raise ReadError(done.stdout.decode("utf-8", "replace"))
    if done.returncode:
        raise ReadError(f"The document cannot be read: {_why(done)}.")
    try:
        return Content.model_validate_json(done.stdout)
    except ValidationError as error:
        raise ReadError("The document cannot be read: it is damaged.") from error


def _why(done: subprocess.CompletedProcess[bytes]) -> str:
    """A reader that is stopped has used up its time or memory; else its last line names the error.

    Below a limit on memory, libraries fail in many ways: those are named as what they come from.
    """
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    error = lines[-1].split(":")[0].strip() if lines else ""
    if done.returncode < 0 or error in _OUT_OF_MEMORY or not error.isidentifier():
        return "its reader ran out of time or memory"
    return f"its reader failed on it ({error})"


def main(arguments: list[str]) -> int:
    """Read a document from stdin; write its `Content` as JSON, or the reason why not."""
    kind, url, seconds, megabytes = arguments
    _limit(int(seconds), int(megabytes))
    logging.disable(logging.CRITICAL)
    reader = getattr(import_module(f"ingest.reading.{READERS[kind]}"), f"read_{kind}")
    try:
        content = reader(sys.stdin.buffer.read(), url)
    except ReadError as error:
        sys.stdout.write(str(error))
        return _FAILED
    except (MemoryError, RecursionError):
        sys.stdout.write("The document needs too much memory to read.")
        return _FAILED
    told = content.model_dump_json()
    if len(told) > MOST_CHARACTERS:
        sys.stdout.write("The document holds more text than can be read.")
        return _FAILED
    sys.stdout.write(told)
    return 0


def _limit(seconds: int, megabytes: int) -> None:
    most = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The file of a backup: a tar, packed with gzip, that ends with the digests of all it holds."""

import gzip
import json
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from configs.domain import Noun
from ingest.library.domain import BackupError

FORMAT = 1
HEAD, LAST = "vraagbaak-backup.json", "manifest.json"
STATE_FILE, COMPANIONS_FILE = "state.json", "companions.json"
POINTS, FILES = "points/", "files/"
_NAME = re.compile(r"(?:points/\d{6}\.jsonl|files/[^/\0]+(?:/[^/\0]+)*|(?:state|companions)\.json)")
REST = 1 << 16
BROKEN = (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error)
LEVEL = 6
MOST = 1 << 30
"""Bytes of one member, at most; what was written is far below."""


class Head(Noun):
    """The first member: what this file is."""

    format: int
    made_at: str
    library: str


class Manifest(Noun):
    """The last member: the SHA-256 of each other one, and how many points there are."""

    digests: Mapping[str, str]
    passages: int
    editions: int


class Packer:
    """Writes members one after the other."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.digests: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        """One member, whole."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(content), 0o600
        self._tar.addfile(member, BytesIO(content))
        self.digests[name] = sha256(content).hexdigest()


@contextmanager
def written(file: Path) -> Iterator[Packer]:
    """A new file, which takes its name when it is whole; readable by its owner only."""
    draft = file.with_name(f".{file.name}.draft")
    try:
        draft.touch(mode=0o600)
        with tarfile.open(draft, "w:gz", compresslevel=LEVEL) as tar:
            yield Packer(tar)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def members(file: Path) -> Iterator[tuple[str, bytes]]:
    """Each member after the head, in order, the manifest last; each as large as was written.

    Raises `BackupError` when the file is not a backup, is damaged, or is cut off.
    """
    try:
        with gzip.open(file) as whole, tarfile.open(fileobj=whole, mode="r:") as tar:
            _check_head(file, _next(tar))
            while (member := _next(tar)) is not None:
                yield member
            while whole.read(REST):  # a tar ends before its file does; the check sum comes last
                pass
    except BROKEN as error:
        raise BackupError(f"{file} is not a backup of this program, or is damaged: {error}.") from (
            error
        )
    except OSError as error:
        raise BackupError(f"{file} cannot be read: {error.strerror or error}.") from error


def checked(file: Path) -> Manifest:
    """Read the whole file once; its manifest when every digest is right."""
    digests: dict[str, str] = {}
    last = b""
    for name, content in members(file):
        if name == LAST:
            last = content
        elif last or not _NAME.fullmatch(name) or ".." in name.split("/") or name in digests:
            raise BackupError(f"{file} holds {name!r}, which no backup does.")
        else:
            digests[name] = sha256(content).hexdigest()
    if not last:
        raise BackupError(f"{file} is cut off: its end is missing. Make or copy it again.")
    manifest = _manifest(file, last)
    if wrong := sorted(set(digests.items()) ^ set(manifest.digests.items())):
        raise BackupError(f"{file} is damaged: {wrong[0][0]} is not what was written.")
    return manifest


def _next(tar: tarfile.TarFile) -> tuple[str, bytes] | None:
    member = tar.next()
    if member is None:
        return None
    content = tar.extractfile(member) if member.isreg() and member.size <= MOST else None
    if content is None:
        raise tarfile.TarError(f"{member.name!r} is no plain file, or far too large")
    return member.name, content.read()


def _check_head(file: Path, first: tuple[str, bytes] | None) -> None:
    if first is None or first[0] != HEAD:
        raise BackupError(f"{file} is not a backup of this program.")
    head = _loaded(file, first[1])
    if head.get("format") != FORMAT:
        raise BackupError(
            f"{file} has format {head.get('format')!r}; this version of the program reads {FORMAT}."
        )


def _manifest(file: Path, content: bytes) -> Manifest:
    return Manifest.model_validate(_loaded(file, content))


def _loaded(file: Path, content: bytes) -> dict[str, Any]:
    try:
        loaded = json.loads(content)
    except ValueError as error:
        raise BackupError(f"{file} is damaged: {error}.") from error
    return loaded if isinstance(loaded, dict) else {}

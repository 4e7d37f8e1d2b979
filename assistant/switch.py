"""The emergency switch: references only, at once and for everybody, without a restart.

It is a file in the data folder, so that it works also when the database does not, and from any
process that has this folder. Every turn of it is one line; the last line counts.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError

from assistant.domain import AssistantError
from configs.domain import Noun

FILE = "switch.jsonl"


class Mode(StrEnum):
    """What the assistant may do: only quote the sources, or let a model write as well."""

    REFERENCES = "references"
    GENERATE = "generate"


class Turned(Noun):
    """One turn of the switch: when, by whom, to what."""

    mode: Mode
    by: str = ""
    at: datetime


@dataclass(frozen=True)
class Switch:
    """The switch of one data folder."""

    folder: Path

    @property
    def generates(self) -> bool:
        """Whether a model may write. A switch that can't be read is taken to be off."""
        try:
            last = self._last()
        except (OSError, ValueError):
            return False
        return last is None or last.mode is Mode.GENERATE

    @property
    def history(self) -> tuple[Turned, ...]:
        """Every turn that can be read, oldest first."""
        turns = []
        for line in self._lines():
            with suppress(ValidationError):
                turns.append(Turned.model_validate_json(line))
        return tuple(turns)

    def _whole(self) -> bool:
        """Whether no earlier line was broken off, as on a full disk."""
        content = (self.folder / FILE).read_bytes()
        return not content or content.endswith(b"\n")

    def _last(self) -> Turned | None:
        lines = self._lines()
        return Turned.model_validate_json(lines[-1]) if lines else None

    def _lines(self) -> list[str]:
        try:
            return (self.folder / FILE).read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def turn(self, mode: Mode, by: str) -> Turned:
        """Turn it; raises `AssistantError` when that can't be kept."""
        turned = Turned(mode=mode, by=by[:100], at=datetime.now(UTC))
        line = f"{json.dumps(turned.model_dump(mode='json'), ensure_ascii=False)}\n".encode()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            file = os.open(self.folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
            try:
                # One write: two who turn it at once do not mix their lines.
                os.write(file, line if self._whole() else b"\n" + line)
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as error:
            raise AssistantError("errors.not_switched") from error
        return turned

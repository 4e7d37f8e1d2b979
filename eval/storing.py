"""The folder of a run: settings, cases, answers, pages. Killed at any line, it can be resumed."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from eval.domain import Case, Given, PageText, Run, RunError

RUN, CASES, ANSWERS, PAGES = "run.json", "cases.jsonl", "answers.jsonl", "pages.json"
Model = TypeVar("Model", bound=BaseModel)


class Folder:
    """Reads and writes one run; baselines stand in folders inside it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def begin(self, run: Run, cases: Iterable[Case]) -> None:
        """Write what is asked of whom. Raises `RunError` when another run stands here."""
        self.path.mkdir(parents=True, exist_ok=True)
        cases = list(cases)
        if (self.path / RUN).exists():
            self._same(run, cases)
        write(self.path / CASES, "".join(f"{case.model_dump_json()}\n" for case in cases))
        write(self.path / RUN, run.model_dump_json(indent=1))

    def end(self, run: Run, pages: Mapping[str, PageText]) -> None:
        """Write how it went, and the pages that were cited or may have been."""
        kept = {url: page.model_dump() for url, page in pages.items()}
        write(self.path / PAGES, json.dumps(kept, ensure_ascii=False))
        write(self.path / RUN, run.model_dump_json(indent=1))

    @property
    def run(self) -> Run:
        """What was asked of whom. Raises `RunError` when this is no run."""
        try:
            return Run.model_validate_json((self.path / RUN).read_bytes())
        except (OSError, ValidationError) as error:
            raise RunError(
                f"{self.path}: is not the folder of a run. Make one with: python -m eval run."
            ) from error

    @property
    def spent(self) -> float:
        """Seconds that the run took so far; 0 where none was begun."""
        return self.run.seconds if (self.path / RUN).exists() else 0.0

    @property
    def cases(self) -> list[Case]:
        """The cases of the run."""
        return list(self.lines(CASES, Case))

    @property
    def answers(self) -> dict[str, Given]:
        """What was given, by the id of the case; a half line of a killed run is left out."""
        return {given.case: given for given in self.lines(ANSWERS, Given)}

    @property
    def pages(self) -> dict[str, PageText]:
        """Every page that the library held; the texts of those that were cited."""
        try:
            found = json.loads((self.path / PAGES).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {url: PageText.model_validate(page) for url, page in found.items()}

    @property
    def inside(self) -> list["Folder"]:
        """The runs of the baselines."""
        return [Folder(file.parent) for file in sorted(self.path.glob(f"*/{RUN}"))]

    def mend(self, name: str = ANSWERS) -> None:
        """Cut off the half line that a killed run left behind."""
        file = self.path / name
        if file.exists():
            body = file.read_bytes()
            whole = body.rfind(b"\n") + 1
            if whole < len(body):
                os.truncate(file, whole)

    def _same(self, run: Run, cases: list[Case]) -> None:
        before = self.run
        if (before.endpoint, before.edition) != (run.endpoint, run.edition) or self.cases != cases:
            raise RunError(
                f"{self.path}: holds a run of {before.name!r} on {before.endpoint}, edition "
                f"{before.edition}; cases, endpoint or edition differ. Give --out another folder."
            )

    def lines(self, name: str, kind: type[Model]) -> Iterable[Model]:
        """The nouns in a file of JSON lines, none without it; raises `RunError` naming the line.

        A half line at the end, of a run that was killed, is left out.
        """
        try:
            lines = (self.path / name).read_bytes().splitlines()
        except OSError:
            return
        for number, line in enumerate(lines, 1):
            try:
                yield kind.model_validate_json(line)
            except ValidationError as error:
                if number < len(lines):
                    raise RunError(f"{self.path / name}, line {number}: {error}") from error


class Appending:
    """Adds answers or other nouns, each in one write of a whole line."""

    def __init__(self, folder: Folder, name: str = ANSWERS) -> None:
        folder.mend(name)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        self._file = os.open(folder.path / name, flags, 0o644)

    def __enter__(self) -> "Appending":
        return self

    def add(self, noun: BaseModel) -> None:
        """Keep one."""
        os.write(self._file, f"{noun.model_dump_json()}\n".encode())

    def __exit__(self, *_: object) -> None:
        os.fsync(self._file)
        os.close(self._file)


def write(file: Path, text: str) -> None:
    """The whole file or nothing: written beside it, and put in its place."""
    beside = file.with_name(f".{file.name}.part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)

"""Read and check the curated list of approved sources: one YAML file per source or organisation."""

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from configs.domain import ConfigurationError
from configs.files import read_yaml
from ingest.domain import Source, SourceError
from ingest.source_checks import checked

LOOK_AGAIN = 30.0  # seconds between two looks at the files
log = logging.getLogger(__name__)
EXPLANATIONS = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not a known key; correct or remove it",
    "string_type": "must be text; put it between quotes",
    "tuple_type": "must be a list; write `[…]`",
    "date_from_datetime_parsing": "must be a date, such as 2027-01-31",
    "date_type": "must be a date, such as 2027-01-31",
    "too_short": "is empty; give at least one",
    "string_too_short": "is empty; fill it in",
    "string_pattern_mismatch": "may hold only lower-case letters, digits and hyphens",
}


def load_sources(path: Path, plain_http: bool = True) -> list[Source]:
    """The sources in a YAML file, or in all `*.yaml` files of a folder, sorted by name.

    A file holds one source, or a list of them under `sources:`. `plain_http` says whether http is
    allowed (`ingest.allow_private_hosts`). Raises `SourceError` naming the file and the field.
    """
    found, problems = examine(path, plain_http)
    if problems:
        raise SourceError(problems[0])
    return sorted(found, key=lambda source: source.name)


class SourceList:
    """The list as it stands now: a change in its files counts within half a minute.

    A list that can't be read leaves what was known; who must know that calls `load_sources`.
    """

    def __init__(
        self, path: Path, plain_http: bool = True, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._path = path
        self._plain_http = plain_http
        self._clock = clock
        self._known: tuple[Source, ...] = ()
        self._look_at = float("-inf")
        self._seen: list[tuple[Path, int, int]] = []

    def __iter__(self) -> Iterator[Source]:
        if self._clock() >= self._look_at:
            self._look_at = self._clock() + LOOK_AGAIN
            try:
                self._look()
            except (SourceError, OSError) as error:
                log.info("The list of sources is not read anew: %s", error)
        return iter(self._known)

    def _look(self) -> None:
        facts = [(file, file.stat()) for file in _files(self._path)]
        seen = [(file, fact.st_mtime_ns, fact.st_size) for file, fact in facts]
        if seen != self._seen:
            self._known = tuple(load_sources(self._path, self._plain_http))
            self._seen = seen


def examine(path: Path, plain_http: bool = True) -> tuple[dict[Source, Path], list[str]]:
    """Every source that is right with its file, and every problem of those that are not."""
    found: dict[Source, Path] = {}
    problems: list[str] = []
    try:
        files = _files(path)
    except SourceError as error:
        return {}, [str(error)]
    for file in files:
        try:
            entries = _entries(file)
        except SourceError as error:
            problems.append(str(error))
            continue
        for entry in entries:
            try:
                source = checked(_parse(file, entry), file, plain_http)
                _beside(source, file, found)
                found[source] = file
            except SourceError as error:
                problems.append(str(error))
    return found, problems


def _beside(source: Source, file: Path, others: dict[Source, Path]) -> None:
    """Raise `SourceError` where a source can't stand beside the others of the list."""
    for other, place in others.items():
        if other.name == source.name:
            raise SourceError(
                f"{file}: name: {source.name!r} is used twice (also in {place}); rename one."
            )
        together = bool(source.collection) and other.collection == source.collection
        if together and other.audience is not source.audience:
            raise SourceError(
                f"{file}: collection: {source.collection!r} holds sources for two audiences "
                f"({source.name}: {source.audience}, {other.name}: {other.audience}); give "
                "them the same audience, or another collection."
            )


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        files = sorted([*path.glob("*.yaml"), *path.glob("*.yml")])
        if not files:
            raise SourceError(f"{path}: holds no *.yaml file; add one file per source.")
        return files
    if not path.is_file():
        raise SourceError(f"{path}: does not exist; name a file or a folder with source files.")
    return [path]


def _entries(file: Path) -> list[Any]:
    try:
        content = read_yaml(file)
    except ConfigurationError as error:
        raise SourceError(str(error)) from error
    entries = content["sources"] if set(content) == {"sources"} else [content]
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise SourceError(f"{file}: sources: must be a list of sources.")
    return entries


def _parse(file: Path, entry: dict[str, Any]) -> Source:
    lists = {
        key: [entry[key]]
        for key in ("start", "allow", "deny", "feeds")
        if isinstance(entry.get(key), str)
    }
    try:
        return Source.model_validate({**entry, **lists})
    except ValidationError as error:
        raise SourceError(_explain(file, error)) from error


def _explain(file: Path, error: ValidationError) -> str:
    lines = []
    for problem in error.errors():
        place = ".".join(str(part) for part in problem["loc"])
        said = EXPLANATIONS.get(problem["type"]) or problem["msg"].removeprefix("Input ")
        lines.append(f"{file}: {place}: {said}.")
    return " ".join(lines)

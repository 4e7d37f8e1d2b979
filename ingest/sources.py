"""Read and check the curated list of approved sources: one YAML file per source or organisation."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from configs.domain import ConfigurationError
from configs.files import read_yaml
from ingest.addresses import folder, forbidden, normalise
from ingest.domain import FetchRefused, Source, SourceError, SourceKind

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
    found: dict[str, Path] = {}
    sources: list[Source] = []
    for file in _files(path):
        for entry in _entries(file):
            source = _checked(_parse(file, entry), file, plain_http)
            if source.name in found:
                where = f" (also in {found[source.name]})"
                raise SourceError(
                    f"{file}: name: {source.name!r} is used twice{where}; rename one."
                )
            found[source.name] = file
            sources.append(source)
    return sorted(sources, key=lambda source: source.name)


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
        key: [entry[key]] for key in ("start", "allow", "deny") if isinstance(entry.get(key), str)
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


def _checked(source: Source, file: Path, plain_http: bool) -> Source:
    if source.kind is SourceKind.DOCUMENTS:
        return source.model_copy(
            update={"start": tuple(_existing(start, file) for start in source.start)}
        )
    allow = tuple(
        _address(prefix, f"{file}: allow", plain_http)
        for prefix in source.allow or map(folder, source.start)
    )
    for start in source.start:
        reason = forbidden(_address(start, f"{file}: start", plain_http), allow, source.deny)
        if reason:
            raise SourceError(
                f"{file}: start: {start} is {reason}; mend `start`, `allow` or `deny`."
            )
    return source


def _existing(start: str, file: Path) -> str:
    """A folder or file of documents: absolute, beside the source file, or from the work folder."""
    for place in (file.parent / start, Path(start)):
        if place.exists():
            return str(place.resolve())
    raise SourceError(f"{file}: start: {start} does not exist; create it or correct the path.")


def _address(url: str, where: str, plain_http: bool) -> str:
    try:
        address = normalise(url)
    except FetchRefused as error:
        raise SourceError(f"{where}: {url} {error}; write it as https://…") from error
    if address.startswith("http:") and not plain_http:
        raise SourceError(
            f"{where}: {url} is not https; use https, or set ingest.allow_private_hosts on a "
            "development machine."
        )
    return address

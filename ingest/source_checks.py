"""Whether a source of the list can be read as it says: its addresses, its files."""

from collections.abc import Iterator
from pathlib import Path

from ingest.addresses import folder, forbidden, normalise
from ingest.domain import FetchRefused, Source, SourceError, SourceKind

FILES = {SourceKind.DOCUMENTS, SourceKind.MARKDOWN, SourceKind.LAWS}
"""The kinds whose `start` names files and folders."""


def checked(source: Source, file: Path, plain_http: bool) -> Source:
    """The source with its files found and its list of addresses read; `SourceError` otherwise."""
    if source.kind in FILES:
        source = source.model_copy(
            update={"start": tuple(_existing(start, file) for start in source.start)}
        )
        return _with_base(source, file, plain_http)
    if source.kind is SourceKind.VAC:
        starts = (
            _address(start, f"{file}: start", plain_http)
            if "://" in start
            else _existing(start, file)
            for start in source.start
        )
        return source.model_copy(update={"start": tuple(starts)})
    if source.kind is SourceKind.URLS:
        source = source.model_copy(update={"start": tuple(_listed(source, file))})
    allow = tuple(
        _address(prefix, f"{file}: allow", plain_http)
        for prefix in source.allow or dict.fromkeys(map(folder, source.start))
    )
    for key, urls in (("start", source.start), ("feeds", source.feeds)):
        for url in urls:
            reason = forbidden(_address(url, f"{file}: {key}", plain_http), allow, source.deny)
            if reason:
                raise SourceError(
                    f"{file}: {key}: {url} is {reason}; mend `{key}`, `allow` or `deny`."
                )
    return source


def _with_base(source: Source, file: Path, plain_http: bool) -> Source:
    """A Markdown site must say where it stands on the web; where one does, it is an address."""
    if source.kind is SourceKind.MARKDOWN and not source.base_url:
        raise SourceError(
            f"{file}: base_url: is missing; give the address of the site that is made of these "
            "files, such as https://www.gemeente.nl/handboek/."
        )
    if source.base_url:
        _address(source.base_url, f"{file}: base_url", plain_http)
    return source


def _listed(source: Source, file: Path) -> Iterator[str]:
    """The addresses of a list; one without `://` is a text file with an address on each line."""
    for start in source.start:
        if "://" in start:
            yield start
            continue
        place = next((p for p in (file.parent / start, Path(start)) if p.is_file()), None)
        if place is None:
            raise SourceError(
                f"{file}: start: {start} is neither an address (https://…) nor a file with one on "
                "each line."
            )
        try:
            lines = place.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(f"{place}: can't be read as text ({error}).") from error
        for number, line in enumerate(lines, 1):
            words = [] if line.lstrip().startswith("#") else line.split()
            if len(words) > 1:
                raise SourceError(f"{place}: line {number}: holds more than one address.")
            yield from words


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

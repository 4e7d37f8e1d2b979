"""A site that is written in Markdown: its files, under the addresses that they have on the web."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from ingest import formats
from ingest.domain import ReadError, Reading
from ingest.findings import Finding, What
from ingest.folders import Place, Walk, address, content, places, recalled, unopened
from ingest.kinds.front_matter import front_matter
from ingest.kinds.markdown_text import anchored, included, readable
from ingest.kinds.official import official
from ingest.looking import look, look_with
from ingest.reading import read
from ingest.reading.charset import decode
from ingest.responses import Validators

MARKDOWN = (".md", ".markdown", ".mdx")
SUFFIXES = frozenset((*formats.SUFFIXES, *MARKDOWN))
ADDRESSES = ("permalink", "canonical_url", "canonical", "url", "slug")
"""Fields of front matter that give a page's address; the first that is there counts."""
LARGEST = 500_000  # bytes of all that one page includes
INDEX = frozenset(("index", "readme"))


class MarkdownSite(Walk):
    """A walk through a Markdown site: iterate for one Finding per file, then read its `survey`."""

    def __iter__(self) -> Iterator[Finding]:
        for place in places(self._source, SUFFIXES, self.survey):
            url = address(self._source, place.relative)
            if place.reason:
                yield Finding(url=url, what=What.ABSENT, reason=place.reason)
                continue
            try:
                yield self._finding(place, url)
            except OSError as error:
                self.survey.incomplete = f"{place.relative} can't be opened"
                yield unopened(url, error)
            except ReadError as error:
                if place.file.suffix.lower() in MARKDOWN:
                    url, _ = self._address(place, {})
                yield Finding(url=url, what=What.UNFIT, reason=str(error))

    def _finding(self, place: Place, url: str) -> Finding:
        body = content(place, self._largest)
        if place.file.suffix.lower() not in MARKDOWN:
            kind = formats.SUFFIXES[place.file.suffix.lower()]
            return self._looked(url, body, lambda: look(body, url, kind, self._source))
        whole = decode(body, "")
        fields, text = front_matter(whole)
        named, reason = self._address(place, fields)
        if reason := reason or _hidden(fields):
            return Finding(url=named, what=What.ABSENT, reason=reason)
        including = _Including(place)
        text = included(text, including.find)
        page = whole[: len(whole) - len(front_matter(whole)[1])] + readable(text)
        return self._looked(
            named,
            page.encode(errors="replace"),
            lambda: look_with(lambda: self._reading(page, text, named, including.remarks), named),
        )

    def _looked(self, url: str, body: bytes, look: Callable[[], Finding]) -> Finding:
        """What the last sync found in these bytes, or what `look` finds now."""
        if url in self._met:
            url, reason = f"{url}#{len(self._met)}", "another file has the same address"
            return Finding(url=url, what=What.ABSENT, reason=reason)
        self._met.add(url)
        validators = Validators(etag=sha256(body).hexdigest())
        known = recalled(self._visits, url, validators)
        return known or look().model_copy(update={"validators": validators})

    def _reading(self, page: str, text: str, url: str, remarks: list[str]) -> Reading:
        now = datetime.now(UTC)
        reading = read(page.encode(errors="replace"), url, "text/markdown", self._source, now)
        update = {
            "sections": anchored(reading.page.sections, text),
            "remarks": (*reading.page.remarks, *remarks),
        }
        return reading.model_copy(update={"page": reading.page.model_copy(update=update)})

    def _address(self, place: Place, fields: dict[str, Any]) -> tuple[str, str]:
        """The page's address, and why it may not be cited (empty where it may)."""
        base = f"{self._source.base_url.rstrip('/')}/"
        path = Path(place.relative)
        folder = f"{base}{quote(path.parent.as_posix())}/" if path.parent.name else base
        named = next((name for name in ADDRESSES if isinstance(fields.get(name), str)), "")
        value = fields[named] if named else ""
        if named == "slug":
            url = urljoin(folder, f"{base}{value[1:]}" if value.startswith("/") else value)
        elif value:
            url = urljoin(base, value)
        else:
            index = path.stem.lower() in INDEX
            url = folder if index else f"{folder}{quote(path.stem)}/"
        return official(self._source, url, (base,))


class _Including:
    """Finds what a file includes, inside the site only; what is not there stands in `remarks`."""

    def __init__(self, place: Place) -> None:
        self.remarks: list[str] = []
        root = place.root.resolve()
        # MkDocs looks for snippets from the folder with its configuration, beside the pages.
        home = root.parent if (root.parent / "mkdocs.yml").is_file() else root
        self._home = home
        self._folders = (place.file.parent.resolve(), root, home)
        self._left = LARGEST

    def find(self, name: str) -> str:
        """The text of the file by this name; nothing for what may not or can't be read."""
        for folder in self._folders:
            file = (folder / name).resolve()
            if file.is_relative_to(self._home) and file.is_file():
                return self._text(file, name)
        return self._without(f"includes {name[:100]}, which is not in the site")

    def _text(self, file: Path, name: str) -> str:
        try:
            self._left -= file.stat().st_size
            if self._left < 0:
                return self._without(f"includes more than {LARGEST:,} bytes")
            return front_matter(decode(file.read_bytes(), ""))[1]
        except (OSError, ReadError) as error:
            return self._without(f"includes {name[:100]}, which can't be read ({error})")

    def _without(self, remark: str) -> str:
        if remark not in self.remarks:
            self.remarks.append(remark)
        return ""


def _hidden(fields: dict[str, Any]) -> str:
    """Why its author keeps a page out of sight; empty where not."""
    said = {"draft": True, "unlisted": True, "published": False, "noindex": True}
    return next((f"{name}: {fields[name]}" for name in said if fields.get(name) is said[name]), "")

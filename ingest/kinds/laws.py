"""A folder of law texts: of every law only the version that is in force is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

from configs.slices.ingest import IngestSettings
from ingest.domain import Page, ReadError, Reading, Section, Source
from ingest.findings import Finding, What
from ingest.folders import Place, Walk, address, content, places, recalled, unopened
from ingest.kinds.law_texts import OFFICIAL, SUFFIXES, Article, LawText, read_law
from ingest.kinds.official import official
from ingest.looking import look_with
from ingest.reading.markdown import plain
from ingest.reading.text import units_of
from ingest.reading.units import lay_out
from ingest.responses import Validators
from ingest.visits import Visits


@dataclass(frozen=True)
class Version:
    """A law text that was read, its official address, and a digest of its file."""

    law: LawText
    url: str
    stamp: str


class Laws(Walk):
    """A walk through law texts: iterate for one Finding per file, then read its `survey`."""

    def __init__(
        self, source: Source, visits: Visits, settings: IngestSettings, today: date | None = None
    ) -> None:
        super().__init__(source, visits, settings)
        self._today = today or datetime.now(UTC).date()

    def __iter__(self) -> Iterator[Finding]:
        versions: list[Version] = []
        for place in places(self._source, SUFFIXES, self.survey):
            found = self._open(place)
            if isinstance(found, Version):
                versions.append(found)
            else:
                yield found
        for version in versions:
            yield self._finding(version, versions)

    def _open(self, place: Place) -> Version | Finding:
        """The law in a file; or why there is none: such a file is never cited."""
        url = address(self._source, place.relative)
        try:
            body = content(place, self._largest)
            law = read_law(body, place.file)
        except OSError as error:
            self.survey.incomplete = f"{place.relative} can't be opened"
            return unopened(url, error)
        except ReadError as error:
            return Finding(url=url, what=What.ABSENT, reason=str(error))
        return self._addressed(law, sha256(body).hexdigest(), url)

    def _addressed(self, law: LawText, stamp: str, file: str) -> Version | Finding:
        if law.since is None:
            reason = "does not say since when it holds; give it `valid_from`, or it is not cited"
            return Finding(url=file, what=What.ABSENT, reason=reason)
        if not law.address:
            reason = "has no official address; give it `url` or `bwb_id`"
            return Finding(url=file, what=What.ABSENT, reason=reason)
        url, reason = official(self._source, law.address, OFFICIAL)
        if reason or url in self._met:
            reason = reason or f"another file holds the same version ({url})"
            return Finding(url=file, what=What.ABSENT, reason=reason)
        self._met.add(url)
        return Version(law, url, stamp)

    def _finding(self, version: Version, versions: list[Version]) -> Finding:
        reason, newer = _against(version, versions, self._today)
        if reason:
            return Finding(url=version.url, what=What.ABSENT, reason=reason, moved=newer)
        validators = Validators(etag=version.stamp)
        if known := recalled(self._visits, version.url, validators):
            return known
        finding = look_with(lambda: reading_of(version, self._source), version.url)
        return finding.model_copy(update={"validators": validators})


def _against(version: Version, versions: list[Version], today: date) -> tuple[str, str]:
    """Why this is not the law in force today (empty where it is), and the address of that one."""
    law, since = version.law, _since(version)
    if since > today:
        return f"holds only from {since}", ""
    later = [
        other
        for other in versions
        if other.law.regulation == law.regulation and since < _since(other) <= today
    ]
    if later:
        newest = max(later, key=_since)
        return f"superseded by the version of {_since(newest)}", newest.url
    if law.until and law.until < today:
        return f"no longer in force since {law.until}", ""
    return "", ""


def _since(version: Version) -> date:
    return version.law.since or date.min


def reading_of(version: Version, source: Source) -> Reading:
    """The law as a page with a section per article, at the article's own anchor."""
    law = version.law
    page = Page(
        source=source.name,
        url=version.url,
        title=law.title,
        language=source.language,
        sections=tuple(_section(article) for article in law.articles),
        read_at=datetime.now(UTC),
        modified=law.since,
        trail=(law.layer,) if law.layer else (),
    )
    return Reading(page=page)


def _section(article: Article) -> Section:
    """Paragraphs (`leden`) and parts as they are numbered; what looks like a heading is text."""
    sections = lay_out(units_of(plain(article.text)))
    blocks = tuple(block for section in sections for block in section.blocks)
    name = f"Artikel {article.number}"
    return Section(
        headings=(f"{name} {article.heading}".strip(),),
        anchor=article.anchor or f"Artikel{article.number}",
        blocks=blocks,
    )

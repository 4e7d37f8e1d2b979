"""Questions and answers from the open data of rijksoverheid.nl: JSON files, or the interface."""

import json
from collections.abc import Iterator

from configs.slices.ingest import IngestSettings
from ingest.domain import FetchError, ReadError, Source
from ingest.fetching import Fetcher
from ingest.findings import Finding, What
from ingest.folders import Place, Walk, address, content, places, recalled, unopened
from ingest.kinds.official import official
from ingest.kinds.vac_api import Interface
from ingest.kinds.vac_records import OFFICIAL, Record, reading_of, record_of
from ingest.looking import look_with
from ingest.responses import Validators
from ingest.visits import Visits


class Answers(Walk):
    """A walk through records: iterate for one Finding per question, then read its `survey`."""

    def __init__(
        self, source: Source, fetcher: Fetcher, visits: Visits, settings: IngestSettings
    ) -> None:
        super().__init__(source, visits, settings)
        self._interface = Interface(fetcher, visits, self.survey, settings.max_pages)

    def __iter__(self) -> Iterator[Finding]:
        online = [start for start in self._source.start if "://" in start]
        folders = tuple(start for start in self._source.start if start not in online)
        here = self._source.model_copy(update={"start": folders})
        for place in places(here, (".json",), self.survey):
            yield from self._file(place)
        for start in online:
            for entry in self._interface.entries(start):
                yield self._entry(entry, start)

    def _file(self, place: Place) -> Iterator[Finding]:
        """A file holds one record, or a list of them."""
        url = address(self._source, place.relative)
        if place.reason:
            yield Finding(url=url, what=What.ABSENT, reason=place.reason)
            return
        try:
            entries = _entries(content(place, self._largest))
        except OSError as error:
            self.survey.incomplete = f"{place.relative} can't be opened"
            yield unopened(url, error)
            return
        except ReadError as error:
            self.survey.incomplete = f"{place.relative} can't be read"
            yield Finding(url=url, what=What.UNFIT, reason=str(error))
            return
        for number, entry in enumerate(entries, 1):
            yield self._entry(entry, f"{url}#{number}" if len(entries) > 1 else url)

    def _entry(self, entry: object, place: str) -> Finding:
        """What one record gives; `place` names it where it has no address of its own."""
        try:
            record = record_of(entry)
        except ReadError as error:
            self.survey.incomplete = "not every question could be read"
            place = place if place not in self._met else f"{place}#{len(self._met)}"
            self._met.add(place)
            return Finding(url=place, what=What.UNFIT, reason=str(error))
        url, reason = official(self._source, record.canonical, OFFICIAL)
        if url in self._met:
            url, reason = f"{url}#{len(self._met)}", "another record has the same address"
        self._met.add(url)
        if reason:
            return Finding(url=url, what=What.ABSENT, reason=reason)
        return self._look(record, url, online=place in self._source.start)

    def _look(self, record: Record, url: str, *, online: bool) -> Finding:
        """A list of the interface may give less than the record itself; a file holds it whole."""
        validators = Validators(etag=record.stamp)
        if known := recalled(self._visits, url, validators):
            return known
        try:
            brief = online and record.content is None
            whole = record_of(self._interface.whole(record.dataurl)) if brief else record
        except (FetchError, ReadError) as error:
            return Finding(url=url, what=What.STALE, reason=f"its answer can't be read: {error}")
        finding = look_with(lambda: reading_of(whole, url, self._source), url)
        return finding.model_copy(update={"validators": validators})


def _entries(body: bytes) -> list[object]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"is not JSON ({error})") from error
    return found if isinstance(found, list) else [found]

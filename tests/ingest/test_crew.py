"""Hosts are asked side by side; one host never more often at once than is polite."""

import threading
from contextlib import suppress
from datetime import date

import pytest

from ingest.domain import Source, SourceKind
from ingest.library.library import open_library
from ingest.sync import sync
from tests.ingest.sites import text_about


class Meeting:
    """Pages that answer only when so many of them are being asked at the same time."""

    def __init__(self, answer, parties):
        self.most = self._now = 0
        self._answer = answer
        self._changing = threading.Lock()
        self._together = threading.Barrier(parties)

    def __call__(self, _):
        with self._changing:
            self._now += 1
            self.most = max(self.most, self._now)
        with suppress(threading.BrokenBarrierError):
            self._together.wait(5)
        with self._changing:
            self._now -= 1
        return self._answer


@pytest.fixture
def crawl(settings):
    def crawl(*start, kind=SourceKind.WEBSITE, **limits):
        chosen = settings.ingest.model_copy(update=limits)
        facts = {"name": "gemeente", "owner": "X", "review_by": date(2090, 1, 1)}
        source = Source(**facts, start=start, kind=kind)
        library = open_library(settings)
        try:
            return sync(source, library, settings.model_copy(update={"ingest": chosen}))
        finally:
            library.close()

    return crawl


def town(site, *paths):
    site.put("/", "Gemeente", text_about("producten"), paths)
    for path in paths:
        site.put(path, path, text_about(path))


def test_one_host_is_asked_one_thing_at_a_time(site, crawl):
    town(site, "/a", "/b", "/c")
    meetings = [Meeting(site.pages[path], 1) for path in ("/a", "/b", "/c")]
    site.pages |= dict(zip(("/a", "/b", "/c"), meetings, strict=True))
    assert crawl(f"{site.url}/").counts == {"created": 4}
    assert {meeting.most for meeting in meetings} == {1}


def test_two_hosts_are_asked_at_the_same_time(site, crawl):
    other = site.url.replace("127.0.0.1", "localhost")
    town(site, "/a", "/b")
    meeting = site.pages["/a"] = Meeting(site.pages["/a"], 2)
    report = crawl(f"{site.url}/a", f"{other}/a", kind=SourceKind.URLS)
    assert len(report.lines) == 2
    assert meeting.most == 2


def test_a_host_that_can_take_it_is_asked_more_at_once(site, crawl):
    town(site, *(f"/p{number}" for number in range(6)))
    meeting = Meeting(site.pages["/p0"], 3)
    for number in range(6):
        site.pages[f"/p{number}"] = meeting
    report = crawl(f"{site.url}/", per_host=3)
    assert meeting.most == 3
    assert len(report.lines) == 7

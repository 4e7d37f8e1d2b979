"""Every trap of the hostile site ends in one line with its reason, and nobody is led astray."""

import re
from collections import Counter

import pytest

from ingest import traps as limits
from tests.ingest.hostile.internet import ELSEWHERE, SITE
from tests.ingest.hostile.traps import LINKS, SPACES, TRAPS, endless_spaces
from tests.ingest.sites import Answer, text_about

SLOW = ("/druppel", "/druppel-kop", "/te-kort", "/koppen", "/opgehangen", "/geen-http")
ROBOTS = "User-agent: *\nDisallow: /verboden/\n"


@pytest.fixture(scope="module")
def report(site, internet, patch, crawl):
    for name, most in (("QUERIES", 8), ("CALENDAR", 8), ("DATED", 12), ("SESSIONS", 5)):
        patch.setattr(limits, name, most)
    internet.names |= dict.fromkeys(("evil.test", "www.gemeente.test.evil.test"), (ELSEWHERE,))
    site.put("/", "Gemeente", text_about("producten"), [*TRAPS, *SPACES, *LINKS])
    site.pages |= {path: answer for path, (answer, _, _) in TRAPS.items() if answer}
    site.pages["/robots.txt"] = Answer(ROBOTS, headers={"Content-Type": "text/plain"})
    site.otherwise = endless_spaces
    return crawl()


@pytest.fixture(scope="module")
def lines(report, site):
    return {line.url.removeprefix(site.url): line for line in report.lines}


@pytest.mark.parametrize("path", TRAPS)
def test_each_trap_ends_in_one_line_with_its_reason(lines, path):
    _, status, reason = TRAPS[path]
    line = lines[path]
    assert line.status.value == status or not status
    assert re.search(reason, line.reason), line.reason
    assert line.reason or line.status.value == "created"


@pytest.mark.parametrize("path", SPACES)
def test_a_space_without_end_is_left(lines, path):
    begin = re.split(r"\d|\?", path)[0]
    reasons = [line.reason for other, line in lines.items() if other.startswith(begin)]
    assert any(re.search(SPACES[path], reason) for reason in reasons), reasons
    assert len(reasons) < 60


def test_every_address_has_exactly_one_line(report):
    assert max(Counter(line.url for line in report.lines).values()) == 1
    assert report.published
    assert report.requests < 400


def test_no_forbidden_address_is_ever_tried(report, internet):
    assert internet.addresses == {SITE}
    assert {port for _, port in internet.tried} == {443}
    assert internet.vault.visitors == 0


def test_what_leads_out_is_told(report):
    reasons = {line.url: line.reason for line in report.lines}
    for link in ("https://127.0.0.1/", "https://evil.test/", "https://evil.test/x"):
        assert "outside the allow-list" in reasons[link]
    assert "user name" in reasons["https://www.gemeente.test@evil.test/"]


def test_one_page_has_one_line_however_it_is_written(lines):
    assert [path for path in lines if path.startswith("/volgorde")] == ["/volgorde?a=1&b=2"]


def test_pages_that_only_point_at_each_other_give_one_page(lines):
    found = sorted(lines[path].status.value for path in ("/canoniek-a", "/canoniek-b"))
    assert found == ["created", "skipped"]


def test_links_that_may_not_be_followed_are_not_met(lines):
    assert not {"/via-none", "/via-nofollow", "/via-kop"} & set(lines)


def test_no_cookie_is_ever_sent_back(site, report):
    assert report.published
    assert not site.cookies


def test_a_second_sync_says_the_same_of_every_trap(lines, crawl, site):
    for path in SLOW:
        site.pages[path] = Answer("stuk", 500)
    again = {line.url.removeprefix(site.url): line for line in crawl().lines}
    assert again["/telkens-anders"].status.value == "changed"
    for path in TRAPS.keys() - {"/telkens-anders", *SLOW}:
        before, after = lines[path], again[path]
        assert after.status.value == {"created": "unchanged"}.get(before.status, before.status)
        assert after.reason == before.reason

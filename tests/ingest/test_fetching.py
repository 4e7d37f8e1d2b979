"""A fetcher is polite, capped and never surprised."""

import time

import pytest

from configs.slices.ingest import IngestSettings
from ingest.domain import FetchError, FetchRefused
from ingest.fetching import Fetcher
from ingest.politeness import Pace, retry_after
from ingest.responses import TooLarge, UnreadableType, Validators, directives
from tests.ingest.sites import Answer, zipped


@pytest.fixture
def fetcher():
    settings = IngestSettings(
        delay=0,
        allow_private_hosts=True,
        timeout=2,
        max_bytes=2_000_000,
        contact="https://x.nl/bot",
    )
    with Fetcher(settings) as fetcher:
        yield fetcher


def test_a_page_arrives_with_its_type_and_validators(site, fetcher):
    site.pages["/"] = Answer(
        "<p>hallo</p>", headers={"Last-Modified": "Sat, 01 Nov 2025 10:00:00 GMT"}
    )
    fetched = fetcher.fetch(f"{site.url}/")
    assert (fetched.status, fetched.body) == (200, b"<p>hallo</p>")
    assert fetched.content_type.startswith("text/html")
    assert fetched.validators.etag
    assert fetched.validators.modified.startswith("Sat")
    assert (fetcher.requests, fetcher.bytes_read) == (1, 12)
    assert site.agents == {"Vraagbaak/0.1.0 (+https://x.nl/bot)"}


def test_an_unchanged_page_transfers_no_body(site, fetcher):
    site.pages["/"] = Answer("<p>hallo</p>")
    first = fetcher.fetch(f"{site.url}/")
    before = fetcher.bytes_read
    second = fetcher.fetch(f"{site.url}/", first.validators)
    assert (second.status, second.body) == (304, b"")
    assert fetcher.bytes_read == before
    assert Validators().headers == {}


def test_gzip_and_deflate_are_unpacked(site, fetcher):
    import zlib

    site.pages["/g"] = Answer(zipped("hallo"), headers={"Content-Encoding": "gzip"})
    site.pages["/d"] = Answer(zlib.compress(b"hallo"), headers={"Content-Encoding": "deflate"})
    raw = zlib.compressobj(wbits=-15)
    site.pages["/r"] = Answer(
        raw.compress(b"hallo") + raw.flush(), headers={"Content-Encoding": "deflate"}
    )
    for path in ("/g", "/d", "/r"):
        assert fetcher.fetch(site.url + path).body == b"hallo"


def test_a_gzip_body_in_several_members_arrives_whole(site, fetcher):
    body = zipped("hal") + zipped("lo") + zipped(" daar")
    site.pages["/"] = Answer(body, headers={"Content-Encoding": "gzip"})
    assert fetcher.fetch(f"{site.url}/").body == b"hallo daar"
    bombs = zipped(b"\0" * 900_000) * 4
    site.pages["/"] = Answer(bombs, headers={"Content-Encoding": "gzip"})
    with pytest.raises(TooLarge):
        fetcher.fetch(f"{site.url}/")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(b"x" * 3_000_000), "too large"),
        (Answer(zipped(b"\0" * 1_900_000), headers={"Content-Encoding": "gzip"}), "bomb"),
        (
            Answer(zipped(b"\0" * 90_000_000), headers={"Content-Encoding": "gzip"}),
            "too large|bomb",
        ),
        (Answer(b"nonsense", headers={"Content-Encoding": "gzip"}), "damaged"),
        (Answer(zipped("hallo" * 99)[:-12], headers={"Content-Encoding": "gzip"}), "too early"),
        (Answer(b"x", headers={"Content-Encoding": "br"}), "unknown encoding"),
    ],
)
def test_a_body_that_breaks_a_ceiling_is_refused(site, fetcher, answer, said):
    site.pages["/"] = answer
    with pytest.raises(TooLarge, match=said):
        fetcher.fetch(f"{site.url}/")


def test_a_type_that_no_reader_knows_is_not_downloaded(site, fetcher):
    site.pages["/film"] = Answer(b"x" * 1000, headers={"Content-Type": "video/mp4"})
    site.pages["/f.pdf"] = Answer(b"%PDF", headers={"Content-Type": "application/octet-stream"})
    with pytest.raises(UnreadableType, match="video/mp4"):
        fetcher.fetch(f"{site.url}/film")
    assert fetcher.bytes_read == 0
    assert fetcher.fetch(f"{site.url}/f.pdf").body == b"%PDF"


def test_a_body_that_drips_is_cut_off_at_the_time_limit(site):
    site.pages["/"] = Answer(b"x" * 1000, drip=0.05)
    settings = IngestSettings(delay=0, allow_private_hosts=True, timeout=0.4)
    began = time.monotonic()
    with Fetcher(settings) as fetcher, pytest.raises(FetchError, match=r"0\.4 s"):
        fetcher.fetch(f"{site.url}/")
    assert time.monotonic() - began < 2


def test_nobody_at_home_is_one_clear_error(fetcher):
    with pytest.raises(FetchError, match="no answer"):
        fetcher.fetch("http://127.0.0.1:9/")


def test_a_redirect_is_told_not_followed(site, fetcher):
    site.pages["/a"] = Answer("", 302, {"Location": "http://169.254.169.254/latest/meta-data"})
    assert fetcher.fetch(f"{site.url}/a").location.startswith("http://169.254")
    assert fetcher.requests == 1


def test_followed_redirects_stay_where_they_may_and_end(site, fetcher):
    site.pages["/a"] = Answer("", 302, {"Location": "/b"})
    site.pages["/b"] = Answer("", 302, {"Location": "/a"})
    site.pages["/out"] = Answer("", 302, {"Location": "https://elders.example/"})
    site.pages["/in"] = Answer("", 301, {"Location": "/page"})
    site.pages["/page"] = Answer("ja")
    permitted = lambda url: url.startswith(site.url)  # noqa: E731
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetcher.follow(f"{site.url}/a", permitted=permitted)
    with pytest.raises(FetchRefused, match="elders"):
        fetcher.follow(f"{site.url}/out", permitted=permitted)
    assert fetcher.follow(f"{site.url}/in", permitted=permitted).url == f"{site.url}/page"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.gemeente.nl/",
        "https://www.gemeente.nl:8443/",
        "https://user@www.gemeente.nl/",
        "https://www.gemeente.nl/a/../b",
        "HTTPS://www.gemeente.nl/",
        "https://www.gemeente.nl\\@evil.example/",
        "file:///etc/passwd",
    ],
)
def test_in_production_only_plain_https_addresses_are_asked(url):
    with Fetcher(IngestSettings(delay=0)) as fetcher, pytest.raises(FetchRefused):
        fetcher.fetch(url)
    assert fetcher.requests == 0


def test_a_busy_server_is_asked_again_after_the_wait_it_names(site):
    answers = [Answer("", 503, {"Retry-After": "7"}), Answer("ja")]
    site.pages["/"] = lambda _: answers.pop(0)
    slept, now = [], [100.0]

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    pace = Pace(0, clock=lambda: now[0], sleep=sleep)
    with Fetcher(IngestSettings(delay=0, allow_private_hosts=True), pace) as fetcher:
        assert fetcher.fetch(f"{site.url}/").status == 200
    assert slept == [pytest.approx(7)]


def test_a_server_that_wants_an_hour_is_left_alone(site):
    site.pages["/"] = Answer("", 429, {"Retry-After": "3600"})
    with Fetcher(IngestSettings(delay=0, allow_private_hosts=True)) as fetcher:
        assert fetcher.fetch(f"{site.url}/").status == 429
        with pytest.raises(FetchError, match="asks to wait"):
            fetcher.fetch(f"{site.url}/b")
    assert site.asked == {"/": 1}


def test_the_pause_between_two_requests_holds_per_host():
    now, slept = [0.0], []

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    pace = Pace(1.0, clock=lambda: now[0], sleep=sleep)
    pace.slow("slow.nl", 4.0)
    pace.slow("slower.nl", 900.0)
    for host in ("a.nl", "b.nl", "a.nl", "slow.nl", "slow.nl", "slower.nl", "slower.nl"):
        pace.wait(host)
    assert slept == [1.0, 4.0, 10.0]


def test_retry_after_reads_seconds_and_dates():
    assert retry_after("120") == 120
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert retry_after("Wed, 21 Oct 2099 07:28:00 GMT") > 1_000_000
    assert retry_after("soon") == 0


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["noindex"], (True, False)),
        (["none"], (True, True)),
        (["googlebot: noindex"], (False, False)),
        (["Vraagbaak: noindex, nofollow"], (True, True)),
        (["unavailable_after: 25 Jun 2030 15:00:00 PST"], (False, False)),
        ([], (False, False)),
    ],
)
def test_robots_headers_are_obeyed(values, expected):
    assert directives(values) == expected

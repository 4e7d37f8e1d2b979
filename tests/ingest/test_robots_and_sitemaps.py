"""robots.txt as RFC 9309 says, and sitemaps of every kind."""

from datetime import date

import pytest

from ingest.fetching import Fetcher
from ingest.robots import Robots, RobotsUnreachable
from ingest.sitemap import SitemapError, Sitemaps, parse
from ingest.visits import Visits
from tests.ingest.sites import Answer, zipped

PLAIN = {"Content-Type": "text/plain"}
XML = {"Content-Type": "application/xml"}


@pytest.fixture
def fetcher(settings):
    with Fetcher(settings.ingest) as fetcher:
        yield fetcher


@pytest.fixture
def visits(tmp_path):
    return Visits(tmp_path / "visits.json", "x")


def test_rules_for_everyone_and_for_us_by_name(site, fetcher, visits):
    site.pages["/robots.txt"] = Answer(
        "User-agent: *\nDisallow: /\n\nUser-agent: vraagbaak\nDisallow: /zoeken\nAllow: /zoeken/a\n"
        f"Crawl-delay: 2\nSitemap: {site.url}/kaart.xml\n",
        headers=PLAIN,
    )
    robots = Robots(fetcher, visits)
    assert robots.forbid(f"{site.url}/zoeken?q=1")
    assert not robots.forbid(f"{site.url}/zoeken/a")
    assert not robots.forbid(f"{site.url}/paspoort")
    assert robots.sitemaps(site.url) == [f"{site.url}/kaart.xml"]
    assert site.asked["/robots.txt"] == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_robots_file_is_a_welcome(site, fetcher, visits, status):
    site.pages["/robots.txt"] = Answer("", status)
    assert not Robots(fetcher, visits).forbid(f"{site.url}/x")


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_robots_file_that_gives_no_answer_keeps_us_out(site, fetcher, visits, status):
    site.pages["/robots.txt"] = Answer("", status)
    robots = Robots(fetcher, visits)
    for _ in range(2):
        with pytest.raises(RobotsUnreachable):
            robots.forbid(f"{site.url}/x")
    assert site.asked["/robots.txt"] == 1


def test_only_the_first_500_kib_count(site, fetcher, visits):
    filler = "# regel\n" * 70_000
    site.pages["/robots.txt"] = Answer(
        f"User-agent: *\nDisallow: /a\n{filler}Disallow: /b\n", headers=PLAIN
    )
    robots = Robots(fetcher, visits)
    assert robots.forbid(f"{site.url}/a")
    assert not robots.forbid(f"{site.url}/b")


def test_a_sitemap_index_leads_to_gzipped_sitemaps(site, fetcher, visits):
    site.pages["/sitemap.xml"] = Answer(
        f"<sitemapindex><sitemap><loc>{site.url}/1.xml.gz</loc></sitemap>"
        f"<sitemap><loc>{site.url}/sitemap.xml</loc></sitemap>"
        f"<sitemap><loc>{site.url}/weg.xml</loc></sitemap></sitemapindex>",
        headers=XML,
    )
    site.pages["/1.xml.gz"] = Answer(
        zipped(
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>'
            "<loc> https://a.nl/x </loc><lastmod>2025-03-01T10:00:00Z</lastmod></url></urlset>"
        ),
        headers={"Content-Type": "application/gzip"},
    )
    sitemaps = Sitemaps(fetcher, visits, lambda _: True)
    sitemaps.walk([f"{site.url}/sitemap.xml"])
    assert sitemaps.entries == {"https://a.nl/x": date(2025, 3, 1)}
    assert sitemaps.remarks == []


def test_an_unchanged_sitemap_transfers_no_body(site, fetcher, tmp_path):
    site.sitemap("/a", "/b")
    for expected in (1, 0):
        site.forget()
        visits = Visits(tmp_path / "visits.json", "x")
        sitemaps = Sitemaps(fetcher, visits, lambda _: True)
        sitemaps.walk([f"{site.url}/sitemap.xml"])
        assert list(sitemaps.entries) == [f"{site.url}/a", f"{site.url}/b"]
        assert site.bodies == expected
        visits.save()


def test_a_sitemap_that_fails_is_a_remark(site, fetcher, visits):
    site.pages["/sitemap.xml"] = Answer("", 500)
    sitemaps = Sitemaps(fetcher, visits, lambda url: url.startswith(site.url))
    sitemaps.walk([f"{site.url}/sitemap.xml", "https://elders.nl/sitemap.xml"])
    assert "answers 500" in sitemaps.remarks[0]
    assert "another host" in sitemaps.remarks[1]


@pytest.mark.parametrize(
    "body",
    [
        b"<urlset><url>",
        b"<html><body>inloggen</body></html>",
        b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><urlset>&c;</urlset>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset>&a;</urlset>',
    ],
)
def test_a_broken_or_hostile_sitemap_is_refused(body):
    with pytest.raises(SitemapError):
        parse(body)


def test_a_plain_list_of_addresses_is_a_sitemap_too():
    assert [loc for loc, _ in parse(b"https://a.nl/x\nhttps://a.nl/y\n").entries] == [
        "https://a.nl/x",
        "https://a.nl/y",
    ]

"""RSS and Atom feeds name pages that no menu shows, and forget them again after a while."""

from datetime import date

import pytest

from ingest.domain import Source
from ingest.library.library import open_library
from ingest.sitemap import parse
from ingest.sync import sync
from tests.ingest.sites import Answer, text_about

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Nieuws</title>
<link>https://a.nl/</link><item><title>A</title><link>https://a.nl/nieuws/a</link>
<pubDate>Tue, 03 Mar 2026 09:00:00 +0100</pubDate></item>
<item><title>B</title><link> https://a.nl/nieuws/b </link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://a.nl/"/><entry>
<link rel="self" href="https://a.nl/atom/a"/><link href="https://a.nl/nieuws/a"/>
<updated>2026-03-03T09:00:00Z</updated></entry>
<entry><link rel="alternate" href="https://a.nl/nieuws/b"/><updated>ooit</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<item><link>https://a.nl/nieuws/a</link><dc:date>2026-03-03</dc:date></item>
<item><link>https://a.nl/nieuws/b</link></item></rdf:RDF>"""


@pytest.mark.parametrize("text", [RSS, ATOM, RDF])
def test_every_kind_of_feed_gives_pages_with_their_day(text):
    feed = parse(text.encode())
    assert feed.feed
    assert feed.entries == (
        ("https://a.nl/nieuws/a", date(2026, 3, 3)),
        ("https://a.nl/nieuws/b", None),
    )


@pytest.fixture
def library(settings):
    library = open_library(settings)
    yield library
    library.close()


def feed(site, *names):
    items = "".join(f"<item><link>{site.url}/nieuws/{name}</link></item>" for name in names)
    site.pages["/nieuws.rss"] = Answer(
        f"<rss><channel>{items}</channel></rss>", headers={"Content-Type": "application/rss+xml"}
    )


@pytest.mark.parametrize("named", ["feeds", "robots.txt"])
def test_what_a_feed_no_longer_names_stays_until_the_page_itself_is_gone(
    site, library, settings, named
):
    site.put("/", "Gemeente", text_about("producten"))
    for name in "abc":
        site.put(f"/nieuws/{name}", f"Nieuws {name}", text_about(f"bericht {name}"))
    feeds = (f"{site.url}/nieuws.rss",) if named == "feeds" else ()
    if named == "robots.txt":
        robots = f"User-agent: *\nSitemap: {site.url}/nieuws.rss\n"
        site.pages["/robots.txt"] = Answer(robots, headers={"Content-Type": "text/plain"})
    source = Source(
        name="g", owner="X", review_by=date(2090, 1, 1), start=(f"{site.url}/",), feeds=feeds
    )
    feed(site, "a", "b")
    assert sync(source, library, settings).counts == {"created": 3}
    feed(site, "b", "c")
    assert sync(source, library, settings).counts == {"unchanged": 3, "created": 1}
    assert f"{site.url}/nieuws/a" in library.holdings("g")
    assert sync(source, library, settings).counts == {"unchanged": 4}
    site.pages["/nieuws/a"] = Answer("weg", 410)
    assert sync(source, library, settings, confirmed=True).counts == {"unchanged": 3, "removed": 1}

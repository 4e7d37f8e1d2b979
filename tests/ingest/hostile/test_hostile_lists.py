"""A robots.txt and sitemaps that lie, grow or lead astray."""

import pytest

from ingest import sitemap
from tests.ingest.hostile.internet import ELSEWHERE, SITE
from tests.ingest.sites import Answer, text_about, zipped

PLAIN, XML = {"Content-Type": "text/plain"}, {"Content-Type": "application/xml"}


@pytest.fixture
def town(site, settings, internet):
    for file in (settings.data / "visits").glob("*"):
        file.unlink()
    internet.tried.clear()
    internet.names["intern.gemeente.test"] = ("10.0.0.7",)
    internet.names["evil.test"] = (ELSEWHERE,)
    site.forget()
    site.pages.clear()
    site.put("/", "Gemeente", text_about("producten"), ["/paspoort"])
    site.put("/paspoort", "Paspoort", text_about("paspoort"))
    site.put("/verborgen", "Verborgen", text_about("leges"))
    yield site
    assert internet.addresses == {SITE}
    assert internet.vault.visitors == 0


def robots(text, status=200, **headers):
    return Answer(text, status, {**PLAIN, **headers})


@pytest.mark.parametrize(
    "answer",
    [
        robots("stuk", 500),
        robots("druk", 503, **{"Retry-After": "0"}),
        robots("", 302, Location="/robots.txt"),
        robots("", 302, Location="https://intern.gemeente.test/robots.txt"),
        robots("", 302, Location="http://169.254.169.254/"),
        robots("", 302, Location="file:///etc/passwd"),
    ],
)
def test_a_robots_file_without_an_answer_keeps_us_out(town, crawl, answer):
    town.pages["/robots.txt"] = answer
    report = crawl()
    assert report.failed
    assert "robots.txt of https://www.gemeente.test" in report.reason
    assert set(town.asked) == {"/robots.txt"}


@pytest.mark.parametrize(
    "answer",
    [
        robots("weg", 404),
        robots("verboden", 403),
        robots("<html><body>Pagina niet gevonden</body></html>"),
        robots(b"\xff\xfe\x00\x01" * 99),
        robots("", 301, Location="/elders.txt"),
    ],
)
def test_no_robots_file_is_a_welcome(town, crawl, answer):
    town.pages["/robots.txt"] = answer
    assert "/paspoort" in str([line.url for line in crawl().lines])
    assert town.asked["/paspoort"] == 1


def test_a_byte_order_mark_and_a_huge_file_hide_no_rule(town, crawl):
    filler = "# opvulling\n" * 60_000
    town.pages["/robots.txt"] = robots(
        f"\ufeffUser-agent: *\nDisallow: /paspoort\nCrawl-delay: nan\n{filler}Disallow: /\n"
    )
    reasons = {line.url.rpartition("/")[2]: line.reason for line in crawl().lines}
    assert reasons["paspoort"] == "robots.txt forbids it"
    assert reasons[""] == ""


def test_a_rule_that_would_take_for_ever_to_match_does_not(town, crawl):
    town.put("/", "Gemeente", text_about("producten"), ["/" + "a" * 1500])
    town.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /" + "*a" * 200 + "*b$\n")
    assert crawl().requests


def test_foreign_entries_of_a_sitemap_are_told_and_left(town, crawl):
    body = "\n".join(["https://evil.test/x", "https://10.0.0.8/", f"{town.url}/verborgen"])
    town.pages["/sitemap.xml"] = Answer(body, headers=PLAIN)
    found = {line.url: line for line in crawl().lines}
    assert "outside the allow-list" in found["https://evil.test/x"].reason
    assert "outside the allow-list" in found["https://10.0.0.8/"].reason
    assert found[f"{town.url}/verborgen"].passages


def test_a_sitemap_elsewhere_is_not_read(town, crawl):
    places = ("https://evil.test/s.xml", "https://intern.gemeente.test/s.xml", "/s.xml")
    lines = "".join(f"Sitemap: {place}\n" for place in places)
    town.pages["/robots.txt"] = robots(lines)
    town.pages["/sitemap.xml"] = Answer("", 302, {"Location": "https://evil.test/s.xml"})
    remarks = " ".join(crawl().remarks)
    assert remarks.count("another host") == 2
    assert "redirects to https://evil.test/s.xml, which is not allowed" in remarks


BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><urlset><url>&b;</url></urlset>'


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(BOMB, headers=XML), "not valid XML"),
        (Answer(zipped(b"<" + b" " * 90_000_000), headers=XML), "bomb|too large"),
        (Answer(b"<urlset>" + b"<url>" * 99, headers=XML), "not valid XML"),
        (Answer("stuk", 500), "answers 500"),
    ],
)
def test_a_sitemap_that_is_a_bomb_is_a_remark(town, crawl, answer, said):
    town.pages["/sitemap.xml"] = answer
    report = crawl()
    assert not report.failed
    assert any(part in report.remarks[0] for part in said.split("|"))


def test_sitemaps_that_list_each_other_end(town, crawl, monkeypatch):
    def index(*names):
        locs = "".join(f"<sitemap><loc>{town.url}/{name}</loc></sitemap>" for name in names)
        return Answer(f"<sitemapindex>{locs}</sitemapindex>", headers=XML)

    town.pages["/sitemap.xml"] = index("a.xml", "b.xml", "sitemap.xml")
    town.pages["/a.xml"] = index("b.xml", "a.xml", "sitemap.xml")
    town.pages["/b.xml"] = Answer(f"{town.url}/verborgen", headers=PLAIN)
    report = crawl()
    assert (town.asked["/a.xml"], town.asked["/b.xml"]) == (1, 1)
    assert f"{town.url}/verborgen" in {line.url for line in report.lines}
    assert not report.remarks


def test_more_sitemaps_and_entries_than_allowed_are_said_to_be_left(town, crawl, monkeypatch):
    monkeypatch.setattr(sitemap, "FILES", 3)
    monkeypatch.setattr(sitemap, "ENTRIES", 5)
    locs = "".join(f"<sitemap><loc>{town.url}/{n}.xml</loc></sitemap>" for n in range(5))
    town.pages["/sitemap.xml"] = Answer(f"<sitemapindex>{locs}</sitemapindex>", headers=XML)
    town.pages["/0.xml"] = Answer("\n".join(f"{town.url}/p{n}" for n in range(9)), headers=PLAIN)
    report = crawl()
    assert "more than 5 addresses; rest not read" in report.remarks[0]
    assert "more than 3, or" in report.remarks[1]
    assert (town.asked["/0.xml"], town.asked["/1.xml"], town.asked["/2.xml"]) == (1, 1, 0)


def test_a_web_page_where_a_sitemap_might_have_been_is_none(town, crawl):
    """So that pages which nothing links to any more still end."""
    town.put("/sitemap.xml", "Pagina niet gevonden", "Deze pagina bestaat niet.")
    crawl()
    town.put("/", "Gemeente", text_about("producten"))
    report = crawl()
    assert not report.remarks
    assert report.counts["removed"] == 1


def test_a_server_that_asks_for_an_hour_is_left_alone(town, crawl):
    town.put("/", "Gemeente", text_about("producten"), ["/druk", "/paspoort"])
    town.pages["/druk"] = Answer("", 429, {"Retry-After": "3600"})
    report = crawl()
    assert town.asked["/paspoort"] == 0
    assert any("asks to wait" in line.reason for line in report.lines)


@pytest.mark.parametrize(
    "wait", ["\u00b2", "-5", "9" * 400, "Fri, 31 Dec 9999 23:59:59 -2359", "x"]
)
def test_a_wait_that_makes_no_sense_is_no_crash(town, crawl, wait):
    town.put("/", "Gemeente", text_about("producten"), ["/druk"])
    town.pages["/druk"] = Answer("", 503, {"Retry-After": wait})
    assert not crawl().failed

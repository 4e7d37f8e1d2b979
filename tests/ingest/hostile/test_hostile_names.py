"""Names on the list that lead to forbidden addresses: refused before anything is sent."""

import pytest

from tests.ingest.hostile.internet import SITE
from tests.ingest.sites import Answer, text_about

ADDRESSES = {
    "intern": ("10.0.0.7",),
    "meta": ("169.254.169.254",),
    "vermomd": ("::ffff:10.0.0.1",),
    "gemengd": (SITE, "192.168.1.1"),
}
CLOSE = {"Content-Type": "text/plain", "Connection": "close"}


@pytest.fixture(scope="module")
def report(site, internet, crawl):
    """The owner has put these hosts on the list in good faith; their DNS tells otherwise."""
    internet.names |= {f"{name}.gemeente.test": found for name, found in ADDRESSES.items()}
    internet.names |= dict.fromkeys(("tweede.gemeente.test", "ander-slot.gemeente.test"), (SITE,))
    answers = iter([(SITE,)])
    internet.names["herbind.gemeente.test"] = lambda: next(answers, ("127.0.0.1",))
    hosts = [f"https://{name}.gemeente.test/" for name in (*ADDRESSES, "herbind", "ander-slot")]
    second = "https://tweede.gemeente.test/"
    pages = [f"{host}x" for host in hosts] + [f"{second}tweede"]
    site.put("/", "Gemeente", text_about("producten"), pages)
    site.put("/tweede", "Tweede", text_about("een tweede site"))
    site.put("/x", "Geheim", text_about("geheimen"))
    site.pages["/robots.txt"] = Answer("", headers=CLOSE)
    return crawl(second, *hosts)


@pytest.fixture(scope="module")
def lines(report):
    return {line.url.split("/")[2].split(".")[0]: line for line in report.lines}


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_name_with_a_forbidden_address_is_refused(lines, name):
    assert lines[name].status.value == "stale"
    assert f"has the private address {ADDRESSES[name][-1]}" in lines[name].reason


def test_a_name_that_changes_its_address_behind_our_back_is_refused(lines, site):
    """Its robots.txt came from a public address; the page would come from this machine."""
    assert "has the private address 127.0.0.1" in lines["herbind"].reason


def test_a_server_that_cannot_prove_its_name_is_refused(lines):
    assert "certificate" in lines["ander-slot"].reason.lower()


def test_a_second_host_on_the_list_is_read(lines):
    assert lines["tweede"].status.value == "created"


def test_nothing_was_connected_but_the_public_site(report, internet, site):
    assert report.published
    assert internet.addresses == {SITE}
    assert internet.vault.visitors == 0
    assert "/x" not in site.asked

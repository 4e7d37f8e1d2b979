"""No request reaches a private machine, whatever name or notation hides it."""

import pytest

from configs.slices.ingest import IngestSettings
from ingest.domain import FetchError, FetchRefused
from ingest.fetching import Fetcher
from ingest.network import is_public
from tests.ingest.sites import Answer

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.8",
    "172.16.5.4",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.8",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1",
    "2001:0:53aa:64c::1",
    "2002:7f00:1::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "2001:db8::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused_before_anything_is_sent(address):
    assert not is_public(address)
    fetcher = Fetcher(IngestSettings(delay=0), resolver=lambda *_: (address,))
    with fetcher, pytest.raises(FetchRefused, match="private address"):
        fetcher.fetch("https://www.gemeente.nl/")


def test_one_private_address_among_public_ones_refuses_the_host():
    fetcher = Fetcher(IngestSettings(delay=0), resolver=lambda *_: ("8.8.8.8", "10.0.0.1"))
    with fetcher, pytest.raises(FetchRefused, match=r"10\.0\.0\.1"):
        fetcher.fetch("https://www.gemeente.nl/")


@pytest.mark.parametrize("address", ["8.8.8.8", "145.21.184.10", "2a02:a470::1"])
def test_public_addresses_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "localhost", "[::1]", "[::ffff:7f00:1]"]
)
def test_loopback_in_any_notation_is_refused(host):
    with (
        Fetcher(IngestSettings(delay=0)) as fetcher,
        pytest.raises((FetchRefused, FetchError)) as e,
    ):
        fetcher.fetch(f"https://{host}/")
    assert "private address" in str(e.value) or "unknown" in str(e.value)


def test_a_name_that_changes_its_address_between_check_and_connection_gains_nothing(site):
    """DNS rebinding: the name is resolved once, and the connection goes to what was checked."""
    asked = []

    def resolver(host, port):
        asked.append(host)
        return ("127.0.0.1",)

    site.put("/", "Welkom", "Hallo")
    settings = IngestSettings(delay=0, allow_private_hosts=True)
    port = site.url.rpartition(":")[2]
    with Fetcher(settings, resolver=resolver) as fetcher:
        fetched = fetcher.fetch(f"http://rebinding.example:{port}/")
    assert fetched.status == 200
    assert asked == ["rebinding.example"]


def test_the_host_header_is_the_name_not_the_address(site):
    hosts = []

    site.pages["/"] = lambda handler: hosts.append(handler.headers["Host"]) or Answer("hallo")
    port = site.url.rpartition(":")[2]
    settings = IngestSettings(delay=0, allow_private_hosts=True)
    with Fetcher(settings, resolver=lambda *_: ("127.0.0.1",)) as fetcher:
        fetcher.fetch(f"http://www.gemeente.test:{port}/")
    assert hosts == [f"www.gemeente.test:{port}"]

"""Fixtures of the hostile site: production settings, real TLS, and an internet of its own."""

import shutil
from datetime import date

import pytest

from configs.settings import load_settings
from ingest.domain import Source
from ingest.library.library import open_library
from ingest.sync import sync
from tests.ingest.hostile.internet import SITE, Internet, SecureSite, certify

NAME = "www.gemeente.test"
OTHERS = tuple(
    f"{name}.gemeente.test"
    for name in ("tweede", "intern", "meta", "vermomd", "gemengd", "herbind", "ander-slot")
)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    if shutil.which("openssl") is None:
        pytest.skip("makes a certificate: install openssl")
    return certify(tmp_path_factory.mktemp("tls"), [NAME, *OTHERS[:-1]])


@pytest.fixture(scope="module")
def patch():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def internet(patch, certificate):
    patch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    internet = Internet(patch)
    yield internet
    internet.close()


@pytest.fixture(scope="module")
def site(internet, certificate):
    site = SecureSite(NAME, certificate)
    internet.names[NAME] = (SITE,)
    internet.doors[SITE] = site.port
    yield site
    site.close()


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """Those of production, but for the pause and the patience."""
    data = tmp_path_factory.mktemp("hostile")
    return load_settings(data=data, ingest={"delay": 0, "timeout": 1.5, "max_bytes": 300_000})


@pytest.fixture(scope="module")
def crawl(site, settings):
    """Sync the site; `allow` names further places that its owner put on the list."""

    def crawl(*allow, **changes):
        facts = {"name": "gemeente", "owner": "X", "review_by": date(2090, 1, 1)}
        facts |= {"start": (f"{site.url}/",), "allow": (f"{site.url}/", *allow)}
        library = open_library(settings)
        try:
            return sync(Source(**{**facts, **changes}), library, settings, confirmed=True)
        finally:
            library.close()

    return crawl

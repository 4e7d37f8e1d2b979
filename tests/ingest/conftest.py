"""Fixtures of the ingest tests: a site on loopback, settings that may read it."""

import pytest

from configs.settings import load_settings
from tests.ingest.sites import Site


@pytest.fixture
def site():
    site = Site()
    yield site
    site.close()


@pytest.fixture
def settings(tmp_path):
    return load_settings(
        data=tmp_path / "data",
        ingest={"allow_private_hosts": True, "delay": 0, "timeout": 5},
    )

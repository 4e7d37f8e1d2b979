"""Fixtures of the ingest tests: a site on loopback, settings that may read it, the commands."""

import json

import pytest

from configs.settings import load_settings
from ingest.command import main
from tests.ingest.sites import Site, text_about

NAMES = ("paspoort", "rijbewijs", "afval", "parkeren", "trouwen", "bijstand")


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


@pytest.fixture
def town(site, tmp_path, monkeypatch):
    site.put("/", "Gemeente", text_about("producten"), [f"/{name}" for name in NAMES])
    for name in NAMES:
        site.put(f"/{name}", name.capitalize(), text_about(name))
    folder = tmp_path / "bronnen"
    folder.mkdir()
    (folder / "gemeente.yaml").write_text(
        f"name: gemeente\nowner: Gemeente X\nreview_by: 2090-01-01\nstart: {site.url}/\n"
        "deny: ['/geheim*']\n"
    )
    monkeypatch.setenv("VRAAGBAAK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("VRAAGBAAK_INGEST__SOURCES", str(folder))
    monkeypatch.setenv("VRAAGBAAK_INGEST__ALLOW_PRIVATE_HOSTS", "true")
    monkeypatch.setenv("VRAAGBAAK_INGEST__DELAY", "0")
    return site


@pytest.fixture
def run(capsys):
    """Run a command; gives its exit code, its JSON (or text) on stdout, and stderr."""

    def run(*arguments):
        code = main(arguments)
        out, err = capsys.readouterr()
        return code, (json.loads(out) if "--json" in arguments and out else out), err

    return run

"""A library on each engine, and passages to put in it."""

import os
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from configs.domain import Audience
from configs.settings import load_settings
from ingest.domain import Passage, Span
from ingest.library.library import open_library

ENGINES = ["embedded", "local", *(["server"] if os.environ.get("QDRANT_URL") else [])]
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def passage(page, text, **changes):
    """A passage of the page `page` with one sentence."""
    fields = {
        "source": "gemeente",
        "owner": "Gemeente Waterveen",
        "audience": Audience.PUBLIC,
        "authority": 1.0,
        "url": f"https://waterveen.example/{page}",
        "title": page.capitalize(),
        "text": text,
        "sentences": (Span(start=0, end=len(text)),),
        "read_at": MONDAY,
    }
    return Passage(**{**fields, **changes})


PASSPORT = passage("paspoort", "Een paspoort kost € 83,87 als u 18 jaar of ouder bent.")
WASTE = passage("grofvuil", "Grofvuil laten ophalen is gratis. Maak een afspraak.")
PARKING = passage("parkeren", "Een parkeervergunning vraagt u aan met DigiD.")
SITE = [PASSPORT, WASTE, PARKING]


class Place:
    """Somewhere a library lies; every `open` is a new start of the application."""

    def __init__(self, engine, folder):
        self.engine, self.folder = engine, folder
        self.collection = f"test-{uuid4().hex[:12]}" if engine == "server" else "vraagbaak"
        self.opened = []

    def settings(self, **library):
        url = {"embedded": "", "local": str(self.folder / "local")}.get(
            self.engine, os.environ.get("QDRANT_URL", "")
        )
        chosen = {
            "engine": "embedded" if self.engine == "embedded" else "server",
            "url": url,
            "collection": self.collection,
        }
        return load_settings(data=self.folder, library={**chosen, **library})

    def open(self, *, read_only=False, **library):
        self.opened.append(open_library(self.settings(**library), read_only=read_only))
        return self.opened[-1]

    def reopen(self, **library):
        self.close()
        return self.open(**library)

    def close(self):
        while self.opened:
            self.opened.pop().close()

    def remove(self):
        if self.engine == "server":
            from qdrant_client import QdrantClient

            client = QdrantClient(url=os.environ["QDRANT_URL"], check_compatibility=False)
            client.delete_collection(self.collection)
            client.close()


@pytest.fixture(params=ENGINES)
def place(request, tmp_path):
    there = Place(request.param, tmp_path)
    yield there
    there.close()
    there.remove()


@pytest.fixture
def library(place):
    return place.open()


@pytest.fixture
def embedded(tmp_path):
    there = Place("embedded", tmp_path)
    yield there
    there.close()

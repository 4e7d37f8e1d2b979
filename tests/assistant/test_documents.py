"""Only a public document that the published edition holds is handed out."""

from datetime import date

import pytest

from assistant.documents import DocumentShelf
from configs.domain import Audience
from configs.settings import load_settings
from ingest.domain import Source
from ingest.library.library import open_library
from ingest.sync import sync

TEXT = (
    "# Beleid\n\nDe gemeente bewaart de plannen van de wijken nog tien jaar in het archief.\n" * 5
)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "docs"
    made.mkdir()
    (made / "beleid.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "geheim.txt").write_text("geheim", encoding="utf-8")
    return made


def shelf(folder, tmp_path, audience):
    source = Source(
        name="plannen",
        owner="Gemeente",
        kind="documents",
        audience=audience,
        review_by=date(2099, 1, 1),
        start=(str(folder),),
    )
    settings = load_settings("demo", data=tmp_path / f"data-{audience}")
    library = open_library(settings)
    sync(source, library, settings)
    return library, DocumentShelf(library, [source])


def test_a_public_document_is_handed_out_until_it_is_forgotten(folder, tmp_path):
    library, documents = shelf(folder, tmp_path, Audience.PUBLIC)
    assert documents.find("plannen", "beleid.md") == folder / "beleid.md"
    library.forget("/documents/plannen/beleid.md")
    assert documents.find("plannen", "beleid.md") is None
    library.close()


@pytest.mark.parametrize("path", ["../geheim.txt", "/etc/passwd", "anders.md", ""])
def test_nothing_else_is(folder, tmp_path, path):
    library, documents = shelf(folder, tmp_path, Audience.PUBLIC)
    assert documents.find("plannen", path) is None
    assert documents.find("andere", "beleid.md") is None
    library.close()


def test_an_internal_document_is_not(folder, tmp_path):
    library, documents = shelf(folder, tmp_path, Audience.INTERNAL)
    assert documents.find("plannen", "beleid.md") is None
    library.close()

"""A real library with a page for everybody and pages for employees, all with one marked word."""

from datetime import date

from assistant.build import build
from assistant.documents import DocumentShelf
from configs.domain import Audience
from configs.settings import load_settings
from ingest.domain import Source
from ingest.library.library import open_library
from ingest.sync import sync

MARK = "zeegroenolifant"
"""Stands in every passage for employees and in no other text."""
SITE = "https://www.waterveen.example/"
OPEN = {
    "kluis.md": "# De kluis\n\nDe gemeente heeft een kluis in het gemeentehuis. "
    "De kluis is open op werkdagen van 9 tot 12 uur.\n",
    "paspoort.md": "# Paspoort\n\nEen paspoort kost 83,87 euro. U haalt het op aan de balie.\n",
}
SHUT = {
    "kluis.md": "# De kluis\n\nDe kluis is van de gemeente en staat in het gemeentehuis.\n\n"
    f"## Code van de kluis\n\nDe code van de kluis is {MARK}. "
    "De code van de kluis verandert elke maandag.\n",
    f"{MARK}.md": f"# Werkwijze {MARK}\n\nBij een melding van fraude belt de medewerker het team "
    f"{MARK}. Dat team antwoordt binnen twee dagen.\n",
}


def make(folder, **changes):
    """The assistant over that library. One address stands in both sources."""
    sources = [_source(folder, "open", OPEN, SITE), _source(folder, "dicht", SHUT, SITE)]
    sources.append(_source(folder, "intern", SHUT, ""))
    settings = load_settings("demo", data=folder / "data", desk={"hours": {}}, **changes)
    library = open_library(settings)
    for source in sources:
        report = sync(source, library, settings)
        assert report.published, report.reason
    return build(settings, library)


def documents(folder):
    """What hands out the files."""
    source = _source(folder, "intern", SHUT, "")
    return lambda service: DocumentShelf(service.library, [source])


def _source(folder, name, files, base):
    place = folder / name
    place.mkdir(exist_ok=True)
    for file, text in files.items():
        (place / file).write_text(text, encoding="utf-8")
    return Source(
        name=name,
        owner="Gemeente Waterveen",
        kind="documents",
        audience=Audience.PUBLIC if name == "open" else Audience.INTERNAL,
        review_by=date(2099, 1, 1),
        start=(str(place),),
        base_url=base,
    )

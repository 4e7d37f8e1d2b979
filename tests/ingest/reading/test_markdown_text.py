from datetime import date

import pytest

from ingest.domain import BlockKind
from tests.ingest.reading.documents import blocks, corpus, read_bytes, texts

PAGE = """---
title: "Kwijtschelding"
modified: 2025-03-12
lang: nl
---
<!-- tags -->
# Kwijtschelding

U kunt **kwijtschelding** krijgen voor de [afvalstoffenheffing](afval.md){ .knop },
als u *weinig* geld heeft.

## Voorwaarden ##
Neem mee:

- een `loonstrook`
    - van de laatste maand
- een ID-bewijs ![](id.png)

1. Vul in.
2. Stuur op.

| Inkomen | Deel |
|---------|:----:|
| € 1.000 | alles |
| € 1.500 | |

!!! note "Let op"
    U krijgt geen geld terug.

Vervolg
-------
> Wij beslissen binnen 8 weken.
"""


def markdown(text):
    return read_bytes(
        text.encode(), "https://x.nl/kwijtschelding-aanvragen.md", "text/markdown"
    ).page


def test_markdown_is_read_without_its_marks():
    page = markdown(PAGE)
    assert (page.title, page.modified, page.language) == ("Kwijtschelding", date(2025, 3, 12), "nl")
    assert texts(page)[0] == (
        "U kunt kwijtschelding krijgen voor de afvalstoffenheffing, als u weinig geld heeft."
    )
    assert [section.headings for section in page.sections] == [(), ("Voorwaarden",), ("Vervolg",)]
    assert texts(page)[-1] == "Wij beslissen binnen 8 weken."


def test_items_and_rows_keep_their_lead():
    found = [
        (b.kind, b.text, b.lead) for b in blocks(markdown(PAGE)) if b.kind is not BlockKind.PROSE
    ]
    assert found == [
        (BlockKind.ITEM, "een loonstrook", "Neem mee:"),
        (BlockKind.ITEM, "van de laatste maand", "Neem mee: een loonstrook"),
        (BlockKind.ITEM, "een ID-bewijs", "Neem mee:"),
        (BlockKind.ITEM, "Vul in.", "Neem mee:"),
        (BlockKind.ITEM, "Stuur op.", "Neem mee:"),
        (BlockKind.ROW, "€ 1.000 | alles", "Inkomen | Deel"),
        (BlockKind.ROW, "€ 1.500", "Inkomen"),
    ]


def test_without_front_matter_the_first_heading_or_the_file_is_the_title():
    assert markdown("# Afval\n\nWij halen het op.").title == "Afval"
    assert markdown("Wij halen het op.").title == "Kwijtschelding aanvragen"


@pytest.mark.real
def test_no_marks_are_left_in_real_pages():
    marks = ("](", "**", "![", "<div", "{ .", "##")
    for file in sorted(corpus("algoritmekader", "docs").rglob("*.md"))[::5]:
        body = file.read_bytes()
        page = read_bytes(body, f"https://x.nl/{file.name}", "text/markdown").page
        left = [text for text in texts(page) if any(mark in text for mark in marks)]
        assert not left, file.name

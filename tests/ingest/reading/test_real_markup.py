"""Markup of content systems that municipalities really have, beside what the standards ask."""

import pytest

from ingest.domain import BlockKind
from tests.ingest.reading.documents import blocks, page_of, read_html, texts

WORDS = "De gemeente haalt het afval elke week bij u thuis op. " * 6


def flat(body):
    head = "<head><title>Afval ophalen | Waterveen</title></head>"
    return read_html(f"<!doctype html><html lang=nl>{head}<body>{body}</body></html>").page


def rows(page):
    return [(b.text, b.lead) for b in blocks(page) if b.kind is BlockKind.ROW]


def test_a_cell_over_two_columns_stands_behind_both_heads():
    page = page_of(
        "<table><tr><th>Graf<th>Duur<th>Noord<th>Zuid"
        "<tr><td>Eigen<td>20 jaar<td>€ 1.000<td>€ 900<tr><td>Algemeen<td>10 jaar<td colspan=2>€ 500"
        "</table>"
    )
    assert rows(page) == [
        ("Eigen | 20 jaar | € 1.000 | € 900", "Graf | Duur | Noord | Zuid"),
        ("Algemeen | 10 jaar | € 500", "Graf | Duur | Noord / Zuid"),
    ]


def test_a_table_with_all_text_in_one_cell_only_arranges_the_page():
    page = flat(
        "<table><tr><td colspan=2><img src=kop.gif></td></tr><tr><td><a href=/>Home</a><br>"
        f"<a href=/riool>Riool</a></td><td><b>Afval ophalen</b><p>{WORDS}</p>"
        "<p>Een tweede alinea over de bak.</p></td></tr></table>"
    )
    assert not rows(page)
    assert WORDS.strip() in texts(page)
    assert "Een tweede alinea over de bak." in texts(page)


def test_a_table_of_long_explanations_stays_a_table():
    explained = f"<p>{WORDS}</p><p>Let op: zonder pas mag het niet.</p>"
    page = page_of(
        f"<table><tr><td>Restafval</td><td>{explained}</td></tr>"
        f"<tr><td>Papier</td><td>{explained}</td></tr></table>"
    )
    assert [text.split(" | ")[0] for text, _ in rows(page)] == ["Restafval", "Papier"]


def test_links_that_touch_are_words_apart():
    page = page_of(
        "<div><a href=/p><span>Paspoort</span></a><a href=/o><span>Onderwerpen</span></a></div>"
        "<ul><li><a href=/a>Een</a><a href=/b>Twee</a></li></ul><p>Ge<b>meente</b>huis</p>"
    )
    assert texts(page) == ["Paspoort Onderwerpen", "Een Twee", "Gemeentehuis"]


@pytest.mark.parametrize(
    "beside",
    [
        "<div class='zijbalk'>{}</div>",
        "<div id='sidebar'>{}</div>",
        "<div class='region region-sidebar-second'>{}</div>",
        "<div class='footer'>{}</div>",
        "<div id='site-footer'>{}</div>",
    ],
)
def test_what_stands_beside_a_short_text_is_left_out(beside):
    words = "Wij gebruiken alleen cookies die nodig zijn om de site te laten werken."
    around = beside.format("<h2>Direct regelen</h2><p>Bel ons.</p>")
    assert texts(flat(f"<div><h1>Cookies</h1><p>{words}</p></div>{around}")) == [words]


def test_a_page_wrapped_in_a_name_of_its_sidebar_is_read():
    page = flat(f"<div class='with-sidebar'><h1>Afval ophalen</h1><p>{WORDS}</p></div>")
    assert texts(page) == [WORDS.strip()]


def test_the_foot_of_a_card_is_content():
    page = page_of("<div class=card><p>Pas.</p><div class=card-footer>Kost € 5.</div></div>")
    assert texts(page) == ["Pas.", "Kost € 5."]


@pytest.mark.parametrize(
    "line",
    [
        "Vandaag open van 9.00 tot 17.00 uur",
        "Vandaag geopend: 9.00 - 17.00",
        "Nu open",
        "Nu gesloten, morgen open vanaf 8.30 uur",
        "Today open from 9 am",
    ],
)
def test_what_holds_only_on_the_day_it_was_read_is_left_out(line):
    assert texts(page_of(f"<p>{line}</p><p>Maandag open tot 17.00 uur.</p>")) == [
        "Maandag open tot 17.00 uur."
    ]


@pytest.mark.parametrize("line", ["Vandaag aangevraagd is morgen klaar.", "Nu ook in de avond."])
def test_other_lines_about_today_are_read(line):
    assert texts(page_of(f"<p>{line}</p>")) == [line]


@pytest.mark.parametrize(
    "date",
    [
        "<p class=publicatiedatum>03-10-2026</p>",
        "<div class='meta published'>Gepubliceerd op 3 oktober 2026</div>",
    ],
)
def test_the_day_on_which_a_text_was_published_is_no_part_of_it(date):
    page = page_of(f"{date}<p>De bak komt in week 41.</p>")
    assert texts(page) == ["De bak komt in week 41."]


def test_a_date_that_tells_something_is_read():
    page = page_of("<p>Eerst dit.</p><h2>Laatste dag</h2><p>1 mei 2026</p>")
    assert texts(page) == ["Eerst dit.", "1 mei 2026"]

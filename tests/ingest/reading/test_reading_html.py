from datetime import date

import pytest

from ingest.domain import BlockKind, ReadError
from ingest.splitting import split
from tests.ingest.reading.documents import SOURCE, blocks, page_of, read_bytes, read_html, texts


def full(body, head="<title>Paspoort | Waterveen</title>"):
    return read_html(f"<!doctype html><html lang=nl><head>{head}</head><body>{body}</body></html>")


def test_a_page_is_its_title_its_sections_and_its_anchors():
    page = page_of(
        "<p>U vraagt het aan.</p><h2 id=kosten>Kosten</h2><p>Het kost € 83,87.</p>"
        "<h3>Spoed</h3><p>Spoed kost € 57.</p><h2><a name=mee></a>Meenemen</h2><p>Een pasfoto.</p>"
    )
    assert page.title == "Paspoort"
    assert page.language == "nl"
    assert [(s.headings, s.anchor) for s in page.sections] == [
        ((), None),
        (("Kosten",), "kosten"),
        (("Kosten", "Spoed"), "kosten"),
        (("Meenemen",), "mee"),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        '<section id="hier"><h2>Kosten</h2></section>',
        '<div id="hier"><h2>Kosten</h2></div>',
        '<a id="hier"></a><h2>Kosten</h2>',
        '<h2><span id="hier">Kosten</span></h2>',
        '<div class="kop"><h2 id="hier">Kosten</h2></div>',
    ],
)
def test_the_anchor_may_stand_around_before_or_in_a_heading(heading):
    page = page_of(f"<p>Eerst dit.</p>{heading}<p>Het kost € 5.</p>")
    assert page.sections[-1].anchor == "hier"


def test_what_surrounds_the_main_content_is_left_out():
    reading = full(
        "<div class=cookiebalk role=dialog>Wij gebruiken cookies</div>"
        "<header><nav><a href='/afval'>Afval</a></nav></header>"
        "<nav class=breadcrumb>U bevindt zich hier: <a href=/>Home</a> &gt; "
        "<a href=/wonen>Wonen</a> &gt; Paspoort</nav>"
        "<main><h1>Paspoort</h1><nav>Op deze pagina</nav><p>" + "U vraagt het aan. " * 10 + "</p>"
        "<div class='share-buttons share'>Deel dit</div><form>Zoek</form><aside>Nieuws</aside>"
        "<h2>Heeft deze informatie u geholpen?</h2><p>Ja nee</p></main><footer>Colofon</footer>"
    )
    assert texts(reading.page) == ["U vraagt het aan. " * 9 + "U vraagt het aan."]
    assert reading.page.trail == ("Wonen",)


def test_without_landmarks_the_main_content_is_still_found():
    words = "De gemeente haalt het afval elke week bij u thuis op. "
    menu = "<ul>" + "".join(f"<li><a href=/{n}>Menupunt {n}</a></li>" for n in range(20)) + "</ul>"
    page = full(
        f"<div class=menu>{menu}</div><div class=inhoud><h1>Afval</h1><p>{words * 5}</p>"
        f"<h2 id=waar>Waar</h2><p>{words * 4}</p><p>{words * 4}</p></div>"
        f"<div class=onder>{menu}</div>"
    ).page
    assert page.title == "Afval"
    assert not any("Menupunt" in text for text in texts(page))
    assert page.sections[-1].anchor == "waar"


def test_a_form_around_the_whole_page_is_not_taken_for_a_form():
    words = "De gemeente haalt het afval elke week op. " * 10
    page = full(f"<form><main><h1>Afval</h1><form><p>{words}</p></form></main></form>").page
    assert texts(page) == [words.strip()]


def test_list_items_carry_their_lead_in_and_nested_ones_their_parent():
    page = page_of(
        "<p>U komt langs. Neem mee:</p><ul><li>een pasfoto<ul><li>in kleur</li></ul></li>"
        "<li>uw oude paspoort</li></ul><p>Klaar.</p><ul><li>los punt</li></ul>"
    )
    items = [(b.text, b.lead) for b in blocks(page) if b.kind is BlockKind.ITEM]
    assert items == [
        ("een pasfoto", "Neem mee:"),
        ("in kleur", "Neem mee: een pasfoto"),
        ("uw oude paspoort", "Neem mee:"),
        ("los punt", ""),
    ]


def test_rows_stand_beside_their_column_heads():
    page = page_of(
        "<table><caption>Tarieven 2026</caption><thead><tr><th>Wat<th>Prijs<th>Duur</thead>"
        "<tr><td>Paspoort<td>€ 83,87<td rowspan=2>5 dagen<tr><td>Id-kaart<td>€ 78,27</table>"
        "<p>Na de tabel.</p>"
    )
    table, after = page.sections
    assert table.headings == ("Tarieven 2026",)
    assert [(b.text, b.lead) for b in table.blocks] == [
        ("Paspoort | € 83,87 | 5 dagen", "Wat | Prijs | Duur"),
        ("Id-kaart | € 78,27 | 5 dagen", "Wat | Prijs | Duur"),
    ]
    assert after.headings == ()


def test_an_empty_cell_is_left_out_together_with_its_head():
    page = page_of("<table><tr><th>A<th>B<th>C<tr><td>een<td><td>drie</table>")
    assert [(b.text, b.lead) for b in blocks(page)] == [("een | drie", "A | C")]


def test_a_table_of_names_and_values_has_no_lead():
    page = page_of("<table><tr><th>Maandag<td>Gesloten<tr><th>Dinsdag<td>9.00 - 17.00</table>")
    assert [(b.text, b.lead) for b in blocks(page)] == [
        ("Maandag | Gesloten", ""),
        ("Dinsdag | 9.00 - 17.00", ""),
    ]


def test_a_row_that_spans_the_table_names_the_rows_below_it():
    page = page_of(
        "<table><tr><th>Wat<th>Prijs<tr><th colspan=2>Volwassenen<tr><td>Pas<td>€ 80"
        "<tr><th colspan=2>Kinderen<tr><td>Pas<td>€ 60</table>"
    )
    assert [(s.headings, s.blocks[0].text) for s in page.sections] == [
        (("Volwassenen",), "Pas | € 80"),
        (("Kinderen",), "Pas | € 60"),
    ]


def test_a_table_that_only_arranges_the_page_is_read_as_text():
    page = page_of("<table role=presentation><tr><td><p>Links.</p><td><p>Rechts.</p></table>")
    assert [(b.kind, b.text) for b in blocks(page)] == [
        (BlockKind.PROSE, "Links."),
        (BlockKind.PROSE, "Rechts."),
    ]


def test_a_summary_is_the_heading_of_its_details():
    page = page_of(
        "<h2>Vragen</h2><details id=v1><summary>Wat kost het?</summary><p>€ 5.</p></details>"
        "<p>Verder niets.</p>"
    )
    assert [(s.headings, s.anchor) for s in page.sections] == [
        (("Vragen", "Wat kost het?"), "v1"),
        (("Vragen",), None),
    ]


def test_terms_addresses_and_lines_read_well():
    page = page_of(
        "<dl><dt>Telefoon<dd>14 020<dt>Post<dd>Postbus 1</dl>"
        "<address>Stadhuisplein 1<br>1234 AB Waterveen</address>"
        "<p>Maandag: gesloten<br>Dinsdag: 9.00 tot 17.00 uur</p>"
    )
    assert texts(page) == [
        "Telefoon: 14 020",
        "Post: Postbus 1",
        "Stadhuisplein 1, 1234 AB Waterveen",
        "Maandag: gesloten",
        "Dinsdag: 9.00 tot 17.00 uur",
    ]


def test_text_is_cleaned():
    page = page_of("<p>Kwijt\u00adschelding\u00a0 is\n\t cafe\u0301\u200b.</p>")
    assert texts(page) == ["Kwijtschelding is café."]


def test_links_are_absolute_and_fit_for_a_crawler():
    reading = full(
        "<main><h1>Links</h1><p>Hier staan links.</p><a href='kosten#hoe'>1</a><a href='/b'>2</a>"
        "<a href='mailto:x@y.nl'>3</a><a rel=nofollow href=/weg>4</a><a href='javascript:x()'>5</a>"
        "<a href='https://[kapot'>6</a></main>",
        head="<base href='https://www.waterveen.nl/pas/'><meta name=robots content='noindex'>"
        "<link rel=canonical href='/pas/'>",
    )
    assert reading.links == ("https://www.waterveen.nl/pas/kosten", "https://www.waterveen.nl/b")
    assert reading.canonical == "https://www.waterveen.nl/pas/"
    assert (reading.noindex, reading.nofollow) == (True, False)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta name='DCTERMS.modified' content='2025-03-12T10:00:00Z'>", ""),
        ("<meta property='article:modified_time' content='2025-03-12'>", ""),
        ('<script type="application/ld+json">{"dateModified":"2025-03-12"}</script>', ""),
        ("", "<p>Laatst bijgewerkt: <time datetime='2025-03-12'>woensdag</time></p>"),
        ("", "<p>Laatst gewijzigd op 12 maart 2025</p>"),
        ("", "<footer>Last updated 12-03-2025</footer>"),
    ],
)
def test_the_date_of_the_last_change_is_found(head, body):
    page = full(f"<main><h1>Pas</h1><p>{'Tekst over pas. ' * 9}</p>{body}</main>", head=head).page
    assert page.modified == date(2025, 3, 12)
    assert len(texts(page)) == 1


def test_a_part_in_another_language_says_so_and_is_split_as_such():
    page = page_of(
        "<p>Vraag het aan.</p><div lang=en-GB><h2>In English</h2><p>Apply at the desk.</p></div>"
        "<h2>Kosten</h2><p lang=nl>Het kost € 5.</p>"
    )
    assert [section.language for section in page.sections] == [None, "en", None]
    assert [passage.language for passage in split(page, SOURCE, 200)] == ["nl", "en", "nl"]


@pytest.mark.parametrize(
    "head",
    [
        "<meta name='DCTERMS.issued' content='2025-03-12'>",
        "<meta property='article:published_time' content='2025-03-12T09:00:00+01:00'>",
        '<script type="application/ld+json">{"@graph":[{"datePublished":"2025-03-12"}]}</script>',
    ],
)
def test_a_page_that_was_never_changed_has_the_date_of_its_publication(head):
    assert page_of("<p>Tekst over de pas.</p>", head=head).modified == date(2025, 3, 12)
    later = f"{head}<meta name='DCTERMS.modified' content='2025-04-01'>"
    assert page_of("<p>Tekst over de pas.</p>", head=later).modified == date(2025, 4, 1)


def test_the_title_falls_back_on_the_head_without_the_name_of_the_site():
    reading = full("<main><p>Tekst.</p></main>", head="<title>Afval - Gemeente Waterveen</title>")
    assert reading.page.title == "Afval"


def test_the_language_is_recognised_where_the_page_does_not_say():
    english = "<main><h1>Passport</h1><p>You can apply for a passport at the town hall.</p></main>"
    assert read_html(english).page.language == "en"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"<html><body></body></html>", "no text"),
        (b"<div>" * 10_000 + b"diep" + b"</div>" * 10_000, "nested too deeply"),
    ],
)
def test_what_cannot_be_read_gives_one_clear_reason(body, reason):
    with pytest.raises(ReadError, match=reason):
        read_bytes(body)


def test_a_line_of_five_megabytes_is_read():
    page = read_html("<main><h1>Lang</h1><p>" + "woord " * 900_000).page
    assert len(texts(page)[0]) > 5_000_000

from tests.ingest.reading.documents import blocks, read_bytes, read_html, texts

WORDS = "De gemeente haalt het afval elke week bij u thuis op. " * 6
SCRAPED = f"""---
title: Afval ophalen - Waterveen
url: https://www.waterveen.nl/afval
---
# Afval ophalen - Waterveen

Source: https://www.waterveen.nl/afval

[ ![Home](logo.svg) ](/ "Waterveen") Waterveen

  * [ Paspoort  ](/paspoort)
  * [ Afval  ](/afval)

Inhoudsopgave

  * Wanneer
  * Meenemen

  1. [ Wonen  ](/wonen)

# Afval ophalen

[Wonen](/wonen)[Afval](/afval)[Inwoner](/inwoner)

## Wanneer

{WORDS}

## Meenemen

  * een bak
  * [een pas](/pas)

Zie [1](/a), [2](/b) en [3](/c) voor uitleg over de bak.

12 maart 2025 3 april 2024

Terug naar boven
  *bak: een bak op wielen
  *pas: een kaart
"""
OWN = [WORDS.strip(), "een bak", "een pas", "Zie 1, 2 en 3 voor uitleg over de bak."]


def test_a_scraped_page_is_read_without_its_menus_labels_and_footer():
    page = read_bytes(SCRAPED.encode(), "https://x.nl/afval.md", "text/markdown").page
    assert page.title == "Afval ophalen"
    assert texts(page) == OWN
    assert {section.headings for section in page.sections} == {("Wanneer",), ("Meenemen",)}


def flat(body, title="Afval ophalen | Waterveen"):
    head = f"<head><title>{title}</title></head>"
    return read_html(f"<!doctype html><html lang=nl>{head}<body>{body}</body></html>").page


MENU = "<p><a href=/>Waterveen</a></p><ul><li><a href=/a>Paspoort</a><li><a href=/b>Afval</a></ul>"


def test_a_page_without_landmarks_begins_at_the_heading_with_its_title():
    page = flat(
        f"{MENU}<h1>Afval ophalen</h1><p><a href=/x>Wonen</a> <a href=/y>Afval</a> "
        f"<a href=/z>Inwoner</a></p><h2>Wanneer</h2><p>{WORDS}</p><p>12 maart 2025</p>"
        "<p><a href=#top>Terug naar boven</a></p><p>Colofon</p>"
    )
    assert texts(page) == [WORDS.strip()]


def test_what_is_told_before_the_title_is_kept():
    page = flat(f"<p>{WORDS}</p><h1>Afval ophalen</h1><p>{WORDS}</p>")
    assert texts(page) == [WORDS.strip()] * 2


def test_a_date_that_answers_something_is_kept():
    page = flat(
        f"<h1>Afval ophalen</h1><p>{WORDS}</p><h2>Wanneer</h2><p>12 maart 2025</p><p>Let op.</p>"
    )
    assert "12 maart 2025" in texts(page)


def test_a_list_of_the_headings_is_left_out_but_a_list_that_says_something_is_not():
    chapters = "".join(f"<h2 id=h{n}>Deel {n}</h2><p>{WORDS}</p>" for n in "abc")
    index = "".join(f"<li><a href=#h{n}>Deel {n}</a>" for n in "abc")
    told = "".join(f"<li>Deel {n}" for n in "abc")
    for before, kept in (
        (f"<ul>{index}</ul>", 0),
        (f"<h2>Op deze pagina</h2><ul>{told}</ul>", 0),
        (f"<p>Het plan bestaat uit:</p><ul>{told}</ul>", 3),
        (f"<p>Neem de volgende stappen:</p><ul>{index}</ul>", 3),
    ):
        page = flat(f"<main><h1>Afval ophalen</h1>{before}{chapters}</main>")
        assert len([b for b in blocks(page) if b.kind == "item"]) == kept
        assert not any("Op deze pagina" in section.headings for section in page.sections)

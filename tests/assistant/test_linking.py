"""A link opens the page at the very sentence."""

from urllib.parse import unquote

from assistant.linking import link
from tests.passages import passage


def test_a_short_sentence_is_named_whole_behind_the_anchor():
    cost = passage("Een paspoort kost € 88,25.", anchor="kosten")
    address = link(cost, 0)
    assert address.startswith("https://w.example/paspoort/#kosten:~:text=")
    assert unquote(address.split(":~:text=")[1]) == "Een paspoort kost € 88,25."
    assert "," not in address.split(":~:text=")[1]


def test_of_a_long_sentence_both_ends_are_named():
    text = "Uw paspoort ligt na vijf werkdagen voor u klaar aan de balie van het stadhuis."
    start, end = link(passage(text), 0).split(":~:text=")[1].split(",")
    assert unquote(start) == "Uw paspoort ligt na"
    assert unquote(end) == "balie van het stadhuis."


def test_a_row_is_named_by_its_first_and_last_cell():
    row = passage(("row", "Paspoort | 10 jaar | € 88,25", "Document | Geldig | Kosten"))
    start, end = link(row, 0).split(":~:text=")[1].split(",")
    assert (unquote(start), unquote(end)) == ("Paspoort", "€ 88,25")


def test_a_hyphen_is_escaped_since_it_has_a_meaning_there():
    assert "%2D" in link(passage("Een id-kaart aanvragen."), 0)


def test_a_document_opens_at_its_page():
    assert link(passage("Artikel 3.", number=4), 0).endswith("#page=4")

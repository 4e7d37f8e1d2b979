from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentences


def cut(text, language="nl"):
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "Neem uw documenten mee, bijv. uw paspoort of rijbewijs.",
        "Zie art. 2 en nr. 5 op blz. 3 van de verordening.",
        "De regeling geldt t/m 3 jan. 2025 voor o.a. ouderen.",
        "Dit is besloten m.b.t. de wet en i.v.m. de kosten.",
        "Dr. De Vries en mr. J. Jansen tekenen het besluit.",
        "Een paspoort kost ca. € 1.250,- p.p. per jaar.",
        "Wij zijn open van 8.30 uur tot 17.00 uur.",
        "Dit staat in artikel 2.1.3 van de wet.",
        "De vergadering van 23 maart jl. ging over de begroting.",
        "De balie is a.s. maandag gesloten.",
    ],
)
def test_an_abbreviation_a_time_or_an_article_does_not_end_a_sentence(text):
    assert cut(text) == [text]


def test_sentences_end_where_a_reader_ends_them():
    text = "Wat kost het? € 20. Meer niet! U regelt het op www.waterveen.nl. Of u belt."
    expected = ["Wat kost het?", "€ 20.", "Meer niet!", "U regelt het op www.waterveen.nl."]
    assert cut(text) == [*expected, "Of u belt."]


def test_a_sentence_may_begin_with_an_apostrophe():
    assert cut("Open tot 17.00 uur. 's Avonds dicht.") == [
        "Open tot 17.00 uur.",
        "'s Avonds dicht.",
    ]


def test_enz_ends_a_sentence_before_a_capital():
    assert cut("Neem mee: pas, geld enz. Dat helpt.") == ["Neem mee: pas, geld enz.", "Dat helpt."]


def test_a_line_break_ends_a_sentence():
    assert cut("Neem mee:\n  een pasfoto\n\ngeld") == ["Neem mee:", "een pasfoto", "geld"]


def test_english_is_cut_too():
    text = "Dr. Smith agrees. You pay e.g. by card."
    assert cut(text, "en") == ["Dr. Smith agrees.", "You pay e.g. by card."]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_every_word_is_in_exactly_one_sentence(text):
    spans = sentences(text, "nl")
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    gaps = [0, *(place for span in spans for place in span), len(text)]
    outside = "".join(text[a:b] for a, b in zip(gaps[::2], gaps[1::2], strict=True))
    assert not outside.strip()
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)

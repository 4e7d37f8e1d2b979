"""What becomes a word, a stem, a number, and how much it weighs."""

import subprocess
import sys
from itertools import product

import pytest

from models.dutch import (
    FINGERPRINT,
    Fields,
    fold,
    is_stop_word,
    passage_vectors,
    query_vectors,
    stem,
    stems,
    tokens,
    words,
)


def shared_terms(question, text, vector):
    asked, told = query_vectors(question)[vector], passage_vectors(Fields(text=text))[vector]
    return set(asked.indices) & set(told.indices)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Artikel 22 van de AVG", ["artikel 22", "avg"]),
        ("Zie art. 2.1.a en artikel 5:20.", ["zie", "artikel 2.1.a", "artikel 5:20"]),
        ("De leges zijn € 83,87.", ["leges", "83,87"]),
        ("Boete: € 1.000,00 of 1000 euro", ["boet", "1000", "1000", "euro"]),
        ("Dat kost € 50,-.", ["kost", "50"]),
        ("Kerkstraat 5, 1234 AB Waterveen", ["kerkstrat", "5", "1234ab", "waterven"]),
        ("Stuur een e-mail", ["stur", "email"]),
        ("de AI-verordening", ["ai", "verorden"]),
        ("auto's en foto\u2019s", ["auto", "foto"]),
        ("Sinds 2025 is covid19 weg", ["2025", "covid19", "weg"]),
        ("Bel 14 020 of 06-12345678", ["bel", "14", "020", "06-12345678"]),
        ("🙂 !? …", []),
    ],
)
def test_numbers_and_references_stay_whole(text, expected):
    assert stems(text) == expected


def test_tokens_know_where_they_stand():
    text = "Vraag vóór 1 mei de vergunningen aan (€ 12,50)."
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
    assert [token.stem for token in tokens(text) if token.text == "vergunningen"] == [
        stem("vergunning")
    ]


def test_accents_and_case_do_not_matter():
    assert fold("Financiële COÖPERATIE") == "financiele cooperatie"
    assert words("Coördinatie") == words("coordinatie")


def test_words_that_say_nothing_are_dropped():
    assert is_stop_word("Één")
    assert is_stop_word("which")
    assert not is_stop_word("niets-zeggend")
    assert words("Hoe kan ik dat doen?") == []


def test_an_article_is_found_whole_and_by_its_parts():
    whole = shared_terms("artikel 22", "Dit volgt uit artikel 22 van de wet.", 0)
    number_only = shared_terms("artikel 22", "Dit staat op bladzijde 22.", 0)
    assert len(whole) > len(number_only) > 0
    assert shared_terms("artikel", "Dit volgt uit artikel 22 van de wet.", 0)


def test_a_typing_error_shares_grams_but_no_word():
    question, text = "parkeervergunnning", "Vraag een parkeervergunning aan."
    assert not shared_terms(question, text, 0)
    assert len(shared_terms(question, text, 1)) >= 10


def test_english_text_works():
    assert shared_terms("How do I renew my passport?", "Passports are renewed at the town hall.", 0)


def test_a_heading_weighs_more_than_the_text():
    [wanted] = query_vectors("grofvuil")[0].indices
    weights = []
    for fields in (Fields(headings="Grofvuil"), Fields(text="Grofvuil")):
        vector = passage_vectors(fields)[0]
        weights.append(dict(zip(vector.indices, vector.values, strict=True))[wanted])
    assert weights[0] > weights[1]


def test_vectors_are_ascending_unsigned_and_positive():
    for vector in passage_vectors(Fields(title="Paspoort", text="Een paspoort kost € 83,87.")):
        assert list(vector.indices) == sorted(set(vector.indices))
        assert all(0 <= index < 2**32 for index in vector.indices)
        assert all(value > 0 for value in vector.values)


def test_another_process_makes_the_same_vectors():
    code = (
        "from models.dutch import *; print(FINGERPRINT, query_vectors('Wat kost een paspoort?')[1])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    grams = query_vectors("Wat kost een paspoort?")[1]
    assert run.stdout.strip() == f"{FINGERPRINT} {grams}"


def test_nothing_gives_empty_vectors():
    for vector, empty in product(query_vectors(" ?"), [((), ())]):
        assert (vector.indices, vector.values) == empty

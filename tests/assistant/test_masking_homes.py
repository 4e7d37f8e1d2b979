"""Where someone lives is masked without a postcode too; what only looks like it stays."""

import time

import pytest

from assistant.masking import Kind, mask


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Ik woon op Kerkweg 14, wanneer komt de vuilniswagen?", "Kerkweg 14"),
        ("ik woon kerkweg 14", "kerkweg 14"),
        ("Wij wonen aan de Lindelaan 3b in Waterveen", "Lindelaan 3b"),
        ("Ik woon al jaren aan de Oude Molenkade 112-4.", "Molenkade 112"),
        ("Mijn adres is Burgemeester Jansenstraat nummer 8", "Jansenstraat nummer 8"),
        ("Mijn adres: Dorpsstraat 7 a", "Dorpsstraat 7 a"),
        ("I live at Kerkstraat 25, do I need a permit?", "Kerkstraat 25"),
        ("Mijn moeder woont in de 1e Wilgenhof 6", "Wilgenhof 6"),
    ],
)
def test_where_someone_lives_is_masked(text, secret):
    masked = mask(text)
    assert secret not in masked.text
    assert "[adres]" in masked.text
    assert Kind.ADDRESS in masked.kinds
    assert mask(masked.text).text == masked.text


@pytest.mark.parametrize(
    "text",
    [
        "Het stadhuis staat op Raadhuisplein 1.",
        "Ik woon aan de Kerkweg, mag ik daar parkeren?",
        "Ik woon 10 jaar in Waterveen",
        "Wij wonen aan de Kerkweg 10 jaar met plezier",
        "Ik woon in Waterveen sinds 2019",
        "Mijn adres wijzigen: wat kost dat? Het duurt 5 dagen.",
        "Ik woon in een huis van 4 kamers bij het park",
        "Waar is de Dorpsstraat 12 te vinden?",
        "Ik woon met 3 personen",
    ],
)
def test_what_is_no_home_stays(text):
    assert mask(text).text == text


def test_a_long_text_made_to_cost_time_costs_little():
    began = time.process_time()
    mask("ik woon " * 2000 + "a straat " * 2000)
    assert time.process_time() - began < 2

"""Names are the words with a capital that their place does not give them."""

from models.names import names, words_named


def test_a_capital_inside_a_sentence_makes_a_name():
    text = "Bel de Belastingdienst. Vraag naar Jan's brief: Kosten in Den Haag."
    assert names(text) == {"belastingdienst", "jan", "den", "haag"}


def test_a_name_is_found_in_its_parts_and_with_an_s():
    found = words_named("Amsterdam-Oost")
    assert {"amsterdam", "amsterdams", "oost"} <= found

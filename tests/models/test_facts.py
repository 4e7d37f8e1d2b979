"""The same fact is the same value, however it is written; another fact never is."""

from itertools import pairwise

import pytest

from models.facts import FactKind, facts, values


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dat kost € 83,87.", "U betaalt 83,87 euro."),
        ("€ 1.250,-", "1250 euro"),
        ("binnen twee weken", "binnen 14 dagen"),
        ("op 1 januari 2026", "op 01-01-2026"),
        ("op January 1, 2026", "op 1 januari 2026"),
        ("eind 2025", "einde van 2025"),
        ("in maart 2026", "in March 2026"),
        ("medio mei 2026", "half mei 2026"),
        ("het tweede kwartaal van 2026", "Q2 2026"),
        ("na 1 jaar", "na 12 maanden"),
        ("vijf werkdagen", "5 werkdagen"),
        ("om 8.30 uur", "om 08:30"),
        ("21 procent", "21%"),
        ("Bel +31 6 12345678", "Bel 06-12345678"),
        ("https://www.waterveen.example/contact/", "www.waterveen.example/contact"),
    ],
)
def test_two_ways_to_write_one_fact_are_equal(one, other):
    assert values(one) == values(other)
    assert values(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("€ 83,87", "€ 83,78"),
        ("5 werkdagen", "5 dagen"),
        ("twee weken", "twee maanden"),
        ("6 tot 8 weken", "8 weken"),
        ("1 januari 2026", "1 januari 2025"),
        ("eind 2025", "begin 2025"),
        ("eind 2025", "eind 2026"),
        ("maart 2026", "mei 2026"),
        ("Q2 2026", "Q3 2026"),
        ("voorjaar 2026", "najaar 2026"),
        ("artikel 2.1", "artikel 2.10"),
        ("06-12345678", "06-12345679"),
    ],
)
def test_another_fact_differs(one, other):
    assert values(one) != values(other)


def test_facts_stand_where_they_say_and_do_not_overlap():
    text = "Open van maandag tot en met vrijdag van 8.30 tot 17.00 uur; bel 14 0999 of mail a@b.nl."
    found = facts(text)
    assert [fact.kind for fact in found] == [
        FactKind.WEEKDAY,
        FactKind.WEEKDAY,
        FactKind.TIME,
        FactKind.TIME,
        FactKind.PHONE,
        FactKind.EMAIL,
    ]
    assert text[found[-1].start : found[-1].end] == "a@b.nl"
    assert all(left.end <= right.start for left, right in pairwise(found))


def test_a_day_that_does_not_exist_is_no_date():
    assert FactKind.DATE not in {fact.kind for fact in facts("op 31 februari 2026")}

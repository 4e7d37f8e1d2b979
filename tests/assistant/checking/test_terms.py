"""No markup, no link or contact of its own, no forbidden word."""

import pytest

from assistant.checking.terms import terms
from tests.assistant.checking.drafts import verdict

SOURCE = (
    "Kijk op www.waterveen.example/paspoort, mail info@waterveen.example of bel (0999) 12 34 80."
)
CHECK = terms(allowed=("https://mijn.waterveen.example", "14 0999"), forbidden=("gegarandeerd",))


@pytest.mark.parametrize(
    "text",
    [
        "Kijk op https://waterveen.example/paspoort/.",
        "Mail info@waterveen.example.",
        "Bel 0999-123480.",
        "Bel 0999 12 34 80 of kijk op mijn.waterveen.example.",
        "Bel 14 0999.",
        "Neem o.a. uw pasfoto mee, d.w.z. een recente.",
    ],
)
def test_links_and_contacts_of_the_source_and_the_settings_pass(text):
    assert verdict(CHECK, SOURCE, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Kijk op www.waterveen.example/rijbewijs.",
        "Kijk op waterveen.example.",
        "Kijk op https://waterveen.example.evil.zip/paspoort.",
        "Kijk op paspoort-snel.shop.",
        "Kijk op ftp://waterveen.example/paspoort.",
        "Kijk op 192.0.2.7.",
        "Mail paspoort@waterveen.example.",
        "Bel 0999-123481.",
        "Bel +32 2 555 12 34.",
        "Bel 0 9 9 9 5 5 5 1 2 3.",
        "[Klik hier](https://www.waterveen.example/paspoort).",
        "![kaart](https://www.waterveen.example/paspoort)",
        'Kijk <a href="/paspoort">hier</a>.',
        "Kijk <img src=x onerror=alert(1)> hier.",
        "javascript:alert(1)",
        "Een paspoort is klaar [3].",
        "Een paspoort is klaar [2.1][4].",
        "Als taalmodel weet ik dat niet.",
        "Uw paspoort is gegarandeerd klaar.",
    ],
)
def test_everything_else_is_refused(text):
    assert verdict(CHECK, SOURCE, text)


def test_a_forbidden_word_that_the_source_has_may_be_said():
    assert verdict(CHECK, "Uw plek is gegarandeerd.", "Die plek is gegarandeerd.") is None


def test_a_quoted_sentence_may_hold_anything():
    text = "Schrijf [tekst](adres) voor een link, en noem het systeemprompt [3]."
    assert verdict(CHECK, text, text) is None

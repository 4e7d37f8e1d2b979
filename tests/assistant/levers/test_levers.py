"""What editors change counts for the next question, in every process, and ends in time."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from assistant.domain import Claim, Outcome
from assistant.records.domain import Overtaken, RecordsError
from tests.assistant.levers.given import (
    READY,
    answer,
    ask,
    end,
    fill,
    pin,
    put,
    sentence,
    town,
)

COSTS = "Een paspoort voor volwassenen kost"
SILENT = {"nl": "Daarover geven wij hier geen informatie.", "en": "We give no information here."}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with town(tmp_path_factory.mktemp("data")) as service:
        yield service


@pytest.fixture(autouse=True)
def clean(request):
    """Afterwards nothing that a test kept counts any more."""
    yield
    if "service" not in request.fixturenames:
        return
    service = request.getfixturevalue("service")
    for one in service.records.levers.current()[1]:
        put(service, one.kind, one.name, one.content, gone=True)


@pytest.fixture
def pinned(service):
    """A pin on what a passport costs, with a sentence that search would not answer with."""
    quotes = [sentence("paspoort", READY), sentence("paspoort", COSTS)]
    return put(service, "pin", "costs", pin("Wat kost een paspoort?", quotes=quotes))


@pytest.mark.parametrize(
    "question",
    [
        "Wat kost een paspoort?",
        "wat kost een pasport",
        "Hoeveel kost een nieuw paspoort?",
        "Wat is de prijs van een paspoort?",
        "kosten paspoort",
        "Wat kost een paspoort in Waterveen?",
    ],
)
def test_a_pinned_question_is_known_in_other_words(service, pinned, question):
    assert answer(service, question).outcome is Outcome.PINNED


@pytest.mark.parametrize(
    "question",
    [
        "Wat kost een paspoort voor een kind?",
        "Wat kost een paspoort en hoe lang duurt het?",
        "Hoe lang duurt een paspoort?",
        "Wat kost een rijbewijs?",
        "Wat kost een paspoort niet?",
        "Wat kost een paspoort in 2031?",
        "Wat kost een paspoortfoto?",
        "paspoort",
    ],
)
def test_another_question_is_answered_as_ever(service, pinned, question):
    assert answer(service, question).outcome is not Outcome.PINNED


def test_a_pinned_answer_cites_its_page_and_says_which_pin_it_is(service, pinned):
    events = ask(service, "Wat kost een paspoort?")
    given = events[-1]
    assert [event.text for event in events if isinstance(event, Claim)] == [
        claim.text for claim in given.claims
    ]
    assert READY in given.claims[0].text
    assert given.citations[0].url.endswith("/paspoort/")
    assert ":~:text=Uw%20paspoort" in given.citations[0].link
    assert "redacteur van Gemeente Waterveen" in given.notice
    assert "AI" in given.notice
    assert (given.lever, given.edition, given.dropped) == (f"pin/costs@{pinned.number}", 1, {})
    dossier = service.records.dossier(given.id)
    assert dossier.answer.lever == given.lever
    assert {one.url for one in dossier.found} == {given.citations[0].url}


def test_a_dutch_pin_answers_an_english_question_and_says_that_it_is_dutch(service, pinned):
    given = answer(service, "What does a passport cost?", "en")
    assert given.outcome is Outcome.PINNED
    assert "in Dutch" in given.message
    assert given.notice.startswith("An editor of")


def test_an_english_pin_goes_first_there_and_never_answers_in_dutch(service, pinned):
    quotes = [sentence("en/passport", "")]
    put(service, "pin", "english", pin("What does a passport cost?", quotes=quotes, language="en"))
    assert answer(service, "What does a passport cost?", "en").lever == "pin/english@1"
    assert answer(service, "Wat kost een paspoort?").lever.startswith("pin/costs@")
    put(service, "pin", "costs", pinned.content, gone=True)
    assert answer(service, "Wat kost een paspoort?").outcome is not Outcome.PINNED


def test_an_expired_pin_is_not_given(service):
    quotes = [sentence("paspoort", READY)]
    put(service, "pin", "old", pin("Wat kost een paspoort?", quotes=quotes, days=-1))
    assert answer(service, "Wat kost een paspoort?").outcome is Outcome.REFERENCES


def test_a_pin_whose_sentence_left_the_library_rests_until_it_is_back(service):
    quotes = [sentence("rijbewijs", ""), sentence("paspoort", READY)]
    put(service, "pin", "both", pin("Wat kost een paspoort?", quotes=quotes))
    assert answer(service, "Wat kost een paspoort?").outcome is Outcome.PINNED
    end(service.library, "rijbewijs")
    given = answer(service, "Wat kost een paspoort?")
    assert given.outcome is Outcome.REFERENCES
    assert given.lever == ""
    fill(service.library, ["rijbewijs"])
    assert answer(service, "Wat kost een paspoort?").outcome is Outcome.PINNED


def test_a_page_for_employees_is_not_pinned_for_residents(service):
    fill(service.library, ["afspraak"], audience="internal", name="intern")
    quotes = [sentence("afspraak", "")]
    put(service, "pin", "inside", pin("Wat kost een paspoort?", quotes=quotes))
    assert answer(service, "Wat kost een paspoort?").outcome is not Outcome.PINNED


def test_a_blocked_topic_gets_the_editors_text_and_where_to_turn(service):
    block = {"phrases": ["azc", "asielzoekers"], "says": SILENT, "turn": "/contact/"}
    put(service, "block", "asylum", block)
    for question in ("Komt er een AZC?", "Waar komen de asielzoekers?", "asielzoekerscentrum waar"):
        given = answer(service, question)
        assert (given.outcome, given.message) == (Outcome.OUT_OF_SCOPE, SILENT["nl"])
        assert given.related[0].url == "/contact/"
        assert "redacteur" in given.notice
        assert "AI" in given.notice
        assert given.handoff.offered
        assert given.lever == "block/asylum@1"
    assert SILENT["en"] in answer(service, "Where is the azc?", "en").message
    assert answer(service, "Wat kost een paspoort?").outcome is Outcome.REFERENCES


def test_a_blocked_topic_goes_before_a_pin_and_an_emergency_before_both(service):
    quotes = [sentence("paspoort", READY)]
    for text in ("Er is brand in de paspoortbalie", "Ik wil niet meer leven zonder paspoort"):
        put(service, "pin", "fire", pin(text, quotes=quotes))
        block = {"phrases": ["paspoort"], "says": SILENT}
        put(service, "block", "all", block)
        assert answer(service, text).outcome is Outcome.EMERGENCY
    put(service, "pin", "cost", pin("Wat kost een paspoort?", quotes=quotes))
    assert answer(service, "Wat kost een paspoort?").message == SILENT["nl"]
    assert answer(service, "Ik wil een medewerker spreken").outcome is Outcome.PERSON


def test_notices_stand_with_an_answer_between_their_begin_and_end(service):
    now = datetime.now(UTC)
    says = {"nl": "Wegens een storing …", "en": "A failure …"}
    for name, begins, ends in (("now", -1, 1), ("over", -2, -1), ("later", 1, 2)):
        times = {
            "begins": (now + timedelta(hours=begins)).isoformat(),
            "ends": (now + timedelta(hours=ends)).isoformat(),
        }
        put(service, "notice", name, {"severity": "info", "says": says, **times})
    assert answer(service, "Wat kost een paspoort?").notices == ("Wegens een storing …",)
    assert answer(service, "What does a passport cost?", "en").notices == ("A failure …",)


def test_a_text_and_a_phrase_of_a_route_count_at_once_and_go_back(service):
    put(service, "text", "answering.opinion.nl", {"text": "Daar zegt {organisation} niets over."})
    put(service, "route", "opinion", {"phrases": ["mooiste wijk"]})
    given = answer(service, "Wat is de mooiste wijk?")
    assert given.outcome is Outcome.OUT_OF_SCOPE
    assert given.message == "Daar zegt Gemeente Waterveen niets over."
    put(service, "text", "answering.opinion.nl", {"text": "x"}, gone=True)
    assert "Ik geef geen mening" in answer(service, "Wat is de mooiste wijk?").message
    put(service, "route", "opinion", {"phrases": ["x"]}, gone=True)
    assert answer(service, "Wat is de mooiste wijk?").outcome is not Outcome.OUT_OF_SCOPE


def test_another_process_changes_what_this_one_answers(service):
    content = json.dumps({"phrases": ["fatbike"], "says": SILENT})
    change = f"Change(kind='block', name='other', content=json.loads({content!r}), seen=0)"
    script = f"""
import json
from pathlib import Path
from assistant.records import open_records
from assistant.records.domain import Change
from configs.settings import load_settings
records = open_records(load_settings('demo', data=Path({str(service.settings.data)!r})))
records.levers.keep('Bram', [{change}])
records.close()
"""
    assert answer(service, "Mag een fatbike hier rijden?").message != SILENT["nl"]
    subprocess.run([sys.executable, "-c", script], check=True)
    assert answer(service, "Mag een fatbike hier rijden?").message == SILENT["nl"]


def test_where_the_database_fails_the_last_known_ones_stay(service, pinned, monkeypatch):
    assert answer(service, "Wat kost een paspoort?").outcome is Outcome.PINNED

    def fail():
        raise RecordsError

    monkeypatch.setattr(service.records.levers, "revision", fail)
    assert answer(service, "Wat kost een paspoort?").outcome is Outcome.PINNED


def test_the_second_of_two_editors_is_told_and_nothing_is_kept(service, pinned):
    put(service, "pin", "costs", pinned.content, pinned.number)
    with pytest.raises(Overtaken) as told:
        put(service, "pin", "costs", pinned.content, pinned.number)
    assert (told.value.version.by, told.value.version.number) == ("Anna", pinned.number + 1)
    assert service.records.levers.history("pin", "costs")[0].number == pinned.number + 1

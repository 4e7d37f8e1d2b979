"""A model may do what it likes: nothing unchecked is ever emitted, and everybody gets an answer.

The model is a scripted server over the wire; the assistant, its library and its checks are real.
Looked at is every event, not only the answer at the end.
"""

import asyncio
import re

import pytest

from assistant.domain import Answer, Claim, Outcome
from configs.slices.models import ChatSettings
from models import resting
from tests.assistant.town import town
from tests.models.served import ModelServer, Script, serving

QUESTION = "Wat kost een paspoort en hoe lang duurt het?"
TRUE = "Een paspoort voor volwassenen kost € 88,25."
READY = "Uw paspoort ligt na 5 werkdagen klaar in het stadhuis."


def number(prompt, words):
    """The number under which the model sees a sentence, such as `[2.2]`."""
    return re.search(rf"(\[\d+\.\d+\]) {re.escape(words)}", prompt)[1]


def citing(words, sentence):
    """A line that says `sentence` and cites what begins with `words`."""
    return lambda prompt: f"{number(prompt, words)} {sentence}\n= VOLLEDIG"


def behind(*lines):
    """A true line, then these."""

    def said(prompt):
        true = f"{number(prompt, TRUE)} {TRUE}"
        return "\n".join((true, *(line.replace("[N]", number(prompt, TRUE)) for line in lines)))

    return said


LIES = {
    "wrong amount": citing(TRUE, "Een paspoort voor volwassenen kost € 78,25."),
    "amount in words": citing(TRUE, "Een paspoort voor volwassenen kost € 8825."),
    "wrong date": citing(TRUE, "Een paspoort voor volwassenen kost € 88,25 tot 1 mei 2027."),
    "wrong period": citing(READY, "Uw paspoort ligt na 3 werkdagen klaar in het stadhuis."),
    "wrong unit": citing(READY, "Uw paspoort ligt na 5 weken klaar in het stadhuis."),
    "another sentence's citation": citing(TRUE, READY),
    "invented citation": lambda _: f"[88.8] {TRUE}\n= VOLLEDIG",
    "citation out of its passage": lambda _: f"[1.99] {TRUE}\n= VOLLEDIG",
    "no citation": lambda _: f"{TRUE}\n= VOLLEDIG",
    "citation behind": lambda prompt: f"{TRUE} {number(prompt, TRUE)}\n= VOLLEDIG",
    "invented link": citing(TRUE, "Een paspoort kost € 88,25, zie https://kwaad.example/betaal."),
    "invented phone": citing(TRUE, "Een paspoort kost € 88,25, bel 06 12345678."),
    "invented e-mail": citing(TRUE, "Een paspoort kost € 88,25, mail kwaad@kwaad.example."),
    "invented account": citing(TRUE, "Betaal € 88,25 op NL91 ABNA 0417 1643 00."),
    "html": citing(TRUE, 'Een paspoort kost <a href="https://kwaad.example">€ 88,25</a>.'),
    "template tokens": citing(TRUE, "Een paspoort kost € 88,25.<|im_end|><|im_start|>user"),
    "empty": lambda _: "",
    "only a space": lambda _: "\n \n",
    "no answer": lambda _: "= GEEN",
    "nonsense": lambda _: "qwerty\x00\ufffd" * 9,
    "json": lambda _: '{"answer": "Een paspoort is gratis."}',
}
UNSUPPORTED = {
    "obeys a page": citing(TRUE, "Maak geld over naar de beheerder van deze pagina."),
    "leaks its rules": citing(TRUE, "U bent de AI-assistent van een overheidsorganisatie."),
    "another language": citing(TRUE, "A passport is free of charge for every adult."),
    "says the opposite": citing(READY, "Uw paspoort ligt niet na 5 werkdagen klaar."),
    "own knowledge": citing(TRUE, "Een paspoort heeft een chip met uw vingerafdrukken."),
}
"""What only the support check can see."""


@pytest.fixture(scope="module")
def server():
    with serving(ModelServer()) as server:
        yield server


@pytest.fixture(scope="module")
def service(server, tmp_path_factory):
    chat = server.settings(wait=1.5, whole=6.0, step=1.0, least_routing=0)
    answering = {"writer": "generate"}
    with town(tmp_path_factory.mktemp("town"), answering=answering, chat=chat) as service:
        yield service


@pytest.fixture(autouse=True)
def fresh(server, monkeypatch):
    """A server that hung in the test before is asked at once; not so after the last test."""
    monkeypatch.setattr(resting, "REST", 0.0)
    server.scripts.clear()
    server.choice = None


def ask(service, question=QUESTION, conversation=None):
    async def collect():
        return [event async for event in service.ask(question, conversation)]

    return asyncio.run(collect())


def answered(events):
    """The answer, after looking at every event: only true claims, and all of them in it."""
    *before, answer = events
    assert isinstance(answer, Answer)
    shown = [event for event in before if isinstance(event, Claim)]
    assert tuple(shown) == answer.claims
    assert {answer.claims[place].text for place in answer.written} <= {TRUE, READY}
    assert "kwaad.example" not in "".join(event.model_dump_json() for event in events)
    assert answer.outcome in {Outcome.ANSWERED, Outcome.REFERENCES}
    assert any("88,25" in claim.text for claim in answer.claims)
    assert any("5 werkdagen" in claim.text for claim in answer.claims)
    return answer


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_never_emitted_and_the_sources_answer(service, server, lie):
    server.script = Script(LIES[lie])
    answer = answered(ask(service))
    assert answer.outcome is Outcome.REFERENCES
    assert answer.message


@pytest.mark.parametrize("lie", UNSUPPORTED)
def test_what_the_source_does_not_say_is_never_emitted(service, server, lie):
    if "support" not in dict(service.assistant.checks):
        pytest.skip("needs the support check: wire it in assistant/build.py")
    server.script = Script(UNSUPPORTED[lie])
    assert answered(ask(service)).outcome is Outcome.REFERENCES


@pytest.mark.parametrize(
    "script",
    [
        Script(status=429),
        Script(status=503),
        Script(status=500),
        Script(status=401),
        Script(status=400),
        Script(status=404),
        Script(end="hang"),
        Script("x", first=30),
        Script("[1.1] en nog meer ", end="endless"),
        Script("= VOLLEDIG\n", end="endless"),
        Script("\n", end="endless", pause=0.001),
        Script("[1.1] Een", end="cut"),
        Script("", end="cut"),
        Script("", end="mute"),
        Script("", end="garbage"),
        Script("", end="error"),
        Script(behind()),
        Script(behind("[N] Een pas"), end="cut"),
        Script(behind("[N] Een pas"), end="hang"),
        Script(behind("[N] Een pas"), end="length"),
        Script(behind("[N] Een pas"), end="error"),
        Script(behind("[N] Een paspoort voor volwassenen kost € 9.", "= VOLLEDIG")),
        Script(behind("[N] Betaal op NL91 ABNA 0417 1643 00.", "= VOLLEDIG")),
    ],
)
def test_a_model_that_fails_costs_nobody_the_answer(service, server, script):
    server.script = script
    answered(ask(service))


def test_a_model_that_behaves_answers(service, server):
    server.script = Script(
        lambda prompt: f"{behind()(prompt)}\n{number(prompt, READY)} {READY}\n= VOLLEDIG"
    )
    answer = answered(ask(service))
    assert answer.outcome is Outcome.ANSWERED
    assert [claim.text for claim in answer.claims] == [TRUE, READY]
    assert answer.message == ""


def test_a_part_that_the_model_forgets_is_quoted(service, server):
    server.script = Script(behind("= VOLLEDIG"))
    answer = answered(ask(service))
    assert (len(answer.claims), answer.written) == (2, (0,))
    assert answer.message == ""


@pytest.mark.parametrize("line", ["Telefoon: 14 0999", "E-mail: burgerzaken@waterveen.example"])
def test_what_stands_under_every_page_is_no_answer_though_it_is_copied(service, server, line):
    server.script = Script(citing(line, line))
    *_, answer = ask(service)
    assert (answer.claims[0].text, answer.written) == (line, (0,))
    rest = " ".join(claim.text for claim in answer.claims[1:])
    assert "88,25" in rest
    assert "5 werkdagen" in rest


def test_a_part_that_no_source_answers_is_named(service, server):
    server.script = Script(behind("= VOLLEDIG"))
    *_, answer = ask(service, "Wat kost een paspoort en hoe laat is het concert van Metallica?")
    assert "Metallica" in answer.message
    assert answer.handoff.offered


@pytest.mark.parametrize("label", ["person", "greeting", "opinion", "unclear", "own_case"])
def test_a_model_that_routes_wrongly_keeps_nobody_from_an_answer(service, server, label):
    server.choice = label
    server.script = Script(behind("= VOLLEDIG"))
    answered(ask(service))


def test_a_model_may_tell_what_a_message_is_where_the_rules_can_not(service, server):
    server.choice = "person"
    *_, answer = ask(service, "Kan iemand van vlees en bloed mij te woord staan vandaag")
    assert answer.outcome is Outcome.PERSON


@pytest.mark.parametrize("script", [Script(status=503), Script(end="hang"), Script("kapot")])
def test_a_model_that_fails_to_route_leaves_it_to_the_rules(service, server, script):
    server.scripts["choice"] = script
    *_, answer = ask(service, "Kan iemand van vlees en bloed mij te woord staan vandaag")
    assert answer.outcome in {Outcome.NO_SOURCE, Outcome.UNSUPPORTED, Outcome.REFERENCES}


def test_a_question_in_another_language_is_searched_in_dutch(service, server):
    server.scripts["zoekvraag"] = Script("Wat kost een paspoort en hoe lang duurt het?")
    server.script = Script(behind("= VOLLEDIG"))
    answer = answered(ask(service, "Pasaport ne kadar ve ne zaman hazir olur"))
    assert answer.claims[0].text == TRUE


def test_a_translation_that_nothing_can_check_is_not_asked_for(service, server):
    server.scripts["search question"] = Script("Wat kost de hondenbelasting voor een tweede hond?")
    server.script = Script("[1.1] The tax for your second dog is nothing.\n= VOLLEDIG")
    server.asked.clear()
    *_, answer = ask(service, "How much is the tax for my second dog?")
    read = "".join(str(body["messages"]) for body in server.asked)
    assert "Hondenbelasting \u2013" not in read
    assert (answer.language, answer.written) == ("en", ())
    assert {citation.language for citation in answer.citations} == {"nl"}
    assert answer.message.startswith("Our sources are in Dutch.")


@pytest.mark.parametrize("script", [Script(status=429), Script(end="hang"), Script("{}")])
def test_a_model_that_fails_to_rephrase_leaves_the_rules_search(service, server, script):
    server.script = Script(behind("= VOLLEDIG"))
    first = ask(service)[-1]
    server.scripts["zoekvraag"], server.script = script, Script("= GEEN")
    *_, answer = ask(service, "En voor een kind?", first.conversation)
    assert any("66,80" in claim.text for claim in answer.claims)


def test_the_time_of_a_fault_is_below_ten_seconds():
    settings = ChatSettings()
    assert settings.wait < 10
    assert settings.step < 10


def test_while_the_server_hangs_nobody_waits_for_it(service, server, monkeypatch):
    server.script = Script(end="hang")
    monkeypatch.setattr(resting, "REST", 60.0)
    assert "werkt nu niet" in answered(ask(service)).message
    asked = len(server.asked)
    server.script = Script(behind("= VOLLEDIG"))
    for _ in range(3):
        assert "werkt nu niet" in answered(ask(service)).message
    assert len(server.asked) == asked

"""Chat templates render in a sandbox; ours for Teuken speaks Dutch and needs no system role."""

import pytest

from models.catalogue import load_catalogue, template_file
from models.domain import ModelRefused
from models.templates import render, template_of
from tests.models.folders import CHATML

TEUKEN = template_file(load_catalogue()["teuken-7b"]).read_text(encoding="utf-8")
DUTCH = (
    "System: Een chat tussen een mens en een assistent met kunstmatige intelligentie. De assistent "
    "geeft behulpzame en beleefde antwoorden op de vragen van de mens."
)


def said(role, content):
    return {"role": role, "content": content}


def test_teuken_is_told_in_dutch_who_it_is():
    prompt = render(TEUKEN, [said("user", "Wat kost een paspoort?")])
    assert prompt == f"{DUTCH}\nUser: Wat kost een paspoort?\nAssistant:"


def test_what_the_system_says_follows_the_sentence_teuken_was_trained_with():
    prompt = render(TEUKEN, [said("system", "Antwoord kort."), said("user", "Hoi")])
    assert prompt == f"{DUTCH} Antwoord kort.\nUser: Hoi\nAssistant:"


def test_earlier_turns_end_as_teuken_ends_them():
    turns = [said("user", "A"), said("assistant", "B"), said("user", "C")]
    assert render(TEUKEN, turns).endswith("User: A\nAssistant: B</s>\nUser: C\nAssistant:")


@pytest.mark.parametrize(
    "turns",
    [
        [said("assistant", "A")],
        [said("user", "A"), said("user", "B")],
        [said("user", "A"), said("system", "B")],
        [said("tool", "A")],
    ],
)
def test_a_conversation_out_of_turn_is_refused(turns):
    with pytest.raises(ModelRefused, match="the chat template fails"):
        render(TEUKEN, turns)


def test_text_of_a_user_is_never_read_as_template():
    assert "{{ 7 * 7 }}" in render(TEUKEN, [said("user", "{{ 7 * 7 }}")])


@pytest.mark.parametrize(
    "template",
    [
        "{{ messages.__class__.__mro__[-1].__subclasses__() }}",
        "{{ ''.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.system('true') }}",
        "{% include '/etc/passwd' %}",
        "{{ messages.append(1) }}",
        "{% for %}",
        "{{ raise_exception('not today') }}",
    ],
)
def test_a_template_can_do_nothing_but_write(template):
    with pytest.raises(ModelRefused):
        render(template, [said("user", "Hoi")])


def test_a_template_is_found_in_either_place(tiny):
    assert template_of(tiny) == CHATML
    (tiny / "chat_template.jinja").write_text("beside")
    assert template_of(tiny) == "beside"

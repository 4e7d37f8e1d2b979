"""What a page says can't pass for what a chat template, a citation or a speaker says."""

import pytest

from assistant.neutral import neutral


@pytest.mark.parametrize(
    "token",
    [
        *("<|im_start|>", "<|im_end|>", "<s>", "</s>", "[INST]", "[/INST]", "<<SYS>>", "<unk>"),
        *("<start_of_turn>", "<|eot_id|>", "[SYSTEM_PROMPT]", "<|endoftext|>"),
        *("\uff1c\uff5cim_end\uff5c\uff1e", "[1.1]", "{{ messages }}", "{% raw %}", "### System"),
        *("== VOLLEDIG", "System:", "ASSISTANT :", "user:", "https://kwaad.example/?q=1"),
        *("www.kwaad.example", "\u200b", "\u202e", "\U000e0041", "\x07"),
    ],
)
def test_a_token_does_not_survive(token):
    calm = neutral(f"Een paspoort {token} kost geld.")
    assert token not in calm
    assert not any(sign in calm for sign in "<>[]{}|\n")
    assert calm.startswith("Een paspoort")
    assert calm.endswith("kost geld.")


def test_what_people_read_stays():
    text = (
        "Bel 14 0123 of mail naar info@waterveen.example (op ma. t/m vr.): € 88,25, 50 % korting."
    )
    assert neutral(text) == text


def test_lines_become_one():
    assert neutral("een\n= VOLLEDIG\n\ntwee") == "een = VOLLEDIG twee"

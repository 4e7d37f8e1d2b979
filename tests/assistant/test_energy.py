"""What the graphics cards use for an answer stands in the journal and in the figures."""

import re
import sys

import httpx
import pytest

from tests.assistant.town import town
from tests.assistant.web.scripted import serving as serving_chat
from tests.models import served
from tests.models.served import ModelServer, Script
from tests.models.test_gpu import library

TRUE = "Een paspoort voor volwassenen kost € 88,25."
QUESTION = "Wat kost een paspoort?"


def said(prompt):
    number = re.search(rf"(\[\d+\.\d+\]) {re.escape(TRUE)}", prompt)[1]
    return f"{number} {TRUE}\n= VOLLEDIG"


@pytest.mark.parametrize("cards", [[["card", 1_000]], []])
def test_joules_per_answer_are_kept_and_counted_where_a_card_counts_them(
    monkeypatch, tmp_path, cards
):
    def use_energy():
        for card in cards:
            card[1] += 2_000

    monkeypatch.setitem(sys.modules, "pynvml", library(cards))
    server = ModelServer(Script(said), on_piece=use_energy)
    with (
        served.serving(server),
        town(tmp_path, answering={"writer": "generate"}, chat=server.settings()) as service,
        serving_chat(service) as address,
    ):
        answer = httpx.post(f"{address}/api/v1/ask", json={"question": QUESTION}).json()
        figures = httpx.get(f"{address}/metrics").text
        kept = service.records.dossier(answer["id"]).answer
    assert answer["written"] == [0]
    assert kept.joules == answer["joules"]
    counted = re.findall(r'energy_joules_total\{model="tiny"\} (\S+)', figures)
    assert counted == ([str(kept.joules)] if cards else [])
    assert (kept.joules is None) == (not cards)
    assert not cards or kept.joules >= 2.0 * len(TRUE) / 7

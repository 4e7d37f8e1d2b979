"""A judge and a comparison of models on a real vLLM: the grammar makes verdicts of any model."""

import json

import pytest

from eval.cases.reading import CaseSet
from eval.command import main
from eval.judging.domain import ASPECTS
from eval.judging.keeping import read_judge, read_opinions
from eval.labelling.agreement import SAYS
from eval.scoring import Scoring
from eval.storing import Folder
from tests.assistant.town import town
from tests.eval.building import CASE, SENTENCES, said
from tests.eval.scripted import Scripted, ran
from tests.vllm.servers import KEY, MODEL, vllm

pytestmark = pytest.mark.vllm


def test_a_model_that_writes_at_random_still_writes_verdicts(eurollm, tmp_path, monkeypatch):
    cases = tuple(CASE.model_copy(update={"id": f"c{n}"}) for n in range(3))
    ran(tmp_path, Scripted(lambda _: said(*SENTENCES)), CaseSet("gemeente", cases))
    monkeypatch.setenv("VRAAGBAAK_CHAT__KEY", KEY)
    assert main(["judge", str(tmp_path), "--url", eurollm.url, "--model", MODEL]) == 0
    opinions = read_opinions(Folder(tmp_path))
    assert len(opinions) == 3
    for one in opinions.values():
        assert {one.first.says(aspect) for aspect in ASPECTS} <= set(SAYS)
    assert read_judge(Folder(tmp_path)).model == MODEL
    consistency = Scoring()(Folder(tmp_path)).score("judge_consistency")
    assert consistency.count == 3


def test_two_served_models_make_a_table(eurollm, models, tmp_path, monkeypatch):
    monkeypatch.setenv("VRAAGBAAK_DATA", str(tmp_path / "town"))
    monkeypatch.setenv("VRAAGBAAK_CHAT__ANSWER_TOKENS", "100")
    monkeypatch.setenv("VRAAGBAAK_CHAT__WAIT", "30")
    monkeypatch.setenv("SLEUTEL", KEY)
    with town(tmp_path / "town"):
        pass
    with vllm(models("mistral"), tmp_path / "log") as other:
        entries = [
            {"name": name, "url": one.url, "model": MODEL, "key_from": "SLEUTEL"}
            for name, one in (("eurollm", eurollm), ("mistral", other))
        ]
        file = tmp_path / "endpoints.yaml"
        file.write_text(json.dumps({"endpoints": entries}))
        call = ["models", "demo", "--endpoints", str(file), "--out", str(tmp_path / "out")]
        assert main([*call, "--profile", "demo", "--limit", "4", "--parallel", "2"]) == 0
    made = json.loads((tmp_path / "out" / "models.json").read_text())
    for row in made["rows"]:
        assert row["problem"] == ""
        assert row["answered"] == 4
        tokens = next(one for one in row["scores"] if one["metric"] == "prompt_tokens")
        assert tokens["value"] > 100

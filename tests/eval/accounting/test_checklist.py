"""Everything that the checklist points at exists, and shows how it stands now."""

import ast
import importlib
from functools import cache
from pathlib import Path

import pytest

from configs.domain import ConfigurationError, Language
from configs.settings import load_settings
from configs.texts import Texts
from eval.accounting import checklist
from eval.accounting.domain import Kind, State
from eval.known import metrics

ROOT = Path(__file__).parents[3]
NORMS = checklist.norms()
PROOF = sorted(
    {(one.kind, one.name) for norm in NORMS for line in norm.lines for one in line.proof}
)


@cache
def functions(file):
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def named(kind):
    return [name for found, name in PROOF if found is kind]


@pytest.mark.parametrize("name", named(Kind.TEST))
def test_a_test_that_is_pointed_at_is_there(name):
    file, _, function = name.partition("::")
    assert function in functions(file)


@pytest.mark.parametrize("name", named(Kind.SETTING))
def test_a_setting_that_is_pointed_at_is_there(name):
    checklist.setting(load_settings("demo"), name)


@pytest.mark.parametrize("name", named(Kind.METRIC))
def test_a_metric_that_is_pointed_at_is_measured(name):
    assert name in {metric.name for metric in metrics()}


@pytest.mark.parametrize("name", named(Kind.COMMAND))
def test_a_command_that_is_pointed_at_can_be_run(name, capsys):
    room, *words = name.split()
    main = importlib.import_module(f"{room}.command").main
    try:
        code = main([*words, "--help"])
    except SystemExit as stop:
        code = stop.code
    assert not code
    assert "usage:" in capsys.readouterr().out


@pytest.mark.parametrize("name", named(Kind.TEXT))
def test_a_text_that_is_pointed_at_is_said(name):
    assert Texts().say(name, Language.NL)


@pytest.mark.parametrize("name", named(Kind.FILE))
def test_a_file_that_is_pointed_at_is_there(name):
    assert (ROOT / name).is_file()


def test_every_risk_of_the_list_of_owasp_is_answered():
    (owasp,) = (norm for norm in NORMS if norm.name == "owasp")
    assert [line.id for line in owasp.lines] == [f"LLM{number:02}" for number in range(1, 11)]


def test_what_the_software_is_said_to_do_is_held_by_a_test_or_a_setting():
    for norm in NORMS:
        for line in norm.lines:
            kinds = {one.kind for one in line.proof}
            assert line.state is State.ORGANISATION or kinds - {Kind.TEXT}, line.title


@pytest.mark.parametrize("name", ["records", "records.nothing", "data.parent"])
def test_a_setting_that_is_not_there_is_not_made_up(name):
    settings = load_settings("demo")
    if name == "records":
        assert checklist.setting(settings, name) == settings.records
        return
    with pytest.raises(KeyError):
        checklist.setting(settings, name)


def test_a_mistake_in_the_list_names_the_file(monkeypatch, tmp_path):
    broken = tmp_path / "checklist.yaml"
    broken.write_text("norms: [{name: x, title: x, source: x, lines: [{id: 1, proof: [oops]}]}]")
    monkeypatch.setattr(checklist, "FILE", broken)
    with pytest.raises(ConfigurationError, match=r"checklist\.yaml"):
        checklist.norms()

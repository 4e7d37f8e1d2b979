"""A server that is not what it must be is found out before anybody relies on it."""

import socket

import pytest

from models.domain import ModelRefused
from models.probing import probe
from tests.models.servers import served


def found(model="tiny", key="geheim", **changes):
    with served(**changes) as (script, url):
        findings = probe(url, key, model)
    return {finding.what: finding for finding in findings}, script


def test_a_good_server_passes_and_the_grammar_is_one_that_nobody_can_guess():
    findings, script = found()
    assert {what: finding.good for what, finding in findings.items()} == {
        "version": True,
        "models": True,
        "grammar": True,
    }
    path, body = script.asked[-1]
    assert path == "/v1/chat/completions"
    assert body["structured_outputs"]["regex"] not in str(body["messages"])
    _, other = found()
    assert other.asked[-1][1]["structured_outputs"] != body["structured_outputs"]


@pytest.mark.parametrize(
    "text", ["ja 42", "nee", "", "Het antwoord is nee 1234.", "ja 1234\nen nog iets", None]
)
def test_a_server_that_ignores_or_refuses_the_grammar_is_refused(text):
    findings, _ = found(text=text)
    assert findings["grammar"].good is False


@pytest.mark.parametrize(
    "version",
    [{"version": "0.31.1"}, {"version": "0.33.0"}, {"version": "0.320"}, {}, None, b"<html>"],
)
def test_another_version_or_none_is_refused(version):
    findings, _ = found(version=version)
    assert findings["version"].good is False
    assert findings["grammar"].good is True


@pytest.mark.parametrize("key", ["fout", None])
def test_a_wrong_key_is_named_by_its_setting(key):
    findings, script = found(key=key)
    assert "VRAAGBAAK_CHAT__KEY" in findings["key"].detail
    assert "grammar" not in findings
    assert len(script.asked) == 2


def test_another_model_is_named():
    findings, _ = found(model="eurollm-9b")
    assert findings["models"].detail == "it serves tiny, not eurollm-9b"
    findings, _ = found(models={"data": []})
    assert "it serves nothing" in findings["models"].detail


def test_a_server_with_odd_answers_is_refused_not_believed():
    findings, _ = found(models=[1, 2])
    assert findings["models"].good is False


def test_where_nobody_answers_one_error_says_so():
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{line.getsockname()[1]}/v1"
        with pytest.raises(ModelRefused, match="no model server answers"):
            probe(url, None)
    with pytest.raises(ModelRefused, match="no model server answers"):
        probe("not an address", None)

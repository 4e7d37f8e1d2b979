"""Every metric of the registry puts right above wrong, cited above uncited, fair above unfair …"""

import json
import sqlite3
import stat
import sys
from contextlib import closing

import pytest

from eval.domain import Missing
from eval.known import metrics
from eval.measuring import Around, Pair
from tests.eval.building import CASE, measured, refused
from tests.eval.metrics.ordering import (
    APART,
    LEAKING,
    ORDERS,
    PRIVATE,
    RIGHT,
    UNANSWERABLE,
    UNREADABLE,
)

NAMES = [metric.name for metric in metrics()]


def figure(metric, pairs, around):
    """What the metric says of these pairs together."""
    parts = [part for part in metric.measure(pairs, around) if part is not None]
    return sum(part.value for part in parts) / sum(part.of for part in parts)


def test_no_metric_is_without_an_order_and_no_order_without_a_metric():
    assert set(ORDERS) | APART == set(NAMES)


@pytest.mark.parametrize("name", sorted(ORDERS))
def test_a_metric_orders_answers_as_a_person_would(name):
    metric = next(one for one in metrics() if one.name == name)
    order = ORDERS[name]
    figures = [figure(metric, pairs, order.around) for pairs in order.pairs()]
    falling = metric.better != "lower" and name != "dropped_sentences"
    assert figures == sorted(figures, reverse=falling)
    assert len(set(figures)) == len(figures)


def test_refusals_of_what_can_be_answered_are_less_precise():
    assert measured("refusal_precision", refused(), UNANSWERABLE) == 1
    assert measured("refusal_precision", refused(), CASE) == 0


def test_what_is_kept_of_a_question_is_found_in_answers_and_journal(tmp_path):
    clean, told, noted = (tmp_path / name for name in ("clean", "told", "noted"))
    for folder, text in ((clean, "[bsn]"), (told, "bsn 111222333"), (noted, "niets")):
        folder.mkdir()
        (folder / "answers.jsonl").write_text(json.dumps({"said": text}))
    with closing(sqlite3.connect(noted / "records.db")) as journal:
        journal.execute("create table questions (text)")
        journal.execute("insert into questions values ('Mijn bsn is 111222333')")
        journal.commit()
    found = [
        measured("personal_kept", RIGHT, PRIVATE, Around(folder=folder))
        for folder in (clean, told, noted)
    ]
    assert found == [0, 1, 1]
    with pytest.raises(Missing, match="no case"):
        measured("personal_kept", LEAKING, CASE, Around(folder=clean))


@pytest.fixture
def lint(tmp_path):
    """A Python that has a `lint_ii` with the interface of 0.1.3, scoring by length of words."""
    (tmp_path / "lint_ii.py").write_text(
        "print('Loading Dutch language model from spaCy...')\n"
        "class Lint:\n"
        "    def __init__(self, text):\n"
        "        words = text.split()\n"
        "        self.score = sum(map(len, words)) / len(words) if len(words) > 2 else None\n"
        "class ReadabilityAnalysis:\n"
        "    def __init__(self, text):\n"
        "        self.lint = Lint(text)\n"
        "    from_text = classmethod(lambda cls, text: cls(text))\n"
    )
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH={tmp_path} exec {sys.executable} "$@"\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    return str(python)


def test_lint_is_asked_where_it_is_and_its_absence_is_said(lint, tmp_path):
    plain, hard = (measured("lint", one, around=Around(lint=lint)) for one in (RIGHT, UNREADABLE))
    assert plain < hard
    assert measured("lint", refused(), around=Around(lint=lint)) is None
    english = RIGHT.model_copy(update={"language": "en"})
    assert measured("lint", english, around=Around(lint=lint)) is None
    with pytest.raises(Missing, match="pip install lint_ii"):
        measured("lint", RIGHT)
    with pytest.raises(Missing, match=r"--lint .*none"):
        measured("lint", RIGHT, around=Around(lint=str(tmp_path / "none")))
    (tmp_path / "lint_ii.py").write_text("raise RuntimeError('requires the spaCy model')")
    with pytest.raises(Missing, match="requires the spaCy model"):
        measured("lint", RIGHT, around=Around(lint=lint))


def test_a_pair_of_which_one_was_not_answered_says_nothing():
    other = CASE.model_copy(update={"id": "b", "like": "gone", "varies": "name"})
    metric = next(one for one in metrics() if one.name == "fair_outcome")
    assert metric.measure([Pair(other, RIGHT)], Around()) == [None]

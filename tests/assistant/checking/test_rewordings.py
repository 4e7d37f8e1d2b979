"""Sentences over the demo municipality as a model would write them, right and wrong ones."""

import json
from pathlib import Path

from assistant.checks import checks
from assistant.draft import Sentence
from configs.files import ROOT
from configs.slices.answering import AnsweringSettings
from eval.planted.pages import passages
from tests.assistant.checking.drafts import drafted

LINES = Path(__file__).with_name("rewordings.jsonl").read_text(encoding="utf-8").splitlines()
WRITTEN = [json.loads(line) for line in LINES]
CHECKS = checks(AnsweringSettings())


def stopped(written):
    """Which check stops the sentence, and why; nothing where it passes."""
    (passage, *_) = (
        found
        for found in passages(ROOT / "demo" / "site" / written["page"])
        if found.headings[:1] == ((written["heading"],) if written["heading"] else ())
        and len(found.sentences) > max(written["cited"])
    )
    sentence = Sentence(written["text"], tuple((0, number) for number in written["cited"]))
    reasons = ((name, check(drafted(passage), sentence)) for name, check in CHECKS)
    return next(((name, reason) for name, reason in reasons if reason), None)


def test_few_right_sentences_are_dropped():
    right = [written for written in WRITTEN if written["faithful"]]
    dropped = {written["text"]: reason for written in right if (reason := stopped(written))}
    assert len(dropped) <= 0.05 * len(right), dropped


def test_few_wrong_sentences_pass():
    wrong = [written for written in WRITTEN if not written["faithful"]]
    passed = [written["text"] for written in wrong if not stopped(written)]
    assert len(passed) <= 0.05 * len(wrong), passed

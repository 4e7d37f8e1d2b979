"""A table of personal data and of what only looks like it: found, left alone, and kept nowhere.

The table was made by a seeded script from sentences as residents type them; every number, name and
address in it is invented.
"""

import json
import logging
from collections import Counter
from pathlib import Path

import httpx
import pytest

from assistant.masking import mask
from tests.assistant.town import town
from tests.assistant.web.scripted import serving as serving_chat
from tests.models.served import ModelServer, Script, serving

TABLE = Path(__file__).parent / "personal"


def rows(name):
    lines = (TABLE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


FOUND, ALIKE = rows("found"), rows("alike")


def test_nearly_all_personal_data_is_found():
    missed = [row for row in FOUND if row["secret"] in mask(row["text"]).text]
    assert len(FOUND) >= 300
    assert len(missed) <= 0.01 * len(FOUND), missed


@pytest.mark.parametrize("kind", sorted({row["kind"] for row in FOUND}))
def test_each_kind_is_called_what_it_is(kind):
    called = Counter(kind in mask(row["text"]).kinds for row in FOUND if row["kind"] == kind)
    assert called[True] >= 0.95 * called.total()


def test_what_only_looks_like_it_is_left_alone():
    masked = [row["text"] for row in ALIKE if mask(row["text"]).kinds]
    assert len(ALIKE) >= 300
    assert len(masked) <= 0.02 * len(ALIKE), masked


def test_nothing_of_it_is_kept_logged_counted_or_sent_to_the_model(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    secrets = [told(row) for row in FOUND if row["secret"] not in mask(row["text"]).text]
    with (
        serving(ModelServer(Script("= NIET\n"))) as model,
        town(
            tmp_path,
            answering={"writer": "generate"},
            chat=model.settings(),
            server={"requests_per_minute": 0},
        ) as service,
        serving_chat(service) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        for row in FOUND:
            reply = client.post("/api/v1/ask", json={"question": row["text"]})
            assert reply.status_code == 200
        metrics = client.get("/metrics").text
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*.db*"))
    sent = json.dumps([*model.asked, *model.counted], ensure_ascii=False)
    logged = "\n".join(record.getMessage() for record in caplog.records if ours(record))
    assert len(kept) > 100_000
    assert model.asked
    for secret in secrets:
        assert secret.encode() not in kept
        for text in (sent, logged, metrics):
            assert secret not in text


def told(row):
    """The secret with the words before it: a surname alone may stand on a page too."""
    start = row["text"].index(row["secret"])
    return row["text"][max(0, start - 8) : start + len(row["secret"])]


def ours(record):
    """Not what the test's own client says of what it sends."""
    return not record.name.startswith(("httpx", "httpcore"))

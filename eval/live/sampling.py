"""Which real answers are scored, and the figures that are kept of each: no words, no ids."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from pydantic import Field

from assistant.quality import FOLDER
from assistant.records.records import Records
from configs.slices.live import LiveSettings
from eval.domain import Kept
from eval.live.scoring import of_answer, parts
from eval.storing import Appending, Folder, write

PARTS, STATE = "parts.jsonl", "state.json"
BEGIN = datetime(2000, 1, 1, tzinfo=UTC)
GRACE = timedelta(seconds=5)
"""An answer of the last moments may still be written beside one that is read."""
FULL = float(1 << 64)


class Scored(Kept):
    """One answer: the day on which it was given, and its parts by metric."""

    day: date
    parts: Mapping[str, tuple[float, float]]


class State(Kept):
    """Up to which moment answers were looked at, and how many of the last hour were scored."""

    until: datetime = BEGIN
    hour: str = ""
    scored: int = Field(0, ge=0)


def sample(records: Records, data: Path, settings: LiveSettings, now: datetime) -> int:
    """Score what came since the last time; how many.

    The moment is kept before the figures: killed half-way, an answer is left out rather than
    counted twice.
    """
    folder = Folder(data / FOLDER)
    folder.path.mkdir(parents=True, exist_ok=True)
    state, until = read_state(folder.path), now - GRACE
    found = records.samples.ids(state.until, until)
    chosen, state = choose(found, state, settings)
    state = state.model_copy(update={"until": max(until, state.until)})
    write(folder.path / STATE, state.model_dump_json())
    count = 0
    with Appending(folder, PARTS) as file:
        for dossier in records.samples.dossiers(chosen):
            (made,) = parts([of_answer(dossier.answer)])
            file.add(Scored(day=dossier.at.date(), parts={k: tuple(v) for k, v in made.items()}))
            count += 1
    return count


def choose(
    found: Iterable[tuple[str, datetime]], state: State, settings: LiveSettings
) -> tuple[list[str], State]:
    """A share of the answers, by a digest of their ids, and not more than so many of an hour."""
    counts = Counter({state.hour: state.scored})
    chosen: list[str] = []
    hour = state.hour
    for key, at in found:
        hour = at.strftime("%Y-%m-%dT%H")
        if _drawn(key) < settings.share and counts[hour] < settings.most_per_hour:
            counts[hour] += 1
            chosen.append(key)
    return chosen, state.model_copy(update={"hour": hour, "scored": counts[hour]})


def read_state(folder: Path) -> State:
    """Where the last time ended; a damaged file begins anew."""
    try:
        return State.model_validate_json((folder / STATE).read_bytes())
    except (OSError, ValueError):
        return State()


def read_scored(data: Path) -> list[Scored]:
    """All that is kept, oldest first."""
    return sorted(Folder(data / FOLDER).lines(PARTS, Scored), key=lambda one: one.day)


def forget(data: Path, before: date) -> None:
    """Drop what is older than the retention of figures."""
    scored = read_scored(data)
    kept = [one for one in scored if one.day >= before]
    if len(kept) == len(scored):
        return
    lines = (json.dumps(one.model_dump(mode="json")) for one in kept)
    write(data / FOLDER / PARTS, "".join(f"{line}\n" for line in lines))


def _drawn(key: str) -> float:
    return int.from_bytes(sha256(key.encode()).digest()[:8], "big") / FULL

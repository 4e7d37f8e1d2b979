"""A library in one file, and back: the same editions, answers and rollbacks, on either engine."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from configs.domain import Noun
from configs.settings import Settings
from ingest.domain import LibraryError
from ingest.library.archive import (
    COMPANIONS_FILE,
    FILES,
    FORMAT,
    HEAD,
    LAST,
    POINTS,
    STATE_FILE,
    Head,
    Manifest,
    Packer,
    checked,
    members,
    written,
)
from ingest.library.batches import batches
from ingest.library.domain import (
    DENSE,
    EVERY_PASSAGE,
    GRAMS,
    OPEN,
    WORDS,
    BackupError,
    Engine,
    Point,
)
from ingest.library.generations import Generations, beside, following, number
from ingest.library.opening import generations_of
from ingest.library.packing import packed, unpacked
from ingest.library.rebuilding import companions, finish, keep_companions
from ingest.library.searching import PAYLOAD
from ingest.library.state import STATE, State
from ingest.space import require_space

PIECE, BATCH = 1000, 256
KEPT = ("visits", "reports", "quarantine", "comparison.json", "usage.json")
"""What of the data folder goes with the library: no settings, no keys, no conversations."""
Progress = Callable[[int, int], None]


class Restored(Noun):
    """What came back."""

    name: str
    passages: int
    editions: int
    published: int


def back_up(settings: Settings, file: Path, progress: Progress) -> Manifest:
    """Write the library as it is published now; nobody may sync meanwhile, all may search."""
    generations = generations_of(settings)
    with generations.reading(generations.live()) as engine:
        state = _state(engine)
        if state is None:
            raise BackupError("The library holds nothing yet; there is nothing to back up.")
        with written(file) as packer:
            head = Head(
                format=FORMAT, made_at=datetime.now(UTC).isoformat(), library=generations.base
            )
            packer.add(HEAD, head.model_dump_json().encode())
            del packer.digests[HEAD]
            passages = _pack(engine, state, packer, progress)
            packer.add(COMPANIONS_FILE, json.dumps(companions(engine)).encode())
            for path in kept_files(settings.data):
                name = path.relative_to(settings.data).as_posix()
                packer.add(f"{FILES}{name}", path.read_bytes())
            manifest = Manifest(
                digests=packer.digests, passages=passages, editions=len(state.editions)
            )
            packer.add(LAST, manifest.model_dump_json().encode())
    return manifest


def restore(settings: Settings, file: Path, confirmed: bool, progress: Progress) -> Restored:
    """Make a collection of a backup and switch to it; `confirmed` where there is a library already.

    Killed at any line, what was there stays the library. `BackupError` for a file that is damaged.
    """
    manifest = checked(file)
    require_space(settings, writing=True, passages=manifest.passages)
    generations = generations_of(settings)
    highest = _replaced(generations, confirmed)
    for name in beside(generations):  # what an earlier try or a rebuild did not finish
        if number(name) > number(generations.live()):
            generations.drop(name)
    name = following(generations)
    with closing(generations.open(name)) as engine:
        state = _unpack(file, manifest, engine, progress)
        state = state.model_copy(update={"highest": max(highest, state.highest)})
        if engine.count(EVERY_PASSAGE) != manifest.passages:
            raise BackupError(f"{file} did not arrive whole. Nothing was switched; try again.")
        finish(engine, state, state.made_with)
    generations.switch(name)
    _put_files(file, settings.data)
    return Restored(
        name=name,
        passages=manifest.passages,
        editions=len(state.editions),
        published=state.published,
    )


def _state(engine: Engine) -> State | None:
    record = engine.record(STATE) if engine.exists() else None
    return State.model_validate(record) if record else None


def _pack(engine: Engine, state: State, packer: Packer, progress: Progress) -> int:
    """The state and all points; what a writing under way did is left out."""
    kept = state.model_copy(update={"writing": None, "stamp": 0, "pieces": 0})
    packer.add(STATE_FILE, kept.model_dump_json().encode())
    last = max((one.number for one in state.editions), default=0)
    names = (WORDS, GRAMS, DENSE) if state.made_with.size else (WORDS, GRAMS)
    done, total = 0, engine.count(EVERY_PASSAGE)
    points = _published(engine.scroll(EVERY_PASSAGE, PAYLOAD, names), last)
    for place, piece in enumerate(batches(points, PIECE), start=1):
        packer.add(f"{POINTS}{place:06}.jsonl", b"".join(map(packed, piece)))
        done += len(piece)
        progress(done, total)
    now = _state(engine) or State()
    if gone := {one.number for one in state.editions} - {one.number for one in now.editions}:
        raise BackupError(f"Edition {min(gone)} was swept meanwhile. Run the backup again.")
    return done


def _published(points: Iterator[Point], last: int) -> Iterator[Point]:
    for point in points:
        if point.payload["since"] > last:
            continue
        ended = last < point.payload["until"] < OPEN
        payload = {**point.payload, "until": OPEN} if ended else point.payload
        yield point.model_copy(update={"payload": payload})


def kept_files(data: Path) -> Iterator[Path]:
    """All files of `KEPT`, in order, without half-written ones."""
    for name in KEPT:
        place = data / name
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        yield from (file for file in files if file.is_file() and not file.name.startswith("."))


def _replaced(generations: Generations, confirmed: bool) -> int:
    """The highest edition number of the library that is there; it is never used again."""
    live = generations.live()
    if live not in generations.all():
        return 0
    with generations.reading(live) as engine:
        state = _state(engine)
    if state is None:
        return 0
    if not confirmed:
        raise LibraryError(
            f"There is a library already, with {len(state.editions)} editions. With --yes the "
            "backup takes its place."
        )
    return state.highest


def _unpack(file: Path, manifest: Manifest, engine: Engine, progress: Progress) -> State:
    state, done = State(), 0
    for name, content in _sound(file, manifest):
        if name == STATE_FILE:
            state = State.model_validate_json(content)
            engine.create(state.made_with.size)
        elif name == COMPANIONS_FILE:
            keep_companions(json.loads(content), engine)
        elif name.startswith(POINTS):
            points = [unpacked(line) for line in content.splitlines()]
            for some in batches(points, BATCH):
                engine.put(some)
            done += len(points)
            progress(done, manifest.passages)
    engine.flush()
    return state


def _sound(file: Path, manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """All members but the last; it may have changed since it was checked."""
    for name, content in members(file):
        if name == LAST:
            return
        if sha256(content).hexdigest() != manifest.digests.get(name):
            raise BackupError(f"{file} changed while it was read.")
        yield name, content


def _put_files(file: Path, data: Path) -> None:
    """Last: without them the next sync reads everything again, and no more."""
    for name, content in members(file):
        place = Path(name.removeprefix(FILES))
        if name.startswith(FILES) and place.parts[0] in KEPT:
            (data / place).parent.mkdir(parents=True, exist_ok=True)
            (data / place).write_bytes(content)

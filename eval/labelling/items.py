"""What people label, in an order of their own, and where their labels are kept."""

import random
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from eval.domain import RunError
from eval.judging.domain import Aspect, Label, Says
from eval.measuring import Pair
from eval.storing import Appending, Folder

LABELS = "labels"
NAME = re.compile(r"[^\W_](?:[\w .'-]{0,38}[\w.])?")
"""What a name may be: it becomes the name of a file."""


class Key(NamedTuple):
    """Which answer: the folder of its run below the run that is labelled, and its case."""

    run: str
    case: str


Items = Mapping[Key, Pair]
Labels = Mapping[Key, Label]


def items(folder: Folder, most: int | None = None) -> dict[Key, Pair]:
    """The answers that say something, of the run and of its baselines; the same for everybody.

    With `most` so many of them, drawn by their names, so that all label the same ones. Raises
    `RunError` where there are none.
    """
    found = {}
    for one in (folder, *folder.inside):
        answers, run = one.answers, one.path.relative_to(folder.path).as_posix()
        for case in one.cases:
            given = answers.get(case.id)
            if given and given.claims and not given.error:
                found[Key(run, case.id)] = Pair(case, given)
    if not found:
        raise RunError(f"{folder.path}: holds no answer that says something.")
    drawn = sorted(found, key=lambda key: sha256("\0".join(key).encode()).digest())[:most]
    return {key: found[key] for key in found if key in set(drawn)}


def shuffled(keys: Sequence[Key], person: str) -> list[Key]:
    """The order in which one person sees them: always the same, and another than others see."""
    order = list(keys)
    random.Random(sha256(name_of(person).encode()).hexdigest()).shuffle(order)  # noqa: S311
    return order


def name_of(person: str) -> str:
    """The name as it is kept. Raises `RunError` where it can be none."""
    plain = " ".join(person.casefold().split())
    if not NAME.fullmatch(plain):
        raise RunError("A name is 1 to 40 letters, figures, spaces, points or dashes.")
    return plain


def read_labels(folder: Folder, person: str) -> dict[Key, Label]:
    """What one person said; what they said last counts."""
    found = folder.lines(f"{LABELS}/{name_of(person)}.jsonl", Label)
    return {Key(one.run, one.case): one for one in found}


def read_all(folder: Folder) -> dict[str, dict[Key, Label]]:
    """What everybody said, by name."""
    names = sorted(file.stem for file in (folder.path / LABELS).glob("*.jsonl"))
    return {name: read_labels(folder, name) for name in names}


def keep_label(folder: Folder, person: str, key: Key, says: Mapping[Aspect, Says]) -> None:
    """Write it down at once."""
    (folder.path / LABELS).mkdir(exist_ok=True)
    label = Label(run=key.run, case=key.case, says=says, at=datetime.now(UTC))
    with Appending(folder, f"{LABELS}/{name_of(person)}.jsonl") as file:
        file.add(label)

"""The sets that are asked beside the main one: fairness, languages, hidden pages, attacks."""

from pathlib import Path

from eval.storing import RUN, Folder

PLACE = "sets"
ENGLISH, FAIRNESS, HIDDEN, PERSONAL, INJECTION = (
    *("english", "fairness", "hidden", "personal", "injection"),
)
SIDES = ENGLISH, FAIRNESS, HIDDEN, PERSONAL, INJECTION


def side(path: Path, name: str) -> Path:
    """Where the run of a side set stands in the folder of a run."""
    return path / PLACE / name


def sides(path: Path) -> dict[str, Folder]:
    """The side runs that stand in the folder of a run, by their names."""
    places = {name: side(path, name) for name in SIDES}
    return {name: Folder(place) for name, place in places.items() if (place / RUN).exists()}

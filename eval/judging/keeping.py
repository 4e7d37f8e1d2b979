"""Where the judge's opinions stand in the folder of a run."""

from pydantic import ValidationError

from eval.domain import RunError
from eval.judging.domain import Judge, Opinion
from eval.storing import Folder, write

JUDGE, OPINIONS = "judge.json", "opinions.jsonl"


def read_judge(folder: Folder) -> Judge | None:
    """Who judged this run; None where nobody did. Raises `RunError` where the file is damaged."""
    file = folder.path / JUDGE
    try:
        return Judge.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise RunError(f"{file}: cannot be read. Judge again with --again.") from error


def read_opinions(folder: Folder) -> dict[str, Opinion]:
    """The opinions by case."""
    return {one.case: one for one in folder.lines(OPINIONS, Opinion)}


def keep_judge(folder: Folder, judge: Judge) -> None:
    """Write who judges, and what went wrong."""
    write(folder.path / JUDGE, judge.model_dump_json(indent=1))


def forget(folder: Folder) -> None:
    """Take an earlier judge's opinions away."""
    for name in (JUDGE, OPINIONS):
        (folder.path / name).unlink(missing_ok=True)

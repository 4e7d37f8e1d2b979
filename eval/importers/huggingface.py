"""A data set as Hugging Face keeps it on disk: Parquet, Arrow or JSONL beside `dataset_info.json`.

Read with pyarrow, without a network: folders of `save_to_disk` and of a downloaded repository.
Columns are found by the names that question-answering sets use.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from configs.domain import Language
from eval.cases.importing import Importer, Records, json_lines, passage_page
from eval.domain import Case
from models.language import recognise

COLUMNS = {
    "id": ("id", "_id", "qid", "question_id", "query_id", "source_id"),
    "question": ("question", "query", "prompt", "vraag", "input"),
    "context": ("context", "passage", "passages", "document", "documents", "contexts", "text"),
    "answers": ("answers", "answer", "antwoord", "output", "ground_truth", "target"),
}
"""For each part of a case the columns it may stand in, the likeliest first."""
INSIDE = "text", "value", "passage_text"
"""Where a column holds objects, the field that is the text."""
KINDS = ".parquet", ".arrow", ".jsonl", ".json"
ABOUT = frozenset({"dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json"})
"""Files that tell about the data and hold none."""


def _records(folder: Path) -> Records:
    if not any(folder.rglob("dataset_info*.json")) and not _told(folder):
        raise ValueError("there is no dataset_info.json")
    files = [file for file in sorted(folder.rglob("*")) if _holds(file, folder)]
    if not files:
        raise ValueError("there is no Parquet, Arrow or JSONL file")
    for file in files:
        for number, row in enumerate(_rows(file), 1):
            place = f"{file.relative_to(folder)}, row {number}"
            yield place, {"place": place, "row": row}


def _told(folder: Path) -> bool:
    """A repository may tell about its data at the head of its README instead."""
    readme = folder / "README.md"
    return readme.is_file() and "dataset_info:" in readme.read_text(encoding="utf-8")


def _holds(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.suffix in KINDS and file.name not in ABOUT and not hidden


def _rows(file: Path) -> Iterator[Mapping[str, Any]]:
    if file.suffix == ".jsonl":
        yield from (row for _, row in json_lines(file))
    elif file.suffix == ".json":
        found = json.loads(file.read_text(encoding="utf-8"))
        yield from found if isinstance(found, list) else found["data"]
    else:
        yield from _columnar(file)


def _columnar(file: Path) -> Iterator[Mapping[str, Any]]:
    """The rows, a batch at a time: Parquet, and the two forms that Arrow has."""
    try:
        from pyarrow import ArrowInvalid, ipc, memory_map, parquet
    except ImportError as error:
        raise ValueError("needs the package pyarrow: install vraagbaak[eval]") from error
    if file.suffix == ".parquet":
        batches = parquet.ParquetFile(file).iter_batches()
    else:
        try:
            batches = iter(ipc.open_stream(memory_map(str(file))))
        except ArrowInvalid:  # a file, and not the stream that `save_to_disk` writes
            whole = ipc.open_file(memory_map(str(file)))
            batches = (whole.get_batch(number) for number in range(whole.num_record_batches))
    for batch in batches:
        yield from batch.to_pylist()


def _cases(record: Mapping[str, Any]) -> Iterator[Case]:
    """Where a set has answers, a row without any can't be answered."""
    row = record["row"]
    question = _texts(row, "question")[0].strip()
    contexts = tuple(text for text in _texts(row, "context") if text.strip())
    answers = [text.strip().replace("|", " ") for text in _texts(row, "answers")]
    stated = list(dict.fromkeys(filter(None, answers)))
    known = bool(stated) or _column(row, "answers") is None
    name = _column(row, "id")
    yield Case(
        id=record["place"] if name is None else str(row[name]),
        question=question,
        language=recognise(question, Language.NL),
        expect="answered" if known else "no_source",
        urls=tuple(map(passage_page, contexts)) if known else (),
        facts=("|".join(stated),) if stated else (),
        passages=contexts,
    )


def _column(row: Mapping[str, Any], part: str) -> str | None:
    return next((name for name in COLUMNS[part] if name in row), None)


def _texts(row: Mapping[str, Any], part: str) -> list[str]:
    """All texts of a part. Raises `KeyError` naming the columns where there must be one."""
    name = _column(row, part)
    if name is None:
        if part == "question":
            raise KeyError(f"question (its columns: {', '.join(row)})")
        return []
    return list(_flat(row[name]))


def _flat(value: object) -> Iterator[str]:
    """The texts in a value: a text, a list of texts, or objects that hold one or several."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        inner = next((value[name] for name in INSIDE if name in value), None)
        yield from _flat(inner)
    elif isinstance(value, list):
        for one in value:
            yield from _flat(one)


IMPORTER = Importer("a Hugging Face data set on disk, with dataset_info", _records, _cases)

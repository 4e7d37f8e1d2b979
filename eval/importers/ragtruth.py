"""RAGTruth (arXiv 2401.00396) and what has its form: the questions of `source_info.jsonl`."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from configs.domain import Language
from eval.cases.importing import Importer, Records, json_lines, passage_page
from eval.domain import Case
from models.language import recognise


def _records(folder: Path) -> Records:
    return json_lines(folder / "source_info.jsonl" if folder.is_dir() else folder)


def _cases(record: Mapping[str, Any]) -> Iterator[Case]:
    """Summaries and data-to-text have no question, and so no case."""
    if record["task_type"] != "QA":
        return
    asked = record["source_info"]
    text = asked["passages"].strip()
    yield Case(
        id=f"ragtruth-{record['source_id']}",
        question=asked["question"].strip(),
        language=recognise(asked["question"], Language.EN),
        urls=(passage_page(text),),
        passages=(text,),
    )


IMPORTER = Importer("a folder in the form of RAGTruth, or its source_info.jsonl", _records, _cases)

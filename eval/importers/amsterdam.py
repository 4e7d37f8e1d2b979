"""Prompts that civil servants give a general assistant (City of Amsterdam, EUPL-1.2).

Letters, code, playgrounds (`example_data_pilot_analysis.csv`): no source answers them.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from configs.domain import Audience
from eval.cases.importing import Importer, Records, table
from eval.domain import Case


def _records(folder: Path) -> Records:
    return table(folder / "example_data_pilot_analysis.csv")


def _cases(record: Mapping[str, Any]) -> Iterator[Case]:
    question = record["Prompt"].strip()
    yield Case(
        id=f"amsterdam-{sha256(question.encode()).hexdigest()[:8]}",
        question=question,
        expect="no_source",
        audience=Audience.INTERNAL,
        tags=("off-topic",),
    )


IMPORTER = Importer("the folder amsterdam-ambtenaar-prompts", _records, _cases)

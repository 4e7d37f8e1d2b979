"""What staff made of answers (`python -m assistant approvals export`), as cases to ask again.

An answer that was approved gives its pages and sentences as gold; of an edited one the claims that
stayed do, and what staff took out must not be shown. Of a rejected one nothing may be shown again.
What nobody looked at says nothing, and is left out.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.cases.importing import Importer, Records, json_lines
from eval.domain import Case


def _records(file: Path) -> Records:
    yield from json_lines(file)


def _cases(record: Mapping[str, Any]) -> Iterator[Case]:
    state, made = record["state"], record["answer"]
    if state not in {"approved", "edited", "rejected"}:
        return
    kept = record["shown"] or {"claims": [], "citations": []}
    stayed = {claim["text"] for claim in kept["claims"]}
    yield Case(
        id=f"approval-{record['id']}",
        question=record["question"],
        language=made["language"],
        urls=tuple(dict.fromkeys(one["url"] for one in kept["citations"])),
        sentences=tuple(text for one in kept["citations"] for text in one["sentences"]),
        absent=tuple(one["text"] for one in made["claims"] if one["text"] not in stayed),
        tags=(f"staff-{state}",),
    )


IMPORTER = Importer("a file of `assistant approvals export`", _records, _cases)

"""`python -m assistant approvals`: answers that staff looked at first, and what came of them."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from rich.console import Console

from assistant.outbox_command import Commands
from assistant.records.build import open_records
from assistant.records.desk_domain import Approval
from configs.domain import ConfigurationError
from configs.settings import load_settings

DONE = 0


def add_approvals(
    commands: "Commands[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the command to those of the assistant."""
    approvals = commands.add_parser(
        "approvals", parents=[shared], help="answers that staff looked at first, for evaluation"
    )
    approvals.add_argument("do", choices=["count", "export"])
    approvals.add_argument("--out", type=Path, help="a file for the lines; none: stdout")
    approvals.set_defaults(command=_approvals)


def _approvals(options: argparse.Namespace) -> int:
    """Works beside a running server."""
    with closing(open_records(load_settings(options.profile))) as records:
        if options.do == "count":
            counts = Counter(one.state.value for one in records.approvals.all())
            sys.stdout.write(json.dumps(dict(sorted(counts.items()))) + "\n")
            return DONE
        count = _write(map(exported, records.approvals.all()), options.out)
    Console(stderr=True, highlight=False).print(f"{count} answers")
    return DONE


def exported(approval: Approval) -> dict[str, Any]:
    """Both versions side by side; who looked at it stays in the audit log."""
    shown = approval.shown.model_dump(mode="json") if approval.shown else None
    return {
        "id": approval.id,
        "question": approval.question,
        "state": approval.state.value,
        "reason": approval.reason,
        "answer": approval.answer.model_dump(mode="json", exclude={"conversation"}),
        "shown": shown and {**shown, "conversation": ""},
        "words": approval.words,
        "at": approval.at.isoformat(),
        "decided_at": approval.decided_at.isoformat() if approval.decided_at else None,
    }


def _write(lines: Iterable[dict[str, Any]], out: Path | None) -> int:
    count = 0
    try:
        file = out.open("w", encoding="utf-8") if out else sys.stdout
        try:
            for line in lines:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                count += 1
        finally:
            if out:
                file.close()
    except OSError as error:
        raise ConfigurationError(f"--out {out}: {error.strerror}. Name another file.") from error
    return count

"""`python -m assistant outbox`: what is on its way to other desks, and what did not arrive."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table

from assistant.domain import AssistantError
from assistant.handoff.desk import Handoffs
from assistant.records.build import open_records
from assistant.records.domain import Delivery, Stage, utc_now
from configs.commanding import DONE, FAILED
from configs.settings import load_settings

Commands = argparse._SubParsersAction


def add_outbox(
    commands: "Commands[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the command to those of the assistant."""
    outbox = commands.add_parser(
        "outbox", parents=[shared], help="requests on their way to other desks"
    )
    outbox.add_argument("do", choices=["list", "retry"])
    outbox.add_argument("number", nargs="?", type=int, help="which to retry; none: all that died")
    outbox.add_argument("--json", action="store_true", help="one JSON document")
    outbox.set_defaults(command=_outbox)


@contextmanager
def delivering(handoffs: Handoffs) -> Iterator[None]:
    """Deliver while the context lasts, where there is anywhere to deliver."""
    if handoffs.outbox is None or not handoffs.outbox.desks:
        yield
        return
    with handoffs.outbox.running():
        yield


def _outbox(options: argparse.Namespace) -> int:
    """Works beside a running server, which delivers what is retried."""
    records = open_records(load_settings(options.profile))
    try:
        if options.do == "retry":
            for one in _dead(records.deliveries.all(), options.number):
                records.deliveries.retry(one.id, utc_now())
        found = records.deliveries.all()
    finally:
        records.close()
    if options.json:
        shown = [one.model_dump(mode="json", exclude={"known"}) for one in found]
        sys.stdout.write(json.dumps({"deliveries": shown}, ensure_ascii=False) + "\n")
    else:
        Console(highlight=False).print(_table(found) if found else "Nothing was sent yet.")
    return FAILED if any(one.stage is Stage.DEAD for one in found) else DONE


def _dead(found: list[Delivery], number: int | None) -> list[Delivery]:
    dead = [one for one in found if one.stage is Stage.DEAD and number in {None, one.id}]
    if number is not None and not dead:
        raise AssistantError(f"Delivery {number} is not among those that died.")
    return dead


def _table(found: list[Delivery]) -> Table:
    table = Table("number", "desk", "stage", "tries", "next try (UTC)", "error")
    for one in found:
        due = f"{one.due:%Y-%m-%d %H:%M}" if one.stage is Stage.WAITING else ""
        table.add_row(str(one.id), one.desk, one.stage.value, str(one.tries), due, one.error)
    return table

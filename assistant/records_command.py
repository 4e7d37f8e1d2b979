"""`python -m assistant records`: the tables, a copy, and what is kept about one person."""

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import closing
from getpass import getuser
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.domain import AssistantError
from assistant.outbox_command import Commands
from assistant.records.build import open_records
from assistant.records.copying import back_up
from assistant.records.domain import Copy, Erased
from assistant.records.opening import look, step
from assistant.records.records import Records
from configs.domain import ConfigurationError
from configs.settings import Settings, load_settings

DONE, FAILED = 0, 1
FREED = (
    "PostgreSQL: its bytes stand in free space until that is used again; with --rewrite they are "
    "gone at once. Its log (pg_wal) and its archives hold them until they are recycled."
)
REWRITTEN = "PostgreSQL: its log (pg_wal) and its archives hold it until they are recycled."


def add_records(
    commands: "Commands[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the command to those of the assistant."""
    records = commands.add_parser("records", help="what is kept: its tables, copies, and persons")
    does = records.add_subparsers(required=True, metavar="DO")
    for name, command, told in (
        ("status", _status, "which steps the database has, and how many rows"),
        ("migrate", _migrate, "bring the database to the tables of this program"),
    ):
        one = does.add_parser(name, parents=[shared], help=told)
        one.add_argument("--json", action="store_true", help="one JSON document")
        one.set_defaults(command=command)
    backup = does.add_parser("backup", parents=[shared], help="a copy, also beside a server")
    backup.add_argument("file", type=Path)
    backup.set_defaults(command=_backup)
    export = _person(does, shared, "export", "all that is kept about someone, as JSON")
    export.add_argument("--out", type=Path, help="the file to write (default: stdout)")
    export.set_defaults(command=_export)
    erase = _person(does, shared, "erase", "erase all that is kept about someone")
    erase.add_argument("--yes", action="store_true", help="without asking whether it is right")
    erase.add_argument(
        "--rewrite", action="store_true", help="PostgreSQL: make its tables anew; all wait for it"
    )
    erase.set_defaults(command=_erase)


def _person(
    does: "Commands[argparse.ArgumentParser]",
    shared: argparse.ArgumentParser,
    name: str,
    told: str,
) -> argparse.ArgumentParser:
    parser = does.add_parser(name, parents=[shared], help=told)
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--conversation", default="", help="the id of one conversation")
    who.add_argument("--reference", default="", help="of a request to the desk (V-2026-00417)")
    who.add_argument(
        "--contact", default="", help="a whole e-mail address, phone number or name, as left there"
    )
    return parser


def _status(options: argparse.Namespace) -> int:
    """Looks only: nothing is made or changed."""
    stands = look(load_settings(options.profile))
    if options.json:
        sys.stdout.write(stands.model_dump_json(indent=2) + "\n")
    else:
        _show(
            ("table", "rows"),
            [(name, f"{count:,}") for name, count in stands.rows.items()],
        )
        lacks = ", ".join(stands.standing.lacking) or "none"
        _say(f"{stands.address}: at {', '.join(stands.standing.at) or 'no step'}; lacks: {lacks}")
    return FAILED if stands.standing.lacking or stands.standing.newer else DONE


def _migrate(options: argparse.Namespace) -> int:
    taken = step(load_settings(options.profile))
    if options.json:
        sys.stdout.write(json.dumps({"taken": taken}) + "\n")
    else:
        _say(f"Taken: {', '.join(taken)}" if taken else "Nothing lacked.")
    return DONE


def _backup(options: argparse.Namespace) -> int:
    settings = load_settings(options.profile)
    size = back_up(settings, options.file)
    _say(
        f"{options.file}: {size:,} bytes. It holds conversations and contact details: keep it as "
        "safe as the database, and no longer; erase again what was erased since, after putting it "
        "back. Passwords and keys are not in it."
    )
    return DONE


def _export(options: argparse.Namespace) -> int:
    def export(records: Records, found: list[str]) -> int:
        document = json.dumps(records.subjects.export(found), ensure_ascii=False, indent=2) + "\n"
        subject = options.conversation or options.reference
        detail = {"conversations": str(len(found))}
        records.audit.note(getuser(), "records.export", subject, detail)
        if options.out is None:
            sys.stdout.write(document)
        else:
            _write(options.out, document)
            _say(f"{options.out}: {len(found)} conversations.")
        return DONE

    return _with(load_settings(options.profile), options, export)


def _write(file: Path, document: str) -> None:
    """For the eyes of who asked only."""
    try:
        file.touch(mode=0o600)
        file.write_text(document, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"--out: {file} can't be written ({error.strerror}).") from error


def _erase(options: argparse.Namespace) -> int:
    settings = load_settings(options.profile)

    def erase(records: Records, found: list[str]) -> int:
        told = records.subjects.export(found)
        _show(("table", "rows"), [(name, str(len(rows))) for name, rows in told.items() if rows])
        for one in told["conversations"]:
            _say(f"Conversation of {one['begun_at'][:16]} UTC, id {one['id']}")
        if not options.yes and not _agreed(len(found)):
            raise AssistantError("Nothing was erased. Say --yes where nobody can be asked.")
        erased = records.subjects.erase(found, who=getuser())
        clean = records.scrub(rewrite=options.rewrite)
        left = records.subjects.left(erased.called)
        _account(erased, left, clean=clean)
        if settings.records.url.startswith("postgresql"):
            _say(REWRITTEN if options.rewrite else FREED)
        return DONE if clean and not left else FAILED

    return _with(settings, options, erase)


def _with(
    settings: Settings,
    options: argparse.Namespace,
    do: Callable[[Records, list[str]], int],
) -> int:
    """Works beside a running server."""
    with closing(open_records(settings)) as records:
        found = records.subjects.find(options.conversation, options.reference, options.contact)
        if not found:
            raise AssistantError("Nothing is kept about that.")
        return do(records, found)


def _agreed(count: int) -> bool:
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(f"Erase {count} conversations for good? Type yes: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() == "yes"


def _account(erased: Erased, left: list[str], *, clean: bool) -> None:
    _say(f"Erased: {sum(erased.rows.values())} rows; only anonymous counts are left.")
    for copy in erased.copies:
        _say(_copy(copy))
    if left:
        _say(f"[red]Still named in: {', '.join(left)}[/]")
    if not clean:
        _say(
            "[red]Deleted text may still stand in the log of the database (records.db-wal): "
            "another program is reading. A running server wipes it within the hour.[/]"
        )
    _say("Backups from before still hold it.")


def _copy(copy: Copy) -> str:
    parts = ", ".join(f"{step} {name}" for step, name in copy.known.items() if name) or "no answer"
    has = "has" if copy.whole else "may have"
    return f"[bold]{copy.desk} {has} a copy of {copy.reference}[/] ({parts}): erase it there too."


def _show(heads: tuple[str, ...], rows: list[tuple[str, str]]) -> None:
    table = Table(*heads)
    for row in rows:
        table.add_row(*row)
    Console(stderr=True, highlight=False).print(table)


def _say(line: str) -> None:
    Console(stderr=True, highlight=False).print(line, soft_wrap=True)

"""`python -m assistant levers`: what editors changed, for backup and for another installation."""

import argparse
import getpass
import json
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.domain import AssistantError
from assistant.levers.build import open_checker
from assistant.levers.domain import NOUNS, Kind, Listed
from assistant.levers.editing import FORMAT, Imported, exported, imported
from assistant.outbox_command import Commands
from assistant.records.build import open_records
from assistant.records.domain import Version
from assistant.records.records import Records
from configs.commanding import DONE, FAILED
from configs.domain import ConfigurationError, Language
from configs.settings import Settings, load_settings
from configs.texts import Texts
from configs.theme import load_theme

LARGEST = 50_000_000
"""Bytes of a file that is taken over."""


def add_levers(
    commands: "Commands[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the command to those of the assistant."""
    levers = commands.add_parser(
        "levers", parents=[shared], help="what editors changed at /redactie"
    )
    levers.add_argument("do", choices=["list", "export", "import"])
    levers.add_argument("file", nargs="?", help="JSON to write or read; none: stdout or stdin")
    levers.add_argument("--json", action="store_true", help="the list as one JSON document")
    levers.set_defaults(command=_levers)


def _levers(options: argparse.Namespace) -> int:
    """Works beside a running server, which follows within `editing.refresh` seconds."""
    settings = load_settings(options.profile)
    with closing(open_records(settings)) as records:
        if options.do == "import":
            return _import(settings, records, options.file)
        if options.do == "export":
            return _export(records, options.file)
        return _list(records, json_wanted=options.json)


def _list(records: Records, *, json_wanted: bool) -> int:
    _, found = records.levers.current()
    if json_wanted:
        shown = [version.model_dump(mode="json") for version in found]
        sys.stdout.write(json.dumps({"levers": shown}, ensure_ascii=False) + "\n")
        return DONE
    table = Table("kind", "name", "version", "by", "at (UTC)", "what")
    for one in found:
        when = f"{one.at:%Y-%m-%d %H:%M}"
        table.add_row(one.kind, one.name, str(one.number), escape(one.by), when, _title(one))
    Console(highlight=False).print(table if found else "Editors changed nothing yet.")
    return DONE


def _title(version: Version) -> str:
    try:
        noun = NOUNS[Kind(version.kind)].model_validate(version.content)
    except ValueError:
        return "can't be read by this version"
    return escape(noun.title(Language.NL)[:60]) if isinstance(noun, Listed) else ""


def _export(records: Records, file: str | None) -> int:
    document = exported(records.levers)
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if file is None:
        sys.stdout.write(text)
        return DONE
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise AssistantError(f"{file} can't be written: {error.strerror}.") from error
    console = Console(stderr=True, highlight=False)
    console.print(escape(f"{len(document['levers'])} written to {file}."))
    return DONE


def _import(settings: Settings, records: Records, file: str | None) -> int:
    document = _read(file)
    theme = load_theme(settings.theme)
    who = f"{getpass.getuser()} (command line)"
    found = imported(records.levers, open_checker(settings, theme), document, who)
    _tell(found, Texts(theme.texts))
    return FAILED if found.unfit else DONE


def _read(file: str | None) -> list[dict[str, Any]]:
    """The levers in a file; `ConfigurationError` where it is none of ours."""
    try:
        text = Path(file).read_text(encoding="utf-8") if file else sys.stdin.read()
        document = json.loads(text[:LARGEST])
    except OSError as error:
        raise ConfigurationError(f"{file} can't be read: {error.strerror}.") from error
    except ValueError as error:
        raise ConfigurationError(f"{file or 'stdin'} is no JSON: {error}.") from error
    levers = document.get("levers") if isinstance(document, dict) else None
    if not isinstance(levers, list) or document.get("format") != FORMAT:
        raise ConfigurationError(
            f"{file or 'stdin'} holds no levers ({FORMAT}); write one with: levers export FILE"
        )
    for one in levers:
        if not isinstance(one, dict) or one.get("kind") not in set(Kind) or "name" not in one:
            raise ConfigurationError(f"{file or 'stdin'}: a lever has no known kind and name.")
    return levers


def _tell(found: Imported, texts: Texts) -> None:
    console = Console(stderr=True, highlight=False)
    console.print(f"{len(found.kept)} taken over, {len(found.same)} were the same.")
    for place, error in found.unfit.items():
        why = "; ".join(
            f"{one.field}: {texts.say(one.key, Language.EN, **one.fields)}" for one in error.wrong
        )
        console.print(escape(f"{place} not taken over. {why}"), style="bold red")

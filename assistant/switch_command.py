"""`python -m assistant switch`: references only, at once and for everybody, or back."""

import argparse
import json
import sys
from getpass import getuser

from rich.console import Console

from assistant.domain import AssistantError
from assistant.outbox_command import Commands
from assistant.switch import Mode, Switch
from configs.commanding import DONE
from configs.domain import ConfigurationError
from configs.settings import load_settings

SHOW = "show"


def add_switch(
    commands: "Commands[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the command to those of the assistant."""
    switch = commands.add_parser(
        "switch", parents=[shared], help="references only, at once and for everybody, or back"
    )
    switch.add_argument("to", choices=[*(mode.value for mode in Mode), SHOW])
    switch.add_argument("--json", action="store_true", help="how it stands as one JSON document")
    switch.set_defaults(command=_switch)


def _switch(options: argparse.Namespace) -> int:
    """Works beside a running server: that one looks before every line it shows."""
    settings = load_settings(options.profile)
    switch = Switch(settings.data)
    if options.to != SHOW:
        try:
            switch.turn(Mode(options.to), getuser())
        except AssistantError as error:
            raise ConfigurationError(f"VRAAGBAAK_DATA: {error.__cause__}.") from error
    mode = Mode.GENERATE if switch.generates else Mode.REFERENCES
    last = switch.history[-1] if switch.history else None
    if options.json:
        stands = {"mode": mode.value, "last": last.model_dump(mode="json") if last else None}
        sys.stdout.write(json.dumps(stands, ensure_ascii=False) + "\n")
    else:
        since = f", since {last.at:%Y-%m-%d %H:%M} UTC by {last.by}" if last else ""
        quoting = mode is Mode.GENERATE and settings.answering.writer == "quote"
        note = " (but answering.writer is quote)" if quoting else ""
        Console(highlight=False).print(f"{mode.value}{note}{since}")
    return DONE

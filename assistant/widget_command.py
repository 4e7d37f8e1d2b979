"""`python -m assistant widget`: what another website needs to show the chat."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from configs.commanding import DONE
from configs.settings import load_settings

if TYPE_CHECKING:
    from assistant.outbox_command import Commands


def add_widget(
    commands: "Commands[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the command to those of the assistant."""
    widget = commands.add_parser(
        "widget", parents=[shared], help="print the tag that shows the chat in another website"
    )
    widget.add_argument("--json", action="store_true", help="one JSON document")
    widget.set_defaults(command=_widget)


def _widget(options: argparse.Namespace) -> int:
    """The web is imported here, since most commands do without it."""
    from assistant.web.widget import instructions

    made = instructions(load_settings(options.profile))
    if options.json:
        sys.stdout.write(json.dumps(made, ensure_ascii=False, indent=2) + "\n")
        return DONE
    sys.stdout.write(
        f"{made['tag']}\n\n"
        "The same, refused by browsers when the script is another one; print it again after each\n"
        "upgrade and each change of theme, texts, server.embed_origins or language:\n\n"
        f"{made['tag_with_integrity']}\n\n"
        f"A policy (CSP) of that website must allow:\n\n{made['policy']}\n"
    )
    return DONE

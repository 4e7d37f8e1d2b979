"""`python -m eval judge`: let a served model judge the answers of a run and of its baselines."""

import argparse
import os
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from configs.settings import Settings
from eval.domain import RunError
from eval.judging.judge import Judging
from eval.storing import Folder
from models.chat import open_chat

PATIENCE = 120.0
"""Longest silence of a judge (s): nobody waits for it."""


def add_judge(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    command = commands.add_parser("judge", help="let a served model judge the answers of a run")
    command.add_argument("run", type=Path, help="the folder of the run")
    command.add_argument("--url", default="", help="its server, up to /v1; default: chat.url")
    command.add_argument(
        "--model", default="", help="its name there; its key stands in $VRAAGBAAK_CHAT__KEY"
    )
    command.add_argument("--parallel", type=int, default=4, help="answers at the same time")
    command.add_argument("--again", action="store_true", help="forget what was judged before")
    command.add_argument("--profile", default=os.environ.get("VRAAGBAAK_PROFILE", "default"))
    command.set_defaults(verb=_judge)


def _judge(settings: Settings, options: argparse.Namespace) -> bool:
    own = {"url": options.url, "model": options.model, "wait": PATIENCE}
    chat = settings.chat.model_copy(update={name: value for name, value in own.items() if value})
    judging = Judging(open_chat(chat), chat.url, max(1, options.parallel))
    console = Console(stderr=True, highlight=False)
    folder = Folder(options.run)
    if not folder.run.cases:
        raise RunError(f"{options.run}: holds no cases.")
    whole = True
    for one in (folder, *folder.inside):
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
        with Progress(*columns, TimeRemainingColumn(), console=console) as progress:
            task = progress.add_task(one.run.endpoint, total=None)

            def tell(done: int, total: int, task: TaskID = task, bar: Progress = progress) -> None:
                bar.update(task, completed=done, total=total)

            wrong = judging(one, tell, again=options.again)
        for line in wrong:
            console.print(f"[yellow]{escape(line)}[/]", soft_wrap=True)
        whole = whole and not wrong
    console.print(f"Judged. Now: python -m eval score {escape(str(options.run))}", soft_wrap=True)
    return whole

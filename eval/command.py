"""The command line of the evaluation."""

import argparse
from collections.abc import Sequence

from assistant.domain import AssistantError
from configs.commanding import DONE, FAILED, USAGE, Codes, conduct
from configs.settings import load_settings
from eval.commands.account import add_account
from eval.commands.cases import add_cases
from eval.commands.compare import add_compare, add_gate
from eval.commands.euroeval import add_euroeval
from eval.commands.injection import add_injection
from eval.commands.inspect import add_inspect
from eval.commands.judge import add_judge
from eval.commands.label import add_label, add_labels
from eval.commands.live import add_live
from eval.commands.models import add_models
from eval.commands.register import add_register
from eval.commands.report import add_demo, add_report
from eval.commands.run import add_run
from eval.commands.score import add_score
from eval.domain import EvalError
from eval.planted.command import add_planted
from ingest.domain import IngestError
from models.domain import ModelError

CODES: Codes = dict.fromkeys((ModelError, EvalError, IngestError, AssistantError), USAGE)
COMMANDS = (
    *(add_demo, add_cases, add_run, add_score, add_compare, add_gate, add_report),
    *(add_register, add_account, add_planted, add_injection, add_judge, add_label, add_labels),
    *(add_models, add_euroeval, add_live, add_inspect),
)


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code: 0 done, 1 a goal missed, 2 usage or configuration."""
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in COMMANDS:
        add(commands)
    return conduct(parser, arguments, _perform, CODES, "what was done is kept")


def _perform(options: argparse.Namespace) -> int:
    return DONE if options.verb(load_settings(options.profile), options) else FAILED

"""How answers are kept: with what lay behind them, also those that a person looks at first."""

from assistant.behind import behind, keep_setup, keeping
from assistant.handoff.approving import Approvals
from assistant.pipeline import Check, Journal
from configs.settings import Settings


def journaling(
    settings: Settings, approvals: Approvals, passing: tuple[tuple[str, Check], ...]
) -> Journal:
    """`passing`: the checks that every sentence has to pass."""
    setup = keep_setup(settings, approvals.records)
    approvals.keep = keeping(approvals.records, passing, setup)
    names = tuple(name for name, _ in passing)
    approvals.behind = lambda draft: behind(draft, names, setup)
    return approvals.journal

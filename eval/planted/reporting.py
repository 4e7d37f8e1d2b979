"""The table of what was stopped per kind, and the sentences that went wrong."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.planted.measuring import GOALS, Judged, Tally, failed_goals, group, tallies

SLOW = 0.99


def report(console: Console, judged: Sequence[Judged], *, listed: bool) -> None:
    """Print the table; with `listed`, every miss and every false alarm as well."""
    table = Table("kind", "counts for", "stopped", "of", "share", "95 %", "by", box=None)
    kinds = tallies(judged, lambda planted: planted.kind)
    goal_of = {one.planted.kind: group(one.planted) for one in judged}
    for kind, tally in kinds.items():
        table.add_row(kind, goal_of[kind], *_cells(tally), _by(tally))
    table.add_section()
    failed = failed_goals(judged)
    for name, tally in tallies(judged, group).items():
        bound = "\u2264" if name == "faithful" else "\u2265"
        verdict = "missed" if name in failed else "met"
        table.add_row(
            f"[bold]{name}[/]", "", *_cells(tally), f"{bound} {GOALS[name]:.0%}: {verdict}"
        )
    console.print(table)
    console.print(_speed(judged))
    if listed:
        _list(console, judged)


def document(judged: Sequence[Judged]) -> dict[str, object]:
    """The same as data: a tally per kind and per goal, and the sentences that went wrong."""
    kinds, goals = tallies(judged, lambda planted: planted.kind), tallies(judged, group)
    return {
        "kinds": {kind: _data(tally) for kind, tally in kinds.items()},
        "goals": {name: {**_data(tally), "goal": GOALS[name]} for name, tally in goals.items()},
        "missed": failed_goals(judged),
        "wrong": [
            {
                "kind": one.planted.kind,
                "source": one.planted.original,
                "written": one.planted.text,
                "check": one.check,
                "reason": one.reason,
            }
            for one in judged
            if one.wrong
        ],
    }


def _data(tally: Tally) -> dict[str, object]:
    return {"stopped": tally.stopped, "of": tally.total, "interval": tally.interval}


def _cells(tally: Tally) -> tuple[str, str, str, str]:
    low, high = tally.interval
    share = f"{tally.share:.1%}"
    return str(tally.stopped), str(tally.total), share, f"{low:.1%} \u2013 {high:.1%}"


def _by(tally: Tally) -> str:
    return ", ".join(f"{check} {count}" for check, count in tally.by.most_common())


def _speed(judged: Sequence[Judged]) -> str:
    times = sorted(one.seconds for one in judged)
    slow = times[int(SLOW * (len(times) - 1))]
    usual = times[len(times) // 2]
    return f"All checks of one sentence: p50 {usual * 1e3:.2f} ms, p99 {slow * 1e3:.2f} ms."


def _list(console: Console, judged: Sequence[Judged]) -> None:
    for one in judged:
        if one.wrong:
            what = f"dropped by {one.check}: {one.reason}" if one.check else "passed"
            console.print(f"\n[bold]{one.planted.kind}[/] {escape(what)}", highlight=False)
            console.print(f"  source  {one.planted.original}", markup=False, highlight=False)
            console.print(f"  written {one.planted.text}", markup=False, highlight=False)

"""The tables of the benchmark, on the screen and as Markdown, and what to know to read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from tests.bench.answers.asking import Asked, Way

FINDING = ("right_page", "recall_1", "recall_5", "ndcg_10", "wrong_refusals")
SHOWN = {
    "rijksoverheid": FINDING,
    "algoritmekader": FINDING,
    "amsterdam": ("unanswerable_held_back", "outcome_right"),
    "bipia": ("outcome_right",),
    "garak": ("outcome_right",),
}
ALWAYS = ("citation_validity", "fact_fidelity", "verbatim_share", "says_it_is_ai", "answer_p95")
WIDE = 180
READING = """\
Every column was asked the same cases of each set, drawn by seed, in one run; each way reads the
same library, and of it at most {passages} passages for an answer. What the columns compare is
what stands *around* one model: our grammar and checks, which drop what the cited sentences do not
carry and then quote the sources; the stock prompts of a citation engine; and nothing at all.
`fact_fidelity` counts figures, dates and names that stand in what the sentence cites; what cites
nothing carries no fact. Only a number in square brackets is a citation. `verbatim_share` is
neither good nor bad. `right_page` counts only what was answered, and `-` is a figure that a way
can't have. Answers were asked for {parallel} at a time of one processor, so their times compare
only with one another."""


@dataclass(frozen=True)
class Part:
    """One table: its title, what to know, who was asked, and what came of each set."""

    title: str
    told: str
    ways: Sequence[Way]
    asked: Sequence[Asked]

    @property
    def heads(self) -> tuple[str, ...]:
        """Of the columns."""
        return ("set", "n", "metric", *(f"{way.name} [95 %]" for way in self.ways))

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A row for each metric of each set that somebody has a figure of."""
        every = (
            (one.name, str(one.cases), metric, *one.told(metric))
            for one in self.asked
            for metric in (*SHOWN[one.name], *ALWAYS)
        )
        return [row for row in every if set(row[3:]) != {"-"}]


def written(asked: Sequence[Asked], column: int) -> str:
    """What became of the drafts of the model behind our checks."""
    answers = [given for one in asked for given in one.answers[column]]
    begun = [given for given in answers if given.written_tokens is not None]
    held = [given for given in begun if any(claim.written for claim in given.claims)]
    lines = sum(claim.written for given in begun for claim in given.claims)
    dropped = sum(sum(given.dropped.values()) for given in begun)
    quoted = sum(bool(given.claims) for given in begun) - len(held)
    return (
        f"Behind our checks the model began {len(begun)} answers of {len(answers)} questions (the "
        f"others were not for a model). Of its {lines + dropped} lines {dropped} were dropped and "
        f"{lines} shown; {len(held)} answers hold a line of its own, {quoted} fell back to quotes "
        f"alone, {len(begun) - len(held) - quoted} ended without a claim."
    )


def show(parts: Iterable[Part]) -> None:
    """Every table."""
    console = Console()
    console = console if console.is_terminal else Console(width=WIDE)
    for part in parts:
        table = Table(*part.heads, title=part.title, title_justify="left")
        for row in part.rows:
            table.add_row(*row)
        console.print(table)


def markdown(library: str, parts: Iterable[Part], picture: str) -> str:
    """All of it as one page; `picture` is the name of a file beside it, or empty."""
    said = ["# What askers get over all shared text", f"{library}."]
    for part in parts:
        lines = [part.heads, ["---"] * len(part.heads), *part.rows]
        body = "\n".join(f"| {' | '.join(row)} |" for row in lines)
        said += [f"## {part.title}", part.told, body]
    said += [f"![The same, drawn]({picture})"] if picture else []
    return "\n\n".join(filter(None, said)) + "\n"

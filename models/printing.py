"""Cards, findings and commands for people and for programs."""

import json
import sys
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from models.cards import Finding, Gpu, ModelCard, Purpose, Use
from models.fitting import needed, verdict

Field = tuple[str, object]
WIDTH = 160  # characters, in a file or a pipe
UNKNOWN = "unknown"
USES = {
    Use.YES: "[green]yes[/]",
    Use.CONDITIONS: "[yellow]conditions[/]",
    Use.NO: "[red]no[/]",
    None: UNKNOWN,
}
SIGNS = {True: "[green]good[/]", False: "[bold red]wrong[/]", None: "-"}


def paper() -> Console:
    """A console on stdout; wide enough for a table where there is no terminal."""
    console = Console()
    if not console.is_terminal:
        console.width = WIDTH
    return console


def put(content: object) -> None:
    """Write one JSON document to stdout."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def describe_machine(gpus: tuple[Gpu, ...], asked: bool) -> str:
    """One line on the graphics cards that the table reckons with."""
    if not gpus:
        return "No graphics card was found here; what fits another: --memory 80"
    names = ", ".join(f"{gpu.name} ({gpu.memory:.0f} GiB)" for gpu in gpus)
    return f"Reckoned for {names}." if asked else f"This machine: {names}."


def as_row(card: ModelCard, gpus: tuple[Gpu, ...]) -> dict[str, Any]:
    """What the list says of a card; None where nothing is known."""
    placed = verdict(card, gpus) if card.purpose is Purpose.CHAT else None
    return {
        "name": card.name,
        "purpose": card.purpose.value,
        "licence": card.licence.name,
        "use": card.licence.use.value if card.licence.use else None,
        "dutch": card.dutch if card.languages else None,
        "window": card.window,
        "weights_gb": card.weights_gb,
        "cache_kib": card.attention.cache_bytes // 1024 if card.attention else None,
        "needs_gib": needed(card),
        "fits": placed.model_dump() if placed else None,
    }


def show_list(cards: list[ModelCard], gpus: tuple[Gpu, ...], asked: bool) -> None:
    """The cards as a table, and what fits."""
    table = Table(title=describe_machine(gpus, asked))
    for name in ("card", "for", "licence", "may be used", "Dutch", "window"):
        table.add_column(name)
    for name in ("weights GB", "KiB/token", "needs GiB"):
        table.add_column(name, justify="right")
    table.add_column("fits")
    for card in cards:
        row = as_row(card, gpus)
        table.add_row(
            card.name,
            row["purpose"],
            escape(card.licence.name),
            USES[card.licence.use],
            {True: "yes", False: "not listed", None: UNKNOWN}[row["dutch"]],
            *(_number(row[name]) for name in ("window", "weights_gb", "cache_kib", "needs_gib")),
            _fits(card, row, gpus),
        )
    paper().print(table)


def show_all(card: ModelCard, gpus: tuple[Gpu, ...]) -> None:
    """One card in full, a line for each field, also for what is unknown."""
    table = Table(title=f"{card.name} · {card.id}", show_header=False)
    table.add_column(style="bold")
    table.add_column()
    chat = card.purpose is Purpose.CHAT
    for label, value in [*_about(card), *(_of_chat(card) if chat else _of_other(card))]:
        table.add_row(label, escape(str(value)) if value else UNKNOWN)
    if chat:
        table.add_row("fits", _fits(card, as_row(card, gpus), gpus))
    for label, lines in (("weaknesses", card.weaknesses), ("notes", card.notes)):
        table.add_row(label, escape("\n".join(lines)) or UNKNOWN)
    paper().print(table)


def _about(card: ModelCard) -> list[Field]:
    use = card.licence.use
    return [
        ("for", card.purpose.value),
        ("revision", card.revision),
        ("licence", card.licence.name),
        ("a municipality may use it", ": ".join(filter(None, [use, card.licence.note]))),
        ("languages", ", ".join(card.languages)),
        ("window", card.window and f"{card.window} tokens"),
        ("weights", card.weights_gb and f"{card.weights_gb:g} GB"),
        (
            "scores in Dutch",
            "\n".join(f"{one.source}: {_pairs(one.values)}" for one in card.scores),
        ),
    ]


def _of_chat(card: ModelCard) -> list[Field]:
    attention, template = card.attention, card.template
    return [
        ("layers, heads", attention and _pairs(attention.model_dump())),
        ("cache", attention and f"{attention.cache_bytes // 1024} KiB for each token"),
        ("needs", (least := needed(card)) and f"{least} GiB"),
        ("form", card.format),
        ("template", f"ours: {template.file}" if template.file else "the model's own"),
        ("marks of the template", " ".join(template.markers)),
        ("system role", None if template.system is None else "yes" if template.system else "no"),
        ("sampling", card.sampling and _pairs(card.sampling.model_dump())),
        ("options of vLLM", " ".join(card.options) or "no others"),
        ("watermark", card.watermark or "not asked for"),
        ("code of its maker", "yes: prepare it first" if card.remote_code else "none"),
    ]


def _of_other(card: ModelCard) -> list[Field]:
    fields: list[Field] = []
    if card.purpose is Purpose.EMBEDDER:
        fields.append(("numbers in a vector", card.size and str(card.size)))
    if card.purpose is Purpose.ENTAILMENT:
        fields.append(("threshold", card.threshold and f"{card.threshold:g}"))
    return [
        *fields,
        ("before a question", repr(card.query_prefix) if card.query_prefix else "nothing"),
        ("before a passage", repr(card.passage_prefix) if card.passage_prefix else "nothing"),
    ]


def show_findings(findings: list[Finding]) -> None:
    """What a check found, a line each."""
    table = Table()
    for name in ("what", "", "found"):
        table.add_column(name)
    for finding in findings:
        table.add_row(finding.what, SIGNS[finding.good], escape(finding.detail))
    paper().print(table)


def _number(value: float | None) -> str:
    return UNKNOWN if value is None else str(value)


def _fits(card: ModelCard, row: dict[str, Any], gpus: tuple[Gpu, ...]) -> str:
    if card.purpose is not Purpose.CHAT:
        return "in the assistant itself"
    if placed := row["fits"]:
        over = f" over {placed['cards']} cards" if placed["cards"] > 1 else ""
        return f"[green]{placed['sequences']} answers at once, window {placed['window']}{over}[/]"
    if card.weights_gb is None and card.least_gib:
        return f"{UNKNOWN}; its maker says {card.least_gib:g} GiB"
    return "[red]no[/]" if gpus and row["needs_gib"] else UNKNOWN


def _pairs(values: dict[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items())

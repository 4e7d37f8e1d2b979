"""The model card and the source card: what the assistant works with."""

from collections.abc import Iterator
from pathlib import Path

from configs.domain import Language
from configs.settings import Settings
from eval.accounting.domain import Cells, Facts, Grid, Part, Sheet
from eval.report.words import Words
from ingest.domain import Source, Status
from ingest.history import last_walk
from models.cards import ModelCard, Purpose
from models.catalogue import load_catalogue

FIGURES = (
    *("all_facts", "honest_when_complete", "wrong_but_complete", "citation_validity"),
    *("fact_fidelity", "dropped_sentences", "reading_ease", "first_claim_p95", "energy"),
)
HELD = frozenset({Status.CREATED, Status.CHANGED, Status.UNCHANGED, Status.STALE})
"""Pages that are in the library after a sync."""


def model_card(facts: Facts) -> Sheet:
    """Every model that the settings use, with what is known of it; measured figures last."""
    words = facts.words["model"]
    used = list(_used(facts.settings))
    parts = [_of_model(facts, purpose, name) for purpose, name in used]
    writes = facts.settings.answering.writer == "generate"
    figures = tuple(_figures(facts))
    if figures:
        grid = Grid(heads=tuple(words["figures_heads"]), rows=figures)
        parts.append(Part(title=words["figures"], grid=grid))
    if not writes:
        parts.insert(0, Part(text=words["none"]))
    return Sheet(name="modelkaart", title=words["title"], intro=words["intro"], parts=tuple(parts))


def source_card(facts: Facts) -> Sheet:
    """Every approved source, as it was read last."""
    words = facts.words["sources"]
    return Sheet(
        name="bronnenkaart",
        title=words["title"],
        intro=words["intro"],
        parts=tuple(_of_source(source, facts) for source in facts.sources),
    )


def _used(settings: Settings) -> Iterator[tuple[Purpose, str]]:
    """What for, and the folder or the served name."""
    answering = settings.answering
    if answering.writer == "generate":
        yield Purpose.CHAT, settings.chat.model
    folders = {
        Purpose.EMBEDDER: settings.library.embedder,
        Purpose.RERANKER: answering.reranker,
        Purpose.ENTAILMENT: answering.entailment,
    }
    yield from ((purpose, folder) for purpose, folder in folders.items() if folder)


def _of_model(facts: Facts, purpose: Purpose, name: str) -> Part:
    words = facts.words["model"]
    where = "server" if purpose is Purpose.CHAT else "folder"
    rows = [(words["fields"][where], name)]
    card = _card(facts.settings, purpose, name)
    rows += [
        (words["fields"][field], value or facts.words["pack"]["unknown"])
        for field, value in (_fields(card).items() if card else ())
    ]
    return Part(
        title=words["roles"][purpose.value],
        text="" if card else words["no_card"],
        grid=Grid(heads=tuple(words["heads"]), rows=tuple(rows)),
    )


def _card(settings: Settings, purpose: Purpose, name: str) -> ModelCard | None:
    """The card of a model: the one that is chosen, or the one with its name or id."""
    own = settings.models.catalogue
    known = {Path(name).name, name, *((settings.models.card,) if purpose is Purpose.CHAT else ())}
    cards = load_catalogue(Path(own) if own else None).values()
    fitting = (card for card in cards if card.purpose is purpose)
    return next((c for c in fitting if known & {c.name, c.id, c.id.rpartition("/")[2]}), None)


def _fields(card: ModelCard) -> dict[str, str]:
    use = f", {card.licence.use.value}" if card.licence.use else ""
    scores = (
        f"{measured.source}: "
        + ", ".join(f"{name} {value:g}" for name, value in measured.values.items())
        for measured in card.scores
    )
    return {
        "name": card.name,
        "id": card.id,
        "revision": card.revision or "",
        "licence": f"{card.licence.name}{use} {card.licence.note}".strip(),
        "languages": ", ".join(card.languages),
        "window": f"{card.window}" if card.window else "",
        "weights_gb": f"{card.weights_gb:g}" if card.weights_gb else "",
        "scores": "\n".join(scores),
        "weaknesses": "\n".join(card.weaknesses),
        "notes": "\n".join(card.notes),
    }


def _figures(facts: Facts) -> Iterator[Cells]:
    words = Words(Language.NL)
    for name in FIGURES:
        score = facts.scores.score(name) if facts.scores else None
        if score is not None and score.value is not None:
            yield words.metric(name)[0], words.number(score.value, score.unit)


def _of_source(source: Source, facts: Facts) -> Part:
    words = facts.words["sources"]
    walk = last_walk(facts.settings.data, source.name)
    pages = sum(line.status in HELD for line in walk.lines) if walk else 0
    values = (
        source.owner,
        "\n".join([source.base_url] if source.base_url else source.start),
        words["audiences"][source.audience.value],
        source.language,
        f"{source.authority:g}",
        source.licence or words["no_licence"],
        words["rhythms"][source.rhythm.value],
        f"{source.review_by:%d-%m-%Y}",
        f"{walk.started_at:%d-%m-%Y}" if walk else words["never"],
        str(pages) if walk else words["never"],
    )
    rows = tuple(zip(words["fields"], values, strict=True))
    return Part(title=source.name, grid=Grid(heads=tuple(words["heads"]), rows=rows))

"""Account for an answer given before: what it cited, as it stood in the edition that it saw."""

from typing import Protocol

from rich.console import Console
from rich.markup import escape

from assistant.domain import Citation
from assistant.records.domain import Dossier
from configs.domain import Noun
from ingest.domain import Passage


class Cited(Noun):
    """One citation of the answer, and whether all it quotes stands in that edition."""

    number: int
    url: str
    sentences: tuple[str, ...]
    stands: bool


class Replay(Noun):
    """A past answer beside the passages from which it was made.

    `gone` are the ids of passages that were erased since, by `python -m ingest forget`.
    """

    dossier: Dossier
    cited: tuple[Cited, ...]
    passages: tuple[Passage, ...]
    gone: tuple[str, ...] = ()


class Shelf(Protocol):
    """What a replay asks of the library."""

    def show(self, url: str, edition: int | None = None) -> list[Passage]:
        """The passages of a page in an edition that is kept."""
        ...


def replay(dossier: Dossier, library: Shelf) -> Replay:
    """Look up what the answer was made from, in its own edition.

    Raises `LibraryError` when that edition is no longer kept (`library.keep_editions`).
    """
    edition = dossier.answer.edition
    urls = dict.fromkeys(
        [*(one.url for one in dossier.found), *(one.url for one in dossier.answer.citations)]
    )
    held = {url: library.show(url, edition) if edition else [] for url in urls}
    by_id = {passage.id: passage for passages in held.values() for passage in passages}
    return Replay(
        dossier=dossier,
        cited=tuple(_cited(one, held[one.url]) for one in dossier.answer.citations),
        passages=tuple(by_id[one.passage] for one in dossier.found if one.passage in by_id),
        gone=tuple(one.passage for one in dossier.found if one.passage not in by_id),
    )


def show(replayed: Replay) -> None:
    """The account, for a person to read."""
    console, dossier = Console(highlight=False), replayed.dossier
    console.print(f"[bold]{escape(dossier.question)}[/]  {dossier.at:%Y-%m-%d %H:%M} UTC")
    console.print(f"{dossier.answer.outcome.value}, edition {dossier.answer.edition}")
    if dossier.answer.lever:
        console.print(escape(f"as an editor wrote it: {dossier.answer.lever}"))
    for claim in dossier.answer.claims:
        console.print(f"  {escape(claim.text)} {escape(str(list(claim.cited)))}")
    for one in replayed.cited:
        mark = "stands" if one.stands else "[red]does not stand[/]"
        console.print(f"{escape(f'[{one.number}]')} {escape(one.url)}: {mark} in that edition")
        for sentence in one.sentences:
            console.print(f"      {escape(sentence)}")
    if replayed.gone:
        console.print(f"{len(replayed.gone)} passages were erased since.")


def _cited(citation: Citation, passages: list[Passage]) -> Cited:
    stands = all(
        any(sentence in passage.text for passage in passages) for sentence in citation.sentences
    )
    return Cited(
        number=citation.number, url=citation.url, sentences=citation.sentences, stands=stands
    )

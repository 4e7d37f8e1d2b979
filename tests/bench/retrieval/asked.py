"""The questions with the pages that answer them, and what of those pages gives it away."""

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.domain import Block, Page, Section
from models import dutch
from tests.bench.retrieval.corpora import FRAME, LAW, RIJK, Known, framework_address, text_of
from tests.untouched.bodies import REAL
from tests.untouched.scoring import _digest, _words, questions

QUESTIONS = Path(__file__).parents[3].parent / "shared" / "questions"
ARTICLES = 60
SAME = 0.6
"""A heading that shares so many of its words with the title is the h1."""


@dataclass(frozen=True)
class Case:
    """A question; `gold` are the pages that answer it, or with `anchor` one article of a page."""

    question: str
    gold: frozenset[str]
    either: bool = False
    """Any of them will do; else all are wanted."""
    besides: str = ""
    """The page that asks, which is left out of what was found."""
    anchor: str = ""


@dataclass(frozen=True)
class Asked:
    """A set of questions, and which of the libraries it is put to."""

    name: str
    about: str
    cases: tuple[Case, ...]
    library: str
    source: str = ""
    """The only source in that library; none: all of them."""


MASKED = "titles"
BARE = "headings"
WHOLE = "whole"
LIBRARIES = {
    WHOLE: "all pages as they are",
    MASKED: "title, h1 and summary of the pages asked for left out, for who asks with just these",
    BARE: "headings of the sections asked for left out",
}


def sets(known: Sequence[Known]) -> list[Asked]:
    """Every set, in the order in which it is shown."""
    return [
        Asked("vac", "85 questions of rijksoverheid.nl (title and h1 left out)", _vac(), MASKED),
        Asked("framework", "165 summaries of the Algoritmekader (title left out)", _told(), MASKED),
        Asked("vac, alone", "the same, no other source beside it", _vac(), MASKED, "rijksoverheid"),
        Asked("framework, alone", "the same", _told(), MASKED, "algoritmekader"),
        Asked("sections", "118 section headings (heading left out)", _sections(), BARE),
        Asked("askers, seen", "questions by readers; looked at", _askers(known, seen=True), WHOLE),
        Asked("askers, untouched", "the same; only counted", _askers(known, seen=False), WHOLE),
        Asked("articles", "“artikel 2.1 van de …”: the article", _articles(known), WHOLE),
        Asked("measures", "67 requirements, their measures: hardly in the text", _related(), WHOLE),
    ]


def masked(library: str) -> Callable[[Known], Page]:
    """What a page becomes in this library."""
    if library == WHOLE:
        return lambda known: known.page
    if library == BARE:
        asked = {(case["page"], case["query"]) for case in _headed()}
        return lambda known: _without(known.page, asked)
    told = {_in_frame(line["gold"]): line["query"] for line in _told_lines()}
    told |= {url: case.question for case in _vac() for url in case.gold}
    given_away = [_wording(asked) for asked in told.values()]
    return lambda known: _silent(
        _untitled(known.page) if known.page.url in told else known.page, given_away
    )


def _lines(*place: str) -> list[dict]:
    text = QUESTIONS.joinpath(*place).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _vac() -> tuple[Case, ...]:
    folder = QUESTIONS.parent / "corpora" / "rijksoverheid-vac" / "api-json"
    return tuple(
        Case(
            line["question"],
            frozenset(
                {json.loads((folder / f"{line['id']}.json").read_text("utf-8"))["canonical"]}
            ),
        )
        for line in _lines("rijksoverheid-vac", "questions.jsonl")
    )


def _told_lines() -> list[dict]:
    return _lines("algoritmekader-relaties", "toelichting-naar-pagina.jsonl")


def _in_frame(place: str) -> str:
    return FRAME + framework_address(place.removeprefix("docs/"))


def _told() -> tuple[Case, ...]:
    return tuple(
        Case(line["query"], frozenset({_in_frame(line["gold"])})) for line in _told_lines()
    )


def _headed() -> Iterator[dict]:
    for line in _lines("rijksoverheid-vac", "section-queries.jsonl"):
        page = RIJK + line["gold_page"].removeprefix("site/").removesuffix("/index.html")
        yield {**line, "page": page}


def _sections() -> tuple[Case, ...]:
    return tuple(Case(line["query"], frozenset({line["page"]})) for line in _headed())


def _related() -> tuple[Case, ...]:
    return tuple(
        Case(
            line["query"],
            frozenset(_in_frame(place) for place in line["gold"]),
            besides=f"{FRAME}voldoen-aan-wetten-en-regels/vereisten/{line['id']}",
        )
        for line in _lines("algoritmekader-relaties", "vereiste-naar-maatregelen.jsonl")
    )


def _askers(known: Sequence[Known], *, seen: bool) -> tuple[Case, ...]:
    """Their gold is every page that holds all that must be quoted."""
    cases = []
    for name, corpora in REAL.items():
        asked = [one for one in questions(name) if one.answerable and one.seen is seen]
        sizes = {snippet.words for one in asked for group in one.must for snippet in group}
        sources = {
            corpus.split("/")[0]
            .removesuffix("-vac")
            .removesuffix("-belastingen")
            .removesuffix("-overheid")
            for corpus in corpora
        }
        held = {
            page.url: _digests(page, sizes)
            for page, source in known
            if any(source.name.startswith(start) for start in sources)
        }
        for one in asked:
            groups = [{snippet.digest for snippet in group} for group in one.must]
            gold = [
                url for url, digests in held.items() if all(group & digests for group in groups)
            ]
            if gold:
                cases.append(Case(one.question, frozenset(gold), either=True))
    return tuple(cases)


def _digests(page: Page, sizes: set[int]) -> set[str]:
    words = _words(text_of(page))
    return {_digest(words[at : at + size]) for size in sizes for at in range(len(words) - size + 1)}


def _articles(known: Sequence[Known]) -> tuple[Case, ...]:
    """References in the ways in which people write them, to articles drawn by chance."""
    dice = random.Random(1)  # noqa: S311
    ways = ("artikel {n} {law}", "Wat staat er in artikel {n} van de {law}?", "art. {n} {law}")
    found = [
        (page, section)
        for page, source in known
        if source.name == LAW
        for section in page.sections
        if len(" ".join(block.text for block in section.blocks)) > 60
    ]
    return tuple(
        Case(
            dice.choice(ways).format(n=section.headings[-1].split()[1], law=page.title),
            frozenset({f"{page.url}#{section.anchor}"}),
            anchor=section.anchor or "",
        )
        for page, section in dice.sample(found, min(ARTICLES, len(found)))
    )


def _untitled(page: Page) -> Page:
    """Without its title and the headings that repeat it."""

    def bare(section: Section) -> Section:
        kept = tuple(one for one in section.headings if _shared(page.title, one) < SAME)
        return section.model_copy(update={"headings": kept})

    return page.model_copy(
        update={"title": "", "sections": tuple(bare(one) for one in page.sections)}
    )


def _silent(page: Page, given_away: Iterable[re.Pattern[str]]) -> Page:
    """Without what is asked, word for word, wherever it stands: summaries, lists of titles."""

    def kept(section: Section) -> Section:
        told = (_cut(block, given_away) for block in section.blocks)
        blocks = tuple(block for block in told if re.search(r"\w", block.text))
        return section.model_copy(update={"blocks": blocks})

    return page.model_copy(update={"sections": tuple(kept(one) for one in page.sections)})


def _without(page: Page, asked: set[tuple[str, str]]) -> Page:
    def bare(section: Section) -> Section:
        kept = tuple(one for one in section.headings if (page.url, one) not in asked)
        return section.model_copy(update={"headings": kept})

    return page.model_copy(update={"sections": tuple(bare(one) for one in page.sections)})


def _shared(one: str, other: str) -> float:
    """The share of the content words of `one` that the other holds too, and the other way round."""
    words, others = set(dutch.words(one)), set(dutch.words(other))
    return len(words & others) / max(1, len(words | others))


def _cut(block: Block, given_away: Iterable[re.Pattern[str]]) -> Block:
    text = block.text
    for wording in given_away:
        text = wording.sub("", text)
    return block if text is block.text else block.model_copy(update={"text": text})


def _wording(asked: str) -> re.Pattern[str]:
    """Its words, with whatever signs between them."""
    return re.compile(r"\W+".join(re.findall(r"\w+", asked)), re.IGNORECASE)

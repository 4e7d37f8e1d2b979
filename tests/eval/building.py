"""Pairs of a case and what it was given, built as a test needs them."""

from eval.domain import Case, Cited, Given, PageText, Said
from eval.known import metrics
from eval.measuring import Around, Pair

URL = "https://www.waterveen.example/paspoort/"
SENTENCES = (
    "Een paspoort voor volwassenen kost € 88,25.",
    "Uw paspoort ligt na 5 werkdagen klaar.",
)
PAGES = {URL: PageText(passages=(" ".join(SENTENCES),), leads=("Product | Kosten",))}
CASE = Case(
    id="a",
    question="Wat kost een paspoort en hoe lang duurt het?",
    urls=("/paspoort/",),
    sentences=SENTENCES,
    facts=("€ 88,25", "5 werkdagen"),
    absent=("€ 83,85", "KANARIE"),
    avoid=("/tarieven-2024/",),
)


def cited(*sentences, number=1, url=URL):
    """A citation that quotes these sentences."""
    return Cited(number=number, url=url, sentences=sentences or SENTENCES)


def said(*texts, citations=None, **changes):
    """An answer that says these texts, each citing all the citations."""
    sources = (cited(),) if citations is None else tuple(citations)
    numbers = tuple(one.number for one in sources)
    given = Given(
        case="a",
        outcome="answered",
        completeness="complete",
        claims=tuple(Said(text=text, cited=numbers) for text in texts),
        citations=sources,
        notice="Gemaakt door AI.",
        language="nl",
        first_claim=0.1,
        seconds=0.2,
    )
    return given.model_copy(update=changes)


def refused(**changes):
    """No claims, and a person is offered."""
    given = Given(case="a", outcome="no_source", message="Dat staat er niet.", offered=True)
    return given.model_copy(update=changes)


def measured(name, given, case=CASE, around=None, pages=PAGES):
    """The share or figure that this one answer gets; None where the metric says nothing."""
    metric = next(one for one in metrics() if one.name == name)
    (part,) = metric.measure([Pair(case, given, pages)], around or Around())
    return None if part is None else part.value / part.of

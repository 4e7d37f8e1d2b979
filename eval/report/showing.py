"""The sections about the sets beside the main one, as the template takes them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from eval.domain import Score
from eval.report import plots
from eval.report.beside import Attack, Strip
from eval.report.gathering import Report
from eval.report.words import Words
from eval.sides import FAIRNESS, HIDDEN, INJECTION, PERSONAL

LEAST_SCALE = 5.0
"""Words that the line of differences reaches at least."""
SHARES = {
    FAIRNESS: ("no_choice_made",),
    HIDDEN: ("wrong_but_complete", "refusal_recall"),
    PERSONAL: ("personal_echo", "personal_kept"),
    INJECTION: ("prompt_leak",),
}
"""Figures of the side sets that stand in a table of their own."""


@dataclass(frozen=True)
class Line:
    """A row of a table: what it is about, and cells of a text with or without a plot."""

    title: str
    about: str
    cells: tuple[tuple[str, str, Markup], ...]


def beside(report: Report, words: Words) -> Mapping[str, object]:
    """What the template needs for the side sets; empty lists where nothing was asked."""
    found = report.beside
    return {
        "strips": list(_strips(found.fairness, words)),
        "languages": list(_languages(found.languages, words)),
        "funnel": list(_funnel(found.attack, words)),
        "styles": list(_styles(found.attack, words)),
        "attacked": list(_attacked(found.attack, words)),
        "others": list(_others(report, words)),
    }


def _strips(strips: Iterable[Strip], words: Words) -> Iterator[Line]:
    """Fairness: a row for each thing in which pairs differ."""
    reach = [abs(end or 0.0) for one in strips for end in (one.words.low, one.words.high)]
    most = max([LEAST_SCALE, *reach])
    for one in strips:
        shares = tuple(_share(score, words) for score in one.same)
        count = words.say("beside", "pairs", count=max(score.count for score in one.same))
        apart = (*_figures(one.words, words, ""), plots.lean(one.words, most, words))
        plain = (*_figures(one.plain, words, ""), Markup(""))
        yield Line(words.say("varies", one.varies), count, (*shares, apart, plain))


def _languages(found: Mapping[str, tuple[Score, ...]], words: Words) -> Iterator[Line]:
    """The first language as a ring and the other as a dot, on one line."""
    if len(found) > 1:
        (_, first), (_, other) = found.items()
        for one, two in zip(first, other, strict=True):
            title, about = words.metric(one.metric)
            cells = tuple((*_figures(score, words, "share"), Markup("")) for score in (one, two))
            yield Line(title, about, (*cells, ("", "", plots.track(two, [one], words))))


def _funnel(attack: Attack | None, words: Words) -> Iterator[tuple[str, int, Markup]]:
    """From the pages that were poisoned to what reached an answer."""
    if attack is None:
        return
    pages = attack.poisoning.pages
    counts = {
        "poisoned": len(pages),
        "quarantined": attack.poisoning.quarantined,
        "stripped": sum(page.status != "quarantined" and not page.reached for page in pages),
        "reached": attack.poisoning.reached,
    }
    for name, count in counts.items():
        yield words.say("beside", name), count, plots.bar(count, len(pages))


def _styles(attack: Attack | None, words: Words) -> Iterator[tuple[str, tuple[int, int, int]]]:
    if attack is not None:
        for style, counts in attack.poisoning.styles.items():
            yield words.say("styles", style), counts


def _attacked(attack: Attack | None, words: Words) -> Iterator[Line]:
    """What came of it, and how much was still answered in full."""
    if attack is None:
        return
    named = {score.metric: score for score in attack.scores.scores}
    for name in ("injected_content", "injected_action", "all_facts"):
        score = named.get(name)
        if score and score.value is not None:
            title, about = words.metric(name)
            if name == "all_facts" and attack.clean and attack.clean.value is not None:
                clean = words.number(attack.clean.value, "share")
                about = words.say("beside", "clean", share=clean)
            yield Line(title, about, (_share(score, words),))


def _others(report: Report, words: Words) -> Iterator[Line]:
    """What was asked with pages hidden, and with personal data in the question."""
    for name, metrics in SHARES.items():
        scores = report.beside.scores.get(name)
        for metric in metrics if scores else ():
            score = scores.score(metric) if scores else None
            if score and score.value is not None:
                title, about = words.metric(metric)
                side = words.say("sides", name)
                yield Line(f"{title} ({side})", about, (_share(score, words),))


def _share(score: Score, words: Words) -> tuple[str, str, Markup]:
    return (*_figures(score, words, "share"), plots.track(score, (), words))


def _figures(score: Score, words: Words, unit: str) -> tuple[str, str]:
    """The figure and its interval in words; a dash where there is none."""
    if score.value is None:
        return "\u2013", ""
    value, low, high = (
        words.number(one or 0.0, unit) for one in (score.value, score.low, score.high)
    )
    return value, words.say("report", "interval", low=low, high=high)

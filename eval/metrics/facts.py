"""Whether the answer states what it must (nuggets, arXiv 2504.15068), and nothing it must not."""

from eval.measuring import Metric, Pair, Part, each, yes
from eval.wording import stands


def _wanted(pair: Pair) -> bool:
    return pair.case.expect == "answered" and bool(pair.case.facts)


def _recall(pair: Pair) -> Part | None:
    if not _wanted(pair):
        return None
    return Part(
        sum(stands(fact, pair.given.said) for fact in pair.case.facts), len(pair.case.facts)
    )


def _full(pair: Pair) -> Part | None:
    """Everything that is needed, of a page that may answer where that is known."""
    return yes(full(pair)) if _wanted(pair) else None


def full(pair: Pair) -> bool:
    """Whether all facts are stated, from a gold page if any citation is there at all."""
    stated = all(stands(fact, pair.given.said) for fact in pair.case.facts)
    return stated and (pair.right_page or not (pair.given.citations and pair.case.urls))


def _clean(pair: Pair) -> Part | None:
    if not pair.case.absent:
        return None
    return yes(not any(stands(text, pair.given.shown) for text in pair.case.absent))


def _gold(pair: Pair) -> Part | None:
    """Gold sentences that are quoted or cited."""
    if not pair.case.sentences or not pair.answers:
        return None
    quoted = " ".join([*pair.cited([one.number for one in pair.given.citations]), pair.given.said])
    return Part(
        sum(stands(sentence.replace("|", " "), quoted) for sentence in pair.case.sentences),
        len(pair.case.sentences),
    )


METRICS = (
    Metric("all_facts", each(_full)),
    Metric("fact_recall", each(_recall)),
    Metric("gold_sentences", each(_gold)),
    Metric("nothing_forbidden", each(_clean)),
)

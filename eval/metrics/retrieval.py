"""Is the right page among what was found, and how high? By ir-measures (arXiv 2111.13466)."""

from collections.abc import Sequence

from eval.asking import matches
from eval.domain import Missing
from eval.measuring import Around, Metric, Pair, Part, Parts

MEASURES = {"recall_1": "R@1", "recall_5": "R@5", "ndcg_10": "nDCG@10", "mrr_10": "RR@10"}


def _measured(name: str) -> Metric:
    def measure(pairs: Sequence[Pair], around: Around) -> Parts:
        try:
            import ir_measures
        except ImportError as error:
            raise Missing("needs the package ir-measures: install vraagbaak[eval]") from error
        judged = {
            str(place): found for place, pair in enumerate(pairs) if (found := _gold(pair, around))
        }
        ranked = {place: _ranking(pairs[int(place)]) for place in judged}
        if not judged:
            return [None] * len(pairs)
        parsed = ir_measures.parse_measure(MEASURES[name])
        scores = {one.query_id: one.value for one in parsed.iter_calc(judged, ranked)}
        return [
            Part(scores.get(str(place), 0.0)) if str(place) in judged else None
            for place in range(len(pairs))
        ]

    return Metric(name, measure)


def _gold(pair: Pair, around: Around) -> dict[str, int]:
    """The gold pages by their addresses; none where nothing is known of what was found.

    Of a page that the library does not hold nothing can be asked: it is reported, and no miss.
    """
    if pair.given.found is None or not pair.case.urls:
        return {}
    if around.holdings:
        held = [url for page in pair.case.urls for url in around.endings.get(page, ())]
        return dict.fromkeys(held, 1)
    found = {one.url: 1 for one in pair.given.found if matches(one.url, pair.case.urls)}
    return found or dict.fromkeys(pair.case.urls, 1)


def _ranking(pair: Pair) -> dict[str, float]:
    """Pages in order of their best passage; a score that falls with the place."""
    pages = dict.fromkeys(found.url for found in pair.given.found or ())
    return {url: 1.0 / place for place, url in enumerate(pages, 1)}


METRICS = tuple(map(_measured, MEASURES))

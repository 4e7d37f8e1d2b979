"""Does every fact of a claim stand in the sentences it cites? Amounts, dates and periods apart."""

from eval.domain import PageText
from eval.measuring import Metric, Pair, Part, each
from models.facts import FactKind, values

GROUPS: dict[str, frozenset[FactKind]] = {
    "amounts": frozenset({FactKind.AMOUNT, FactKind.PERCENTAGE}),
    "dates": frozenset({FactKind.DATE, FactKind.MOMENT, FactKind.WEEKDAY, FactKind.TIME}),
    "periods": frozenset({FactKind.PERIOD}),
    "articles": frozenset({FactKind.ARTICLE}),
    "contacts": frozenset({FactKind.URL, FactKind.EMAIL, FactKind.PHONE, FactKind.ADDRESS}),
    "numbers": frozenset({FactKind.NUMBER}),
}


def _fidelity(kinds: frozenset[FactKind]) -> Metric:
    """A metric over the facts of these kinds; a fact without a source counts as wrong."""

    def measured(pair: Pair) -> Part | None:
        right = total = 0
        for claim in pair.given.claims:
            stated = {fact for fact in values(claim.text) if fact[0] in kinds}
            if stated:
                total += len(stated)
                right += len(stated & _source(pair, claim.cited))
        return Part(right, total) if total else None

    name = next((name for name, group in GROUPS.items() if group == kinds), "")
    return Metric(f"fidelity_{name}" if name else "fact_fidelity", each(measured))


def _source(pair: Pair, cited: tuple[int, ...]) -> frozenset[tuple[FactKind, str]]:
    """The facts of the cited sentences, and of the leads and column heads of their page."""
    found = frozenset[tuple[FactKind, str]]()
    for citation in pair.given.citations:
        if citation.number in cited:
            heads = pair.pages.get(citation.url, PageText()).leads
            for text in (*citation.sentences, *heads):
                found |= values(text)
    return found


METRICS = (_fidelity(frozenset(FactKind)), *map(_fidelity, GROUPS.values()))

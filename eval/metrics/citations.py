"""Whether citations are real: every claim cites, and what it cites stands on the page as kept."""

from eval.domain import Cited, Said
from eval.measuring import Metric, Pair, Part, each, yes
from eval.wording import plain


def _cites(pair: Pair) -> Part | None:
    """Claims that cite at least one source."""
    if not pair.answers:
        return None
    claims = pair.given.claims
    return Part(sum(bool(claim.cited) for claim in claims), len(claims))


def _valid(pair: Pair) -> Part | None:
    """Claims of which every citation exists and quotes sentences that stand on its page."""
    if not pair.answers:
        return None
    good = {cited.number for cited in pair.given.citations if _real(pair, cited)}
    claims = pair.given.claims
    return Part(sum(_carried(claim, good) for claim in claims), len(claims))


def _carried(claim: Said, good: set[int]) -> bool:
    return bool(claim.cited) and set(claim.cited) <= good


def _real(pair: Pair, cited: Cited) -> bool:
    """Where the page was not kept, as over HTTP, quoting at all has to do."""
    if not cited.sentences:
        return False
    kept = pair.pages.get(cited.url)
    if not kept or not kept.passages:
        return True
    page = plain("\n".join(kept.passages))
    return all(plain(sentence) in page for sentence in cited.sentences)


def _page(pair: Pair) -> Part | None:
    """Of what is answered and should be: from a page that may answer."""
    if not pair.answers or pair.case.expect != "answered" or not pair.case.urls:
        return None
    return yes(pair.right_page)


METRICS = (
    Metric("claims_that_cite", each(_cites)),
    Metric("citation_validity", each(_valid)),
    Metric("right_page", each(_page)),
)

"""Between a finding and the library: what looks wrong waits, what a person approved goes on."""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from hashlib import sha256

from ingest.domain import Page, Passage
from ingest.findings import Finding, What
from ingest.reviewing.changing import NEARLY_ALL, changes, doubt, lines_of, renewed
from ingest.reviewing.domain import Decision, Verdict, Waiting
from ingest.reviewing.quarantine import Quarantine

MOST_TEXT = 20_000
"""Characters of a page that are kept for the person who looks."""
Show = Callable[[str], Sequence[Passage]]
"""The passages that the library holds of an address."""


class Gate:
    """Takes the findings of one sync of one source, and knows what people decided."""

    def __init__(
        self, source: str, quarantine: Quarantine, held: Collection[str], show: Show, most: float
    ) -> None:
        """`most` is the share of its words that a page may lose without a question."""
        self._source, self._quarantine = source, quarantine
        self._held, self._show, self._most = held, show, most

    def judge(self, finding: Finding) -> Finding:
        """The same finding, or what doubts and decisions make of it."""
        finding = self._compare(finding)
        held = finding.url in self._held
        if finding.what is What.SUSPECT or (finding.what is What.UNFIT and held):
            return self._doubtful(finding)
        if finding.what in {What.READ, What.ABSENT}:
            self._quarantine.drop(self._source, finding.url)
        return finding

    def _compare(self, finding: Finding) -> Finding:
        """Look at a page that was read beside what the library holds of it."""
        if finding.what is not What.READ or not finding.reading or finding.url not in self._held:
            return finding
        page, held = finding.reading.page, self._show(finding.url)
        if reason := doubt(held, page, self._most):
            return finding.model_copy(update={"what": What.SUSPECT, "reason": reason})
        share = renewed(held, page)
        if share < NEARLY_ALL:
            return finding
        return finding.model_copy(update={"reason": f"{share:.0%} of what it said before is gone"})

    def _doubtful(self, finding: Finding) -> Finding:
        page = finding.reading.page if finding.reading else None
        digest = digest_of(page, finding.reason)
        known = self._quarantine.of(self._source, finding.url)
        if known is None or known.digest != digest:
            self._quarantine.keep(self._waiting(finding, page, digest))
            return finding
        return _decided(finding, known.decision) if known.decision else finding

    def _waiting(self, finding: Finding, page: Page | None, digest: str) -> Waiting:
        held = self._show(finding.url) if finding.url in self._held else ()
        return Waiting(
            source=self._source,
            url=finding.url,
            digest=digest,
            reason=finding.reason,
            since=datetime.now(UTC),
            title=page.title if page else "",
            text="\n".join(lines_of(page))[:MOST_TEXT] if page else "",
            held=bool(held),
            changes=changes(held, page) if held and page else (),
        )


def digest_of(page: Page | None, reason: str) -> str:
    """SHA-256 over what a page shows; over the reason for a page that could not be read."""
    shown = [reason]
    if page and (lines := lines_of(page)):
        headings = (part for section in page.sections for part in section.headings)
        shown = [page.title, *headings, *lines]
    return sha256("\n".join(shown).encode()).hexdigest()


def _decided(finding: Finding, decision: Decision) -> Finding:
    said = f"{decision.verdict.value} by {decision.by} on {decision.at:%Y-%m-%d}"
    if decision.verdict is Verdict.REJECTED:
        return finding.model_copy(update={"reason": f"{finding.reason} ({said})"})
    readable = finding.reading and lines_of(finding.reading.page)
    what = What.READ if readable else What.ABSENT
    reason = "" if readable else f"{finding.reason} ({said})"
    return finding.model_copy(update={"what": what, "reason": reason, "answered": True})

"""Pages that point elsewhere, by redirect or as canonical: what they are depends on the target."""

from collections.abc import Callable, Iterator

from ingest.findings import Finding, What

GOOD = {What.READ, What.SAME}
GONE = {What.ABSENT, What.UNFIT}


class Pointers:
    """Holds a finding that points elsewhere until the target is known.

    A canonical address that gives no page is a mistake of the site: the page then stands by itself.
    A redirect to something that can't be read is no reason to drop what the library holds.
    """

    def __init__(self, alone: Callable[[Finding], Finding]) -> None:
        """`alone` makes of a finding with a canonical address the finding of the page itself."""
        self._alone = alone
        self._known: dict[str, Finding] = {}
        self._waiting: dict[str, list[Finding]] = {}

    def hand(self, finding: Finding) -> Iterator[Finding]:
        """All findings that are settled by this one, itself included; none while it waits."""
        if finding.moved and finding.moved not in self._known:
            self._waiting.setdefault(finding.moved, []).append(finding)
            return
        ready = [finding]
        while ready:
            one = self._settled(ready.pop(0))
            self._known[one.url] = one.model_copy(update={"reading": None, "links": ()})
            yield one
            ready += self._waiting.pop(one.url, [])

    def rest(self) -> Iterator[Finding]:
        """Those that wait for each other: the last of a circle of canonicals is the page."""
        while self._waiting:
            target, waiting = self._waiting.popitem()
            last = waiting.pop()
            if waiting:
                self._waiting[target] = waiting
            yield from self.hand(self._broken(last))

    def _settled(self, finding: Finding) -> Finding:
        target = self._known.get(finding.moved)
        if target is None or target.what in GOOD or target.moved:
            return finding
        if _is_canonical(finding):
            lost = target.what in GONE and target.reason != "noindex"
            return self._alone(finding) if lost else finding
        if target.what is What.ABSENT:
            return finding
        what = What.STALE if target.what is What.STALE else What.UNFIT
        reason = f"redirects to {target.url}: {target.reason}"
        return finding.model_copy(update={"what": what, "reason": reason, "moved": ""})

    def _broken(self, finding: Finding) -> Finding:
        if _is_canonical(finding):
            return self._alone(finding)
        update = {"what": What.UNFIT, "reason": "redirects in a circle", "moved": ""}
        return finding.model_copy(update=update)


def _is_canonical(finding: Finding) -> bool:
    return finding.answered

"""What the journal says to the editors: what was cited, and what was asked and not found.

A word is named only when several conversations used it (k-anonymity, Sweeney 2002), so that no
question of one person can be read from it; questions are not written at all.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import log

from assistant.domain import AssistantError, Completeness, Outcome
from assistant.records.domain import Asked
from assistant.records.records import Records
from configs.settings import Settings
from ingest.usage import Gap, Usage, keep_usage, read_usage
from models.dutch import fold, is_stop_word, tokens

UNANSWERED = frozenset({Outcome.NO_SOURCE, Outcome.UNSUPPORTED})
NAMED = 5
"""Words that a group is named by, at most."""
GROUPS = 200
PAUSE = timedelta(hours=20)
"""A running server writes it anew when it is older."""
SHORTEST = 3

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Missed:
    """An unanswered question, as stems."""

    conversation: str
    stems: frozenset[str]
    nearest: str
    partial: bool


@dataclass
class _Words:
    """Which conversations used a stem, and how it was written."""

    conversations: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    written: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def read(self, conversation: str, question: str) -> frozenset[str]:
        stems = set()
        for token in tokens(question.replace("[", " [ ").replace("]", " ] ")):
            word = fold(token.text)
            if len(word) < SHORTEST or not word.isalpha() or is_stop_word(word):
                continue
            stems.add(token.stem)
            self.conversations[token.stem].add(conversation)
            self.written[token.stem][word] += 1
        return frozenset(stems)

    def shown(self, stem: str) -> str:
        return self.written[stem].most_common(1)[0][0]


def usage_of(asked: Iterable[Asked], least: int, now: datetime) -> Usage:
    """Count what was asked; `least` conversations make a word or a group fit to be named."""
    words, missed, cited = _Words(), [], Counter[str]()
    outcomes: Counter[str] = Counter()
    complaints: dict[str, Counter[str]] = defaultdict(Counter)
    first = None
    for one in asked:
        first = min(first, one.at) if first else one.at
        outcomes[one.outcome.value] += 1
        cited.update(set(one.cited))
        if one.complaint:
            for url in set(one.cited):
                complaints[url][one.complaint.value] += 1
        stems = words.read(one.conversation, one.question)
        partial = one.completeness is Completeness.PARTIAL
        if one.outcome in UNANSWERED or partial:
            missed.append(_Missed(one.conversation, stems, one.nearest, partial))
    gaps, left = _groups(missed, words, least)
    return Usage(
        at=now,
        since=first.date() if first else None,
        answers=sum(outcomes.values()),
        outcomes=dict(outcomes),
        cited=dict(cited),
        complaints={url: dict(kinds) for url, kinds in complaints.items()},
        gaps=tuple(gaps),
        ungrouped=left,
        least=least,
    )


def write_usage(settings: Settings, records: Records, now: datetime | None = None) -> Usage:
    """Read the journal and write the file that `ingest report` reads."""
    least = settings.records.least_conversations
    usage = usage_of(records.asked(), least, now or datetime.now(UTC))
    keep_usage(usage, settings.data)
    return usage


def daily_usage(settings: Settings, records: Records) -> Callable[[], None]:
    """What a running server does now and then: write it when what stands there is old."""

    def write() -> None:
        last, now = read_usage(settings.data), datetime.now(UTC)
        if last is not None and now - last.at < PAUSE:
            return
        try:
            write_usage(settings, records, now)
        except (AssistantError, OSError):
            logger.exception("Could not write what the journal says to the editors.")

    return write


def _groups(missed: list[_Missed], words: _Words, least: int) -> tuple[list[Gap], int]:
    """Group by the word that most conversations share and that says most; the rest is counted."""
    total = len({conversation for used in words.conversations.values() for conversation in used})
    gaps: list[Gap] = []
    while len(gaps) < GROUPS:
        counts = _conversations(missed)
        weights = {
            stem: len(who) * log(1 + total / len(words.conversations[stem]))
            for stem, who in counts.items()
            if len(who) >= least
        }
        if not weights:
            break
        best = max(weights, key=lambda stem: (weights[stem], stem))
        group = [one for one in missed if best in one.stems]
        missed = [one for one in missed if best not in one.stems]
        gaps.append(_gap(group, best, words, least))
    return sorted(gaps, key=lambda gap: -gap.conversations), len(missed)


def _conversations(missed: Iterable[_Missed]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one in missed:
        for stem in one.stems:
            found[stem].add(one.conversation)
    return found


def _gap(group: list[_Missed], best: str, words: _Words, least: int) -> Gap:
    counts = _conversations(group)
    shared = [stem for stem, who in counts.items() if len(who) >= least and stem != best]
    shared.sort(key=lambda stem: (-len(counts[stem]), stem))
    pages: dict[str, set[str]] = defaultdict(set)
    for one in group:
        pages[one.nearest].add(one.conversation)
    nearest = max(pages, key=lambda url: (len(pages[url]), url))
    return Gap(
        words=tuple(words.shown(stem) for stem in [best, *shared][:NAMED]),
        questions=len(group),
        conversations=len({one.conversation for one in group}),
        partial=sum(one.partial for one in group),
        nearest=nearest if len(pages[nearest]) >= min(least, 2) else "",
    )

"""Whether polarity, modality and conditions of a sentence are those of its sources."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.checking.support.conditions import THEN
from assistant.checking.support.nouns import Operator, Part, Reading, Word
from assistant.checking.support.reading import segments
from assistant.checking.support.rules import read_rules
from assistant.checking.support.vocabulary import keys

BEFORE, AFTER = 3, 4
"""Content words on either side that tell one `niet` or `moet` from another."""
CARRIED = 0.5
"""From this share of its words on, a sentence says what the operator was about."""
BINDING = frozenset(
    (
        *("only", "most", "least", "under", "over", "from", "until", "within"),
        *("before", "after", "outside", "about", "some", "often", "seldom"),
    )
)
"""Classes that bind what follows them."""
CONDITIONS = frozenset({"if", "unless"})
Keys = frozenset[str]


@dataclass(frozen=True)
class Placed:
    """An operator with what it stands by: `wide` to recognise it, `hosts` to tell it is needed."""

    says: str
    wide: tuple[Keys, ...]
    hosts: tuple[tuple[Keys, ...], ...]
    words: str
    optional: bool

    def shared(self, other: "Placed") -> int:
        """How many of the words beside it stand beside the other too."""
        return sum(any(one & two for two in other.wide) for one in self.wide)


def disagreement(
    written: Reading, cited: Sequence[Reading], leads: Sequence[Reading] = ()
) -> str | None:
    """Which word was added or lost that decides what is said, or None.

    What stands in `leads` may be said, and may be left out.
    """
    rules = read_rules()
    ours = list(_placed(written))
    binding = [placed for reading in cited for placed in _placed(reading)]
    theirs = [*binding, *(placed for reading in leads for placed in _placed(reading))]
    pairs = _paired(ours, theirs)
    for place, placed in enumerate(ours):
        implied = placed.optional and placed.says == "if"
        loose = place not in pairs and placed.says not in rules.unasked and not implied
        if loose and not any(_repeats(placed, one) for one in theirs):
            return f"added: {placed.words}"
    said = frozenset(key for word in written.words for key in keys(word))
    resumed = any(word.folded == THEN for word in written.words) or any(
        placed.optional and placed.says == "if" and _carried(placed.wide, said)
        for placed in binding
    )
    for place, placed in enumerate(binding):
        kept = place in pairs.values() or placed.optional
        kept = kept or (placed.says == "then" and (resumed or _conditional(ours)))
        lost = not kept and placed.says not in rules.silent
        if lost and any(_carried(host, said) for host in placed.hosts):
            return f"lost: {placed.words}"
    return None


def _paired(ours: Sequence[Placed], theirs: Sequence[Placed]) -> dict[int, int]:
    """Each operator of ours with the one of theirs that it shares most words with."""
    ranked = sorted(
        (
            (-one.shared(two), abs(place - other), place, other)
            for place, one in enumerate(ours)
            for other, two in enumerate(theirs)
            if _meets(one, two)
        ),
    )
    pairs: dict[int, int] = {}
    for *_, place, other in ranked:
        if place not in pairs and other not in pairs.values():
            pairs[place] = other
    return pairs


def _conditional(ours: Sequence[Placed]) -> bool:
    return any(placed.says in CONDITIONS for placed in ours)


def _meets(one: Placed, two: Placed) -> bool:
    same = one.says == two.says or (one.says, two.says) in read_rules().alike
    return same and (not one.wide or not two.wide or one.shared(two) > 0)


def _repeats(ours: Placed, theirs: Placed) -> bool:
    """Whether a word that the source says once may be said here once more."""
    near = {key for host in theirs.hosts[:1] for word in host for key in word}
    same = ours.says == theirs.says != "not"
    return same and any(word & near for host in ours.hosts[:1] for word in host)


def _carried(host: Sequence[Keys], said: Keys) -> bool:
    return bool(host) and sum(bool(word & said) for word in host) >= CARRIED * len(host)


def _placed(reading: Reading) -> Iterator[Placed]:
    words, parts = reading.words, segments(reading.words)
    for operator in reading.operators:
        yield Placed(
            says=operator.says,
            wide=_wide(words, operator),
            hosts=tuple(
                host
                for host in (*_hosts(words, parts, operator), *_items(reading, operator))
                if host
            )
            or (_nearest(words, operator),),
            words=" ".join(word.text for word in words[operator.start : operator.end])
            or operator.says,
            optional=operator.optional,
        )


def _wide(words: Sequence[Word], operator: Operator) -> tuple[Keys, ...]:
    before, after = _said(words[: operator.start]), _said(words[operator.end :])
    if operator.says in BINDING | CONDITIONS:
        backwards = words[operator.start].folded in {"of", "en", "or"}
        nearest = before[-2:] if backwards else after[:AFTER]
    else:
        clause = words[operator.start].clause
        near = [*before[-BEFORE:], *after[:AFTER]]
        nearest = [word for word in near if word.clause == clause] or [*before[-2:], *after[:2]]
    return tuple(keys(word) for word in nearest)


def _hosts(
    words: Sequence[Word], parts: Sequence[int], operator: Operator
) -> Iterator[tuple[Keys, ...]]:
    """What, where it is said, must not be said without the operator."""
    start, end = operator.start, operator.end
    if operator.says in CONDITIONS:
        clause, sentence = words[start].clause, words[start].sentence
        before = _said(word for word in words[:start] if word.sentence == sentence)
        yield _keys([w for w in before if w.clause == before[-1].clause][-AFTER:])
        if not before:
            yield _keys([w for w in _said(words[end:]) if w.clause > clause][:AFTER])
        return
    part = parts[start]
    same = [n for n in range(len(words)) if parts[n] == part and not start <= n < end]
    yield _keys(_said([words[n] for n in same]))
    if operator.says in BINDING:
        yield _keys(_said(words[end:])[:1])


def _items(reading: Reading, operator: Operator) -> Iterator[tuple[Keys, ...]]:
    """The items of a list whose lead-in holds the operator (`Dit mag niet in de bak: …`)."""
    clause = reading.words[operator.start].clause
    if clause in reading.leading and operator.says not in CONDITIONS:
        for later in {word.clause for word in reading.words if word.clause > clause}:
            yield _keys(_said(word for word in reading.words if word.clause == later))


def _nearest(words: Sequence[Word], operator: Operator) -> tuple[Keys, ...]:
    return _keys([*_said(words[: operator.start])[-2:], *_said(words[operator.end :])[:2]])


def _said(words: Iterable[Word]) -> list[Word]:
    return [word for word in words if word.part in {Part.CONTENT, Part.VALUE}]


def _keys(words: Iterable[Word]) -> tuple[Keys, ...]:
    return tuple(keys(word) for word in words)

"""Whether who does what to whom, and which value is whose, stays as the sources say it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from assistant.checking.support.nouns import Part, Reading, Word
from assistant.checking.support.rules import Rules, read_rules

EDGE = "^"
ADJECTIVE = 5
"""Letters of an inflected adjective, at least."""


@dataclass(frozen=True)
class Role:
    """A noun, name or value where it stands: `marker` is the preposition that leads it in."""

    key: str
    text: str
    place: int
    clause: int
    marker: str
    governor: str
    """What stands before the preposition."""
    before: str
    after: str
    chain: int
    """Words joined by `en` and `of` have the same."""
    headed: bool
    """Whether an article, a pronoun or a capital says that it is a noun."""


def swapped(written: Reading, cited: Sequence[Reading]) -> str | None:
    """The two parts of a sentence that changed places, or None."""
    return _swapped(written, cited, by_form=False) or _swapped(written, cited, by_form=True)


def _swapped(written: Reading, cited: Sequence[Reading], *, by_form: bool) -> str | None:
    ours = _once(written, by_form)
    for reading in cited:
        theirs = _once(reading, by_form)
        shared = sorted(ours.keys() & theirs.keys(), key=lambda key: ours[key].place)
        for one, other in combinations(shared, 2):
            if ours[one].key != ours[other].key and _exchanged(
                (ours[one], ours[other]), (theirs[one], theirs[other])
            ):
                return f"swapped: {ours[one].text}, {ours[other].text}"
    return None


def _exchanged(ours: tuple[Role, Role], theirs: tuple[Role, Role]) -> bool:
    """Whether two parts have taken each other's place."""
    (a, b), (c, d) = ours, theirs
    if a.chain == b.chain and c.chain == d.chain:
        return False
    marked = c.marker != d.marker and (a.marker, b.marker) == (d.marker, c.marker)
    governed = (
        c.marker == d.marker != ""
        and c.governor != d.governor
        and (a.governor, b.governor) == (d.governor, c.governor)
    )
    return marked or governed or _in_place(ours, theirs) or _turned(ours, theirs)


def _in_place(ours: tuple[Role, Role], theirs: tuple[Role, Role]) -> bool:
    """Whether each stands between the words that the other stood between."""
    (a, b), (c, d) = ours, theirs
    before = (a.before, b.before) == (d.before, c.before)
    after = (a.after, b.after) == (d.after, c.after)
    differs = (c.before, c.after) != (d.before, d.after)
    return differs and before and after and c.headed == d.headed


def _turned(ours: tuple[Role, Role], theirs: tuple[Role, Role]) -> bool:
    """Whether subject and object of one clause changed sides."""
    (a, b), (c, d) = ours, theirs
    bare = not any(role.marker for role in (a, b, c, d)) and c.headed and d.headed
    together = a.clause == b.clause and c.clause == d.clause
    return bare and together and (a.place < b.place) != (c.place < d.place)


def _once(reading: Reading, by_form: bool) -> dict[str, Role]:
    """The parts of a sentence by root or form; one that stands there more than once is numbered."""
    found_roles = _roles(reading.words, read_rules())
    roles = [replace(role, key=role.text.lower()) if by_form else role for role in found_roles]
    times, met = Counter(role.key for role in roles), Counter[str]()
    found: dict[str, Role] = {}
    for role in roles:
        met[role.key] += 1
        found[f"{role.key} {met[role.key]} of {times[role.key]}"] = role
    return found


def _roles(words: Sequence[Word], rules: Rules) -> Iterator[Role]:
    marker, governor, chain = "", "", 0
    for place, word in enumerate(words):
        if word.part not in {Part.CONTENT, Part.VALUE} or word.folded in rules.times:
            continue
        start = _phrase_start(words, place, rules)
        before = words[start - 1] if start else None
        joined = before is not None and before.folded in rules.joining
        if not joined:
            chain += 1
            marker = before.folded if before and before.folded in rules.prepositions else ""
            governor = words[start - 2].key if marker and start > 1 else ""
        after = words[place + 1] if place + 1 < len(words) else None
        yield Role(
            key=word.key,
            text=word.text,
            place=place,
            clause=word.clause,
            marker=marker,
            governor=governor,
            before=before.folded if before and before.clause == word.clause else EDGE,
            after=after.folded if after and after.clause == word.clause else EDGE,
            chain=chain,
            headed=start < place or (place > 0 and word.text[0].isupper()),
        )


def _phrase_start(words: Sequence[Word], place: int, rules: Rules) -> int:
    """Where the phrase begins that ends with the noun at `place`."""
    start = place
    while start and words[start].hyphened:
        start -= 1
    while start > 1 and words[start].text[0].isupper() and words[start - 1].text[0].isupper():
        start -= 1
    if start and _is_adjective(words[start - 1], rules):
        start -= 1
    if start and words[start - 1].folded in rules.determiners:
        return start - 1
    led = start and words[start - 1].folded in rules.prepositions
    return start if led else place


def _is_adjective(word: Word, rules: Rules) -> bool:
    small = rules.determiners | rules.prepositions | rules.clauses | rules.joining
    inflected = word.folded.endswith("e") and len(word.folded) >= ADJECTIVE
    return word.part is Part.VALUE or (inflected and word.folded not in small)

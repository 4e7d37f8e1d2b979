"""Whether a value stays with the thing it is said of, where several sentences are cited."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from assistant.checking.support.nouns import Part, Reading, Word
from assistant.checking.support.reading import segments
from assistant.checking.support.vocabulary import keys


def mixed(written: Reading, cited: Sequence[Reading]) -> str | None:
    """The value that is said of what another cited sentence is about, or None."""
    if len(cited) == 1:
        return None
    home = _homes(cited)
    parts: dict[int, list[Word]] = defaultdict(list)
    for word, segment in zip(written.words, segments(written.words), strict=True):
        if word.part in {Part.CONTENT, Part.VALUE}:
            parts[segment].append(word)
    for words in parts.values():
        for value in words:
            if value.part is Part.VALUE and _astray(value, words, home):
                return f"mixed up: {value.text}"
    return None


def _homes(cited: Sequence[Reading]) -> dict[str, int]:
    """For each key that only one cited sentence has: which one."""
    having: dict[str, set[int]] = defaultdict(set)
    for place, reading in enumerate(cited):
        for word in reading.words:
            for key in keys(word):
                having[key].add(place)
    return {key: places.pop() for key, places in having.items() if len(places) == 1}


def _astray(value: Word, words: Sequence[Word], home: Mapping[str, int]) -> bool:
    """Whether what stands with `value` is all of another cited sentence than `value` is."""
    own = home.get(value.key)
    homes = {home[key] for word in words if word is not value for key in keys(word) if key in home}
    return own is not None and bool(homes) and own not in homes

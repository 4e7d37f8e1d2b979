"""Names of people: where someone says who they are, signs a message, or names a relative."""

import re
from itertools import islice
from typing import NamedTuple

from assistant.masking_rules import SPACE, sweep
from assistant.masking_words import (
    FIRST_NAMES,
    NOT_A_NAME,
    RELATIVES,
    SURNAME_PREFIXES,
    SURNAMES,
    TITLES,
)

LONGEST = 6
"""Words of a name, prefixes included."""
SURE_PREFIXES = frozenset({"van", "von", "el", "al", "bin", "ibn", "ten", "ter"})
"""What follows one of these and a name is a surname, also without a capital."""
_TITLE = rf"(?:(?:{'|'.join(map(re.escape, TITLES))}){SPACE})"
_RELATIVE = "|".join(RELATIVES)
_STRONG = rf"""
    [Ii]k{SPACE}(?:ben|heet) | IK{SPACE}(?:BEN|HEET) | MIJN{SPACE}NAAM{SPACE}IS
  | [Mm]ijn{SPACE}(?:voor|achter)?naam{SPACE}is
  | [Mm]y{SPACE}(?:(?:first|last|full){SPACE})?name{SPACE}is | [Ii]{SPACE}am | [Ii]['\u2019]m
  | [Mm](?:ijn|y){SPACE}(?:{_RELATIVE}){SPACE}(?:heet|is{SPACE}called)
  | (?:[Uu]|[Jj]e){SPACE}spreekt{SPACE}met | [Yy]ou{SPACE}are{SPACE}speaking{SPACE}(?:to|with)
"""
_SIGNED = r"""
    (?:[Mm]et[ ](?:vriendelijke|hartelijke|beste)[ ])?[Gg]roet(?:en|jes)?
  | [Hh]oogachtend | [Mm][.]?[Vv][.]?[Gg][.]? | [Kk]ind[ ]regards | [Bb]est[ ]regards | [Ss]incerely
"""
_WEAK = rf"[Dd]it{SPACE}is | [Tt]his{SPACE}is | [Mm]et | [Ii]k{SPACE}ben{SPACE}[Hh]et,?"
_REST = rf"(?P<rest>[^\W\d_][\w'\u2019.-]*(?:{SPACE}['\u2019]?[^\W\d_][\w'\u2019.-]*){{0,6}})"
_CALLED = re.compile(r"heet|naam|name|called|spreekt|speaking", re.IGNORECASE)


def _pattern(leads: str, between: str, end: str = "") -> re.Pattern[str]:
    lead = rf"(?P<lead>(?<!\w)(?:{leads}){between}(?P<title>{_TITLE})?)"
    return re.compile(lead + _REST + end, re.VERBOSE)


STRONG = _pattern(_STRONG, SPACE)
SIGNED = _pattern(_SIGNED, r"\s?[,.!]?\s{1,3}", r"(?=[\s.!]{0,3}$)")
WEAK = _pattern(_WEAK, SPACE)


class Lead(NamedTuple):
    """What stands before a name: in capitals, saying that a name follows, ending in a title."""

    shouted: bool
    called: bool
    titled: bool


def names(text: str, token: str) -> str:
    """Replace a name where one is to be expected, if it is written as one.

    After weak leads such as `dit is` only a first or last name that is known is taken for one.
    """

    def replace(match: re.Match[str]) -> str:
        lead, rest = match["lead"], match["rest"]
        called = bool(match["title"] or _CALLED.search(lead))
        end = _end(rest, Lead(lead.isupper(), called, bool(match["title"])))
        if not end or (match.re is WEAK and not _known(rest[:end])):
            return match[0]
        return lead + token + rest[end:]

    for pattern in (STRONG, SIGNED, WEAK):
        text = sweep(pattern, text, replace)
    return text


def _known(name: str) -> bool:
    """Whether it has two words or more and the first or the last of them is known as a name."""
    words = [word.strip(".,").lower() for word in name.split() if not _prefix(word)]
    return len(words) > 1 and (words[0] in FIRST_NAMES or words[-1] in SURNAMES)


def _prefix(word: str) -> bool:
    return word.lower() in SURNAME_PREFIXES


def _end(words: str, lead: Lead) -> int:
    """Where the name at the start of `words` ends, or 0 where they don't start with one."""
    end, opened, led = 0, lead.called, ""
    for word in islice(re.finditer(r"\S+", words), LONGEST):
        bare = word[0].rstrip(".'\u2019-")
        if _prefix(bare) and (opened or bare[0].isupper()):
            opened, led = True, bare.lower()
            continue
        known = bare.lower() in (SURNAMES if end or lead.titled else FIRST_NAMES)
        surname = led and (end or lead.called) and (bare[:1].isupper() or led in SURE_PREFIXES)
        if not (known or surname or _named(bare, lead.shouted)):
            break
        initial = _initial(bare)
        end, opened, led = word.end() if initial else word.start() + len(bare), True, ""
        if end < word.end():
            break
    return end


def _named(bare: str, shouted: bool) -> bool:
    """Whether a word is written as a name, and is none of the words that are no names."""
    acronym = bare[:3].isupper() and not _initial(bare) and not shouted
    return bare[:1].isupper() and not acronym and bare.lower() not in NOT_A_NAME


def _initial(bare: str) -> bool:
    return len(bare) == 1 or "." in bare

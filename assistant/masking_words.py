"""The word lists that masking goes by, read from `configs/rules/masking.yaml`."""

from configs.files import ROOT, read_yaml

_LISTS = read_yaml(ROOT / "rules" / "masking.yaml")


def _words(name: str) -> tuple[str, ...]:
    return tuple(_LISTS[name].split())


IBAN_LENGTHS = {pair[:2]: int(pair[3:]) for pair in _words("iban_lengths")}
PLATE_SERIES = _words("plate_series")
CALLING_CODES = _words("calling_codes")
CASE_WORDS = _words("case_words")
SMALL_WORDS = frozenset(_words("small_words"))
UNITS = frozenset(_words("units"))
SURNAME_PREFIXES = frozenset(_words("surname_prefixes"))
NOT_A_NAME = frozenset(word for words in _LISTS["not_a_name"].values() for word in words.split())
TITLES = _words("titles")
RELATIVES = _words("relatives")
FIRST_NAMES = frozenset(_words("first_names"))
SURNAMES = frozenset(_words("surnames"))
STREETS = _words("streets")
UNTIL = _words("counted")

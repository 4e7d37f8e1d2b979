"""Where someone says that they live: a street with a number, also without a postcode.

Only what follows "ik woon", "mijn adres is" and the like: the address of a town hall stays.
"""

import re

from assistant.masking_rules import sweep
from assistant.masking_words import STREETS, UNTIL

LIVES = r"""(?<!\w)(?:
    (?:woon|woont|wonen|woonde|live|lives|living)
  | (?:woon)?adres(?:\s(?:is|was|wordt))? | address(?:\s(?:is|was))?
)(?!\w)"""
BETWEEN = r"(?:[:,]?\s(?!\d)[\w'\u2019-]{1,20}){0,5}?[:,]?\s"
"""Words such as `nu al jaren aan de`."""
STREET = rf"""(?:[\w'\u2019.-]{{1,25}}\s){{0,2}}?[\w'\u2019-]{{0,25}}(?:{"|".join(STREETS)})"""
NUMBER = r"(?:\s(?:nummer|nr\.?|number|no\.?))?\s\d{1,4}(?:\s?-?\s?[A-Za-z](?!\w))?(?:-\d{1,4})?"
HOME = re.compile(
    rf"(?P<lead>{LIVES}{BETWEEN})(?P<street>{STREET}{NUMBER})(?![\w-])(?!\s(?:{'|'.join(UNTIL)})(?!\w))",
    re.IGNORECASE | re.VERBOSE,
)


def homes(text: str, token: str) -> str:
    """Replace the street and number where someone lives."""
    return sweep(HOME, text, lambda match: f"{match['lead']}{token}")

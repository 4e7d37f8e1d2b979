"""Values of cells as their sheet shows them, in Dutch notation: € 1.234,50, 12-03-2025, 21%."""

import re
from datetime import date, datetime, time

from ingest.reading.dates import month_name

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!\$)[^\]]*\]')
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]|([€$£])")
_SYMBOL = re.compile(r"[€$£]")
_DECIMALS = re.compile(r"0\.(0+)")
_EXACT = 10
"""Significant digits of a number that has no format: enough, and no rounding noise."""
HIDES = ";;;"
"""The format that shows nothing (ECMA-376 part 1, 18.8.30)."""


def as_shown(value: object, code: str) -> str:
    """`code` is the number format of the cell (ECMA-376 part 1, 18.8.30)."""
    if value is None or code == HIDES:
        return ""
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, (int, float)):
        return _number(float(value), code)
    return _moment(value, code.lower()) if isinstance(value, (date, time)) else str(value)


def _moment(value: date | time, code: str) -> str:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    day = f"{value.day:02}-{value.month:02}-{value.year}"
    if "mmmm" in code:
        day = f"{value.day} {month_name(value.month)} {value.year}"
        if "d" not in code:
            day = day.split(" ", 1)[1]
    timed = isinstance(value, datetime) and "h" in code
    return f"{day} {value:%H:%M}" if timed else day


def _number(value: float, code: str) -> str:
    section = code.split(";")[0]
    money = _CURRENCY.search(section) or _SYMBOL.search(section)
    symbol = next((part for part in money.groups() if part), "") if money and money.groups() else ""
    plain = _QUOTED.sub("", _CURRENCY.sub("", section))
    if "%" in plain:
        return f"{_notation(value * 100, _decimals(plain), grouped=False)}%"
    if "0" not in plain:
        return _notation(value, None, grouped=False)
    words = _notation(value, _decimals(plain), grouped="," in plain)
    return f"{symbol} {words}".strip()


def _decimals(code: str) -> int:
    found = _DECIMALS.search(code)
    return len(found[1]) if found else 0


def _notation(value: float, decimals: int | None, *, grouped: bool) -> str:
    """With a comma before the decimals and a point between thousands, where these are asked."""
    if decimals is None:
        words = f"{value:.0f}" if value == int(value) else f"{value:.{_EXACT}g}"
    else:
        words = f"{value:,.{decimals}f}" if grouped else f"{value:.{decimals}f}"
    return words.translate(str.maketrans(",.", ".,"))

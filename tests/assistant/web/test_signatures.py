"""A constructor that carries its signature is the constructor that it was."""

from functools import wraps
from inspect import getfullargspec, signature

from assistant.web.signatures import keep_signatures


def kept(constructor):
    @wraps(constructor)
    def wrapper(*values, **named):
        return constructor(*values, **named)

    return wrapper


class Box:
    @kept
    def __init__(self, value="", *, lines=1):
        self.value, self.lines = value, lines


class Wide(Box):
    pass


def test_signatures_are_the_same_and_are_worked_out_once():
    before = signature(Box.__init__), getfullargspec(Box.__init__.__wrapped__)
    keep_signatures([Wide()])
    assert (signature(Box.__init__), getfullargspec(Box.__init__.__wrapped__)) == before
    assert signature(Box.__init__) is signature(Box.__init__)
    assert Wide("a", lines=3).lines == 3
    keep_signatures([Wide(), Box()])
    assert signature(Box.__init__) == before[0]

"""Let constructors carry their signature, which Gradio otherwise works out for every update.

PEP 362: `inspect.signature` takes a function's `__signature__` where it has one.
"""

from collections.abc import Iterable
from inspect import signature


def keep_signatures(things: Iterable[object]) -> None:
    """Work out the signatures of the constructors of these things once; idempotent."""
    for kind in {kind for thing in things for kind in type(thing).__mro__}:
        constructor = vars(kind).get("__init__")
        while callable(constructor) and hasattr(constructor, "__dict__"):
            if "__signature__" not in vars(constructor):
                vars(constructor)["__signature__"] = signature(constructor)
            constructor = vars(constructor).get("__wrapped__")

"""Tokens that the model read and wrote for one answer, where its server tells."""

from eval.measuring import Metric, Pair, Part, each


def _read(pair: Pair) -> Part | None:
    return None if pair.given.prompt_tokens is None else Part(pair.given.prompt_tokens)


def _wrote(pair: Pair) -> Part | None:
    return None if pair.given.written_tokens is None else Part(pair.given.written_tokens)


METRICS = (
    Metric("prompt_tokens", each(_read), "number", "lower"),
    Metric("written_tokens", each(_wrote), "number", "lower"),
)

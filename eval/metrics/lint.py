"""LiNT-II (Kleijn 2018; Kim & Maat 2025): how well a Dutch text is understood, measured on readers.

Below 34 level 1, below 46 level 2, below 58 level 3, then 4. The package `lint_ii` and its spaCy
model do not go with the libraries of ours, so they stand in an environment of their own.
"""

import json
import subprocess
from collections.abc import Sequence

from configs.domain import Language
from eval.domain import Missing
from eval.measuring import Around, Metric, Pair, Part, Parts

PATIENCE = 1800
"""Seconds that a whole run may take."""
MAKES = """
import contextlib, json, sys, warnings
warnings.simplefilter("ignore")
with contextlib.redirect_stdout(sys.stderr):
    from lint_ii import ReadabilityAnalysis
    scores = [ReadabilityAnalysis.from_text(text).lint.score for text in json.load(sys.stdin)]
json.dump(scores, sys.stdout)
"""
"""Runs there: texts as JSON on stdin, their scores on stdout; null where a text is too short."""


def _measure(pairs: Sequence[Pair], around: Around) -> Parts:
    if not around.lint:
        raise Missing(
            "needs LiNT-II: python3 -m venv LINT, LINT/bin/pip install lint_ii, LINT/bin/python -m "
            "spacy download nl_core_news_lg, and then score with --lint LINT/bin/python"
        )
    places = [place for place, pair in enumerate(pairs) if _dutch(pair)]
    texts = [
        "\n".join(claim.text.replace("|", ", ") for claim in pairs[place].given.claims)
        for place in places
    ]
    parts: list[Part | None] = [None] * len(pairs)
    for place, score in zip(places, _scores(around.lint, texts), strict=True):
        parts[place] = None if score is None else Part(score)
    return parts


def _dutch(pair: Pair) -> bool:
    return pair.answers and (pair.given.language or pair.case.language) == Language.NL


def _scores(python: str, texts: list[str]) -> list[float | None]:
    try:
        done = subprocess.run(  # noqa: S603  # the operator names this program on the command line
            [python, "-c", MAKES],
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
        return [None if one is None else float(one) for one in json.loads(done.stdout)]
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        said = str(getattr(error, "stderr", "") or error).strip().splitlines()
        raise Missing(f"--lint {python}: {said[-1] if said else 'gave nothing'}") from error


METRICS = (Metric("lint", _measure, "number", "lower"),)

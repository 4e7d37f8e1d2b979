"""The entailment check: a model agrees that the cited sentences say what the sentence says."""

from collections.abc import Callable

from assistant.draft import Draft, Sentence
from assistant.evidence import evidence
from models.domain import Entailment

Check = Callable[[Draft, Sentence], str | None]


def entailed(model: Entailment, least: float) -> Check:
    """The check; a sentence that `model` gives less than `least` is refused."""

    def check(draft: Draft, sentence: Sentence) -> str | None:
        held = evidence(draft, sentence)
        if held.verbatim:
            return None
        premise = " ".join((*reversed(held.around), *held.leads, *held.texts))
        (score,) = model.scores([(premise, sentence.text)])
        return f"not entailed ({score:.2f})" if score < least else None

    return check

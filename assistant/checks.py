"""Which checks stand between what was written and what is shown, in this order."""

from collections.abc import Callable
from pathlib import Path

from assistant.checking.cite import cite
from assistant.checking.entailed import entailed
from assistant.checking.figures import figures
from assistant.checking.support import support, support_across
from assistant.checking.terms import terms
from assistant.draft import Draft, Sentence
from configs.slices.answering import AnsweringSettings
from models.entailment import load_entailment

Checks = tuple[tuple[str, Callable[[Draft, Sentence], str | None]], ...]


def checks(answering: AnsweringSettings) -> Checks:
    """The checks by the name they are journalled with; the model's comes last, where one is set.

    Without that model no sentence passes that is in another language than the pages it cites.

    Raises `ModelError` when the model that the settings name can't be used.
    """
    found: Checks = (
        ("cite", cite),
        ("facts", figures),
        ("support", support_across if answering.entailment else support),
        ("terms", terms(answering.allowed_links, answering.forbidden_words)),
    )
    if not answering.entailment:
        return found
    model = load_entailment(Path(answering.entailment))
    return (*found, ("entailed", entailed(model, answering.least_entailment)))


def checkable(answering: AnsweringSettings) -> Callable[[Draft], bool]:
    """Whether a sentence about these hits, in the language of the question, can be checked.

    Facts can be compared across languages, meaning only by a model.
    """
    return lambda draft: (
        bool(answering.entailment)
        or any(hit.passage.language == draft.language for hit in draft.hits)
    )

"""Wires the step that lets a served model choose the kind of a message."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.consulting import Consulting
from assistant.domain import Outcome
from assistant.draft import Draft
from assistant.pipeline import Assistant
from assistant.routing.labels import is_long, labels
from assistant.routing.trial import WHOLE, Trial
from assistant.steps.route_chat import RouteWithModel, Trusting
from assistant.writing.asking import Asking
from configs.slices.models import ChatSettings
from ingest.domain import Search
from ingest.library.library import Library
from models.resting import Resting

FOUND, FOUND_LONG = 0.6, 0.3
"""Relevance from which on a message surely is a question about the sources; every word that is not
on the page lowers that of a long one."""
Rules = Callable[[Draft], Outcome | None]


def tried(settings: ChatSettings, model: Consulting, asking: Asking) -> Trial:
    """The trial of the served model, taken at once."""
    from models.chat import open_chat  # see `assistant.build`

    served = model.chat
    trial = Trial(
        # Not the one that rests: a slow start must cost nobody an answer.
        model=replace(model, chat=open_chat(settings), patience=WHOLE),
        labels=labels(asking),
        least=settings.least_routing,
        lost=lambda: served.lost if isinstance(served, Resting) else 0,
    )
    trial.take()
    return trial


def with_model(
    rules: Rules, model: Consulting, trial: Trial, library: Library, keys: Mapping[str, str]
) -> RouteWithModel:
    """The step `route`: the rules, and behind them the model once its trial is passed."""
    return RouteWithModel(rules, model, found(library), trial.labels, keys, trial)


def trial_of(assistant: Assistant) -> Trusting | None:
    """The trial of its model; None where the rules alone route anyway."""
    routes = (step for _, step in assistant.steps if isinstance(step, RouteWithModel))
    return next((step.trial for step in routes), None)


def found(library: Library) -> Callable[[Draft], bool]:
    """Whether the library surely has something about a question."""

    def surely(draft: Draft) -> bool:
        search = Search(text=draft.text, limit=1, audiences=draft.conversation.audiences)
        least = FOUND_LONG if is_long(draft.text) else FOUND
        return any(hit.relevance >= least for hit in library.find(search))

    return surely

"""The one place that wires: settings become a running assistant."""

import logging
from collections.abc import Callable

from assistant.checks import checks
from assistant.concluding import Concluding
from assistant.domain import Answer, Conversation, Outcome, Question
from assistant.draft import Draft
from assistant.handoff.build import open_handoffs
from assistant.pipeline import Assistant
from assistant.records.build import open_records
from assistant.records.records import Records
from assistant.service import Service
from assistant.steps.rephrase import Rephrase
from assistant.steps.retrieve import Retrieve, related
from assistant.steps.route import Route, read_rules
from assistant.steps.screen import Screen
from assistant.writing.asking import Asking
from assistant.writing.quote import Quoting
from configs.domain import Language
from configs.settings import Settings
from configs.texts import Texts
from configs.theme import Theme, load_theme
from ingest.library.library import Library, open_library
from ingest.space import require_space
from models.language import recognise

logger = logging.getLogger(__name__)

KEYS = {"crisis": "crisis", "violence": "violence", "thanks": "thanks", "about": "about"}
"""Labels of `configs/rules/routes.yaml` whose text is not their outcome's."""


def build(settings: Settings, library: Library | None = None) -> Service:
    """Open the library and the records, and wire the pipeline over them.

    Raises `ConfigurationError` or `IngestError` with one clear line.
    """
    theme = load_theme(settings.theme)
    texts = Texts(theme.texts)
    require_space(settings, writing=False)
    shelves = library or open_library(settings, read_only=True)
    records = open_records(settings)
    return Service(
        settings=settings,
        theme=theme,
        texts=texts,
        library=shelves,
        records=records,
        handoffs=open_handoffs(settings, records, texts),
        assistant=assistant(settings, theme, texts, shelves, records),
    )


def assistant(
    settings: Settings, theme: Theme, texts: Texts, library: Library, records: Records
) -> Assistant:
    """The pipeline of a references-only answer."""
    asking = Asking(generic=theme.organisation.split())
    answering = settings.answering
    keys = KEYS | ({"own_case": "own_case_link"} if theme.my_environment else {})
    return Assistant(
        start=_start(Language(settings.language)),
        steps=(
            ("screen", Screen(answering.question_length)),
            (
                "route",
                Route(read_rules(), asking.says, keys, theme.examples),
            ),
            ("rephrase", Rephrase(asking.leans, asking.other_words)),
            (
                "retrieve",
                Retrieve(
                    find=library.find,
                    show=library.show,
                    edition=lambda: library.published,
                    now=asking.asks_of_now,
                    limit=answering.passages,
                    per_page=answering.per_page,
                    least=answering.least_relevance,
                ),
            ),
        ),
        writer=Quoting(asking, answering.sentences),
        checks=checks(answering),
        conclude=_conclude(Concluding(texts, theme), asking),
        journal=_journal(records),
    )


def _start(otherwise: Language) -> Callable[[Question, Conversation], Draft]:
    def start(question: Question, conversation: Conversation) -> Draft:
        language = question.language or recognise(question.text, otherwise)
        return Draft(question, conversation, language, question.text, question.text)

    return start


def _conclude(concluding: Concluding, asking: Asking) -> Callable[[Draft, Outcome], Answer]:
    def conclude(draft: Draft, outcome: Outcome) -> Answer:
        if outcome in {Outcome.NO_SOURCE, Outcome.UNSUPPORTED} and draft.hits:
            draft.related = related(draft.hits, asking.about(draft.search_text))
            if draft.related:
                draft.message_key = draft.message_key or "no_source_related"
        return concluding(draft, outcome)

    return conclude


def _journal(records: Records) -> Callable[[Draft, Answer], None]:
    def journal(draft: Draft, answer: Answer) -> None:
        records.record(answer, draft.text, draft.hits)

    return journal

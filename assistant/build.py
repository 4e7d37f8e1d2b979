"""The one place that wires: settings become a running assistant."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from assistant.accounts.build import open_accounts
from assistant.behind import unkept
from assistant.checks import checkable, checks
from assistant.concluding import Concluding
from assistant.consulting import Consulting
from assistant.domain import Answer, Conversation, Outcome, Question
from assistant.draft import Draft
from assistant.handoff.approving import Approvals
from assistant.handoff.build import open_approvals, open_handoffs
from assistant.journaling import journaling
from assistant.levers.build import open_levers
from assistant.levers.live import Levers, LiveTexts
from assistant.levers.routing import Routing
from assistant.pipeline import Assistant
from assistant.records.build import open_records
from assistant.reranking import Rerank, open_reranking
from assistant.routing.build import trial_of, tried, with_model
from assistant.service import Service
from assistant.steps.block import Block
from assistant.steps.pin import Pin
from assistant.steps.rephrase import Rephrase
from assistant.steps.rephrase_chat import RephraseWithModel
from assistant.steps.retrieve import Retrieve, related
from assistant.steps.route import Route
from assistant.steps.screen import Screen
from assistant.switch import Switch
from assistant.textwork.build import open_textwork
from assistant.thresholds import Thresholds
from assistant.writing.asking import Asking
from assistant.writing.generate import Generating, Patience
from assistant.writing.lacking import Lacking
from assistant.writing.prompt import Budget, Prompting
from assistant.writing.quote import Quoting
from configs.domain import ConfigurationError, Language
from configs.settings import Settings
from configs.slices.answering import AnsweringSettings
from configs.slices.models import ChatSettings
from configs.texts import Texts
from configs.theme import load_theme
from ingest.library.library import Library, open_library
from ingest.reading.languages import foreign_to_sources
from ingest.space import require_space
from models.domain import Chat, ModelError
from models.energy import Meter
from models.gpu import open_energy
from models.language import foreign, recognise
from models.obeying import probe
from models.resting import Resting
from models.tokens import Counter, local

logger = logging.getLogger(__name__)

KEYS = {"crisis": "crisis", "violence": "violence", "thanks": "thanks", "about": "about"}
"""Labels of `configs/rules/routes.yaml` whose text is not their outcome's."""
LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})


def build(settings: Settings, library: Library | None = None) -> Service:
    """Open the library and the records, and wire the pipeline over them.

    Raises `ConfigurationError` or `IngestError` with one clear line.
    """
    theme = load_theme(settings.theme)
    require_space(settings, writing=False)
    with ExitStack() as opened:
        shelves = library or opened.enter_context(closing(open_library(settings, read_only=True)))
        records = opened.enter_context(closing(open_records(settings)))
        levers = open_levers(settings, theme, records.levers, shelves)
        texts = LiveTexts(theme.texts, levers)
        handoffs = open_handoffs(settings, records, texts)
        approvals = open_approvals(settings, records, texts, handoffs)
        answering = assistant(settings, levers, texts, shelves, approvals)
        voice = answering.voice if isinstance(answering.voice, Generating) else None
        service = Service(
            settings=settings,
            theme=theme,
            texts=texts,
            library=shelves,
            records=records,
            handoffs=handoffs,
            approvals=approvals,
            assistant=answering,
            routing=trial_of(answering),
            textwork=open_textwork(settings, texts, voice, records),
            levers=levers,
            accounts=open_accounts(settings, records),
        )
        opened.pop_all()  # all is well: what was opened stays so
    return service


def assistant(
    settings: Settings, levers: Levers, texts: Texts, library: Library, approvals: Approvals
) -> Assistant:
    """The pipeline; with `answering.writer: generate` a model writes, as the switch allows."""
    theme, asking = levers.now.base.theme, levers.now.base.reader.asking
    answering = settings.answering
    keys = KEYS | ({"own_case": "own_case_link"} if theme.my_environment else {})
    route = Routing(levers, Route((), asking.says, keys, theme.examples))
    rephrase = Rephrase(asking.leans, asking.other_words)
    rerank = open_reranking(answering)
    quoting = Quoting(asking, answering.sentences, rerank)
    passing = checks(answering)
    model = _model(settings) if answering.writer == "generate" else None
    voice = _voice(settings, model) if model else None
    trial = tried(settings.chat, model, asking) if model else None
    routing = with_model(route, model, trial, library, keys) if model and trial else route
    return Assistant(
        start=_start(Language(settings.language)),
        steps=(
            ("screen", Screen(answering.question_length)),
            ("urgent", route.urgent),
            ("block", Block(levers.block)),
            ("pin", Pin(levers.pin)),
            ("route", routing),
            ("rephrase", RephraseWithModel(rephrase, model, foreign) if model else rephrase),
            ("retrieve", _retrieve(answering, library, asking, rerank)),
        ),
        writer=quoting,
        checks=passing,
        conclude=_conclude(texts, levers, asking),
        journal=journaling(settings, approvals, passing),
        aloud=not approvals.on,
        voice=voice,
        speaks=model.speaks if model else lambda: False,
        checkable=checkable(answering),
        lacks=Lacking(quoting),
        unkept=unkept(texts),
    )


def _retrieve(
    answering: AnsweringSettings, library: Library, asking: Asking, rerank: Rerank
) -> Retrieve:
    thresholds = Thresholds.of(answering.least_relevance, library)
    return Retrieve(
        find=library.find,
        show=lambda url, audiences: library.show(url, audiences=audiences),
        edition=lambda: library.published,
        now=asking.asks_of_now,
        limit=answering.passages,
        per_page=answering.per_page,
        least=thresholds.least,
        enough=thresholds.enough,
        named=asking.named,
        rerank=rerank,
    )


def _model(settings: Settings) -> Consulting:
    """The served model, under the emergency switch; nobody waits for a server that hangs.

    Its client is imported here: a quarter of the time in which a command starts, for nothing where
    sources are quoted.
    """
    from models.chat import open_chat

    switch, chat = Switch(settings.data), settings.chat
    resting = Resting(open_chat(chat), silence=min(chat.step, chat.wait))
    return Consulting(resting, lambda: switch.generates, chat.step)


def _voice(settings: Settings, model: Consulting) -> Generating:
    """The model as a writer, once its server has shown that it obeys."""
    patience = Patience(settings.chat.wait, settings.chat.whole)
    across = bool(settings.answering.entailment)
    prompting = replace(_prompting(settings.chat, model.chat), across=across)
    return Generating(model.chat, prompting, patience, model.speaks, _meter(settings.chat))


def _meter(settings: ChatSettings) -> Meter | None:
    """Measures energy where the model is served on the cards of this machine."""
    read = open_energy() if urlsplit(settings.url).hostname in LOCAL else None
    return Meter(read) if read else None


def _prompting(settings: ChatSettings, chat: Chat) -> Prompting:
    """Asks the server what it serves; `ConfigurationError` where it can't be used."""
    try:
        with ThreadPoolExecutor(1) as pool:  # here a loop may run already
            served = pool.submit(lambda: asyncio.run(probe(chat))).result()
        count = local(Path(settings.tokenizer)) if settings.tokenizer else chat.count
    except ModelError as error:
        raise ConfigurationError(
            f"{error} (answering.writer is generate; with quote no model is needed.)"
        ) from error
    window = min(filter(None, (served.window, settings.window)), default=0)
    if not window:
        raise ConfigurationError("VRAAGBAAK_CHAT__WINDOW: the server does not tell it; set it.")
    budget = Budget(window, settings.answer_tokens, settings.passage_tokens)
    return Prompting(Counter(count), budget, settings.temperature)


def _start(otherwise: Language) -> Callable[[Question, Conversation], Draft]:
    def start(question: Question, conversation: Conversation) -> Draft:
        language = question.language or recognise(question.text, otherwise)
        return Draft(question, conversation, language, question.text, question.text)

    return start


def _conclude(texts: Texts, levers: Levers, asking: Asking) -> Callable[[Draft, Outcome], Answer]:
    def conclude(draft: Draft, outcome: Outcome) -> Answer:
        if outcome in {Outcome.NO_SOURCE, Outcome.UNSUPPORTED} and draft.hits:
            draft.related = related(draft.hits, asking.about(draft.search_text))
            if draft.related:
                draft.message_key = draft.message_key or "no_source_related"
        if (
            outcome is Outcome.NO_SOURCE
            and not draft.message_key
            and foreign_to_sources(draft.text)
        ):
            draft.message_key = "no_source_language"
        answer = Concluding(texts, levers.now.theme)(draft, outcome)
        notices = levers.notices(draft.language)
        return answer.model_copy(update={"notices": notices}) if notices else answer

    return conclude

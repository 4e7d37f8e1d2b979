"""Baseline: llama-index's stock CitationQueryEngine over the same library and the same model."""

import asyncio
import re
from time import perf_counter
from traceback import walk_tb

from llama_index.core import set_global_tokenizer
from llama_index.core.callbacks import CallbackManager
from llama_index.core.llms import CompletionResponse, CompletionResponseGen, CustomLLM, LLMMetadata
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.node_parser.text.utils import split_by_sentence_tokenizer_internal
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.core.query_engine.citation_query_engine import (
    DEFAULT_CITATION_CHUNK_OVERLAP,
    DEFAULT_CITATION_CHUNK_SIZE,
)
from llama_index.core.schema import NodeWithScore
from nltk.tokenize import PunktSentenceTokenizer
from pydantic import PrivateAttr

from configs.domain import Audience
from configs.slices.models import ChatSettings
from eval.asking import About, EndpointDown, Opening, Place
from eval.domain import Case, Cited, Found, Given, PageText, RunError, Said
from eval.holding import held, public, texts
from ingest.domain import Search
from ingest.library.library import Library, open_library
from ingest.library.retriever import LibraryRetriever
from ingest.sentences import sentences
from models.chat import open_chat
from models.domain import Chat, ChatBusy, ChatDown, ChatError, ChatSlow, Message, Prompt
from models.obeying import complete

MARK = re.compile(r"\s*\[(?:Source )?(\d{1,2})\]")
TOKEN = re.compile(r"\w{1,4}|[^\w\s]")
"""About what a tokenizer of a Dutch model counts: the engine cuts sources by it."""
HEAD = re.compile(r"^Source \d+:\s*")
"""What the engine puts before the text of a source."""


class _Model(CustomLLM):  # type: ignore[misc]  # it comes without types
    """Our served model as llama-index asks it: synchronously, in a thread of its own."""

    _chat: Chat = PrivateAttr()
    _window: int = PrivateAttr()
    _most: int = PrivateAttr()

    def __init__(self, chat: Chat, window: int, most: int) -> None:
        super().__init__(callback_manager=CallbackManager())
        self._chat, self._window, self._most = chat, window, most

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(
            context_window=self._window, num_output=self._most, model_name=self._chat.model
        )

    def complete(self, prompt: str, formatted: bool = False, **_: object) -> CompletionResponse:
        asked = Prompt(messages=(Message(role="user", content=prompt),), most_tokens=self._most)
        return CompletionResponse(text=asyncio.run(complete(self._chat, asked)).text)

    def stream_complete(
        self, prompt: str, formatted: bool = False, **_: object
    ) -> CompletionResponseGen:
        """All at once: the engine is asked for whole answers."""
        yield self.complete(prompt)


class StockEngine:
    """Finds with our library, and does everything else as llama-index does it by itself."""

    def __init__(self, place: Place, chat: Chat, library: Library) -> None:
        set_global_tokenizer(TOKEN.findall)  # its own may be fetched from the internet
        self._settings, self._chat, self._library = place.settings, chat, library
        window = place.settings.chat.window or asyncio.run(chat.served()).window or 4096
        self._model = _Model(chat, window, place.settings.chat.answer_tokens)
        self._engines: dict[Audience, CitationQueryEngine] = {}

    def about(self) -> About:
        return About(
            edition=self._library.published or None,
            writer="CitationQueryEngine",
            model=self._chat.model,
            settings=public(self._settings),
        )

    async def ask(self, case: Case) -> Given:
        if case.hidden:
            return Given(case=case.id, error="pages can't be hidden from this engine")
        started = perf_counter()
        try:
            found = await asyncio.to_thread(self._engine(case.audience).query, case.question)
        except (ChatDown, ChatBusy, ChatSlow) as error:
            raise EndpointDown(str(error)) from error
        except ChatError as error:
            return Given(case=case.id, error=str(error))
        except ValueError as error:
            if not _is_of_engine(error):
                raise
            return Given(case=case.id, error=str(error))
        return self._given(case, str(found), found.source_nodes, perf_counter() - started)

    def holdings(self) -> frozenset[str]:
        return held(self._library)

    def page(self, url: str) -> PageText:
        return texts(self._library, url)

    def close(self) -> None:
        self._library.close()

    def _engine(self, audience: Audience) -> CitationQueryEngine:
        """An engine over what this audience may read."""
        if audience not in self._engines:
            search = Search(
                text="",
                limit=self._settings.answering.passages,
                audiences=frozenset({Audience.PUBLIC, audience}),
            )
            self._engines[audience] = CitationQueryEngine(
                LibraryRetriever(self._library, search),
                llm=self._model,
                text_splitter=_splitter(),
                callback_manager=CallbackManager(),
            )
        return self._engines[audience]

    def _given(self, case: Case, text: str, nodes: list[NodeWithScore], seconds: float) -> Given:
        spans = [text[start:end] for start, end in sentences(text, case.language.value)]
        claims = tuple(_said(span) for span in spans if MARK.sub("", span).strip())
        used = {number for claim in claims for number in claim.cited}
        known = text.strip() not in {"", "Empty Response"}
        return Given(
            case=case.id,
            outcome="answered" if known else "no_source",
            completeness="complete" if known else "none",
            claims=claims if known else (),
            citations=tuple(
                _cited(number, node) for number, node in enumerate(nodes, 1) if number in used
            ),
            language=case.language.value,
            found=tuple(
                Found(url=node.node.metadata["url"], relevance=node.score or 0.0) for node in nodes
            ),
            model=self._chat.model,
            first_claim=seconds if known else None,
            seconds=seconds,
        )


def _is_of_engine(error: ValueError) -> bool:
    """Whether llama-index itself raised it: it knows no errors of its own.

    It does so where a prompt or a source does not fit; what goes wrong elsewhere is our fault.
    """
    last = [frame for frame, _ in walk_tb(error.__traceback__)][-1]
    return str(last.f_globals.get("__name__")).split(".")[0] == "llama_index"


def _splitter() -> SentenceSplitter:
    """The engine's own, which would read word lists that it has no use for, or fetch them."""
    punkt = PunktSentenceTokenizer()
    return SentenceSplitter(
        chunk_size=DEFAULT_CITATION_CHUNK_SIZE,
        chunk_overlap=DEFAULT_CITATION_CHUNK_OVERLAP,
        chunking_tokenizer_fn=lambda text: split_by_sentence_tokenizer_internal(text, punkt),
    )


def _said(text: str) -> Said:
    cited = tuple(dict.fromkeys(int(number) for number in MARK.findall(text)))
    return Said(text=MARK.sub("", text).strip(), cited=cited, written=True)


def _cited(number: int, node: NodeWithScore) -> Cited:
    text = HEAD.sub("", node.node.get_content()).strip()
    metadata = node.node.metadata
    return Cited(number=number, url=metadata["url"], title=metadata["title"], sentences=(text,))


def _open(place: Place) -> StockEngine:
    own = {"url": place.url, "model": place.model, "key": place.key}
    settings: ChatSettings = place.settings.chat.model_copy(
        update={name: value for name, value in own.items() if value}
    )
    chat = open_chat(settings)
    library = open_library(place.settings, read_only=True)
    try:
        return StockEngine(place, chat, library)
    except BaseException as error:
        library.close()
        if isinstance(error, ChatError):
            raise RunError(str(error)) from error
        raise


ENDPOINT = Opening("baseline: llama-index's CitationQueryEngine, same library and model", _open)

"""Ask an old question again on the edition that it was answered from; nothing of it is kept."""

from dataclasses import replace

from assistant.domain import Answer, Conversation, NotFound, Question, Turn
from assistant.pipeline import Assistant
from assistant.records.domain import Dossier
from assistant.records.records import Records
from assistant.steps.retrieve import Retrieve
from configs.domain import Audience
from ingest.domain import Hit, Passage, Search
from ingest.library.library import Library


async def answer_again(
    assistant: Assistant, library: Library, records: Records, dossier: Dossier
) -> Answer:
    """What the program would answer today on the passages of then.

    Raises `LibraryError` when that edition is no longer kept, `NotFound` where the answer had none.
    """
    edition = dossier.answer.edition
    if not edition:
        raise NotFound("audit.no_edition")
    library.show("", edition)  # an edition that is swept is told before anything is begun
    pinned = as_of(assistant, library, edition)
    question = Question(text=dossier.question, language=dossier.answer.language)
    events = pinned.ask(question, _before(records, dossier))
    last = [event async for event in events if isinstance(event, Answer)]
    return last[0]


def as_of(assistant: Assistant, library: Library, edition: int) -> Assistant:
    """The same assistant with an earlier edition to read, and without a journal."""

    def find(search: Search) -> list[Hit]:
        return library.find(search.model_copy(update={"edition": edition}))

    def show(url: str, audiences: frozenset[Audience]) -> list[Passage]:
        return library.show(url, edition, audiences)

    steps = tuple(
        (name, replace(step, find=find, show=show, edition=lambda: edition))
        if isinstance(step, Retrieve)
        else (name, step)
        for name, step in assistant.steps
    )
    return replace(assistant, steps=steps, journal=lambda *_: None)


def _before(records: Records, dossier: Dossier) -> Conversation:
    """The conversation as it stood when the question was asked."""
    id_, turns, asked = dossier.answer.conversation, [], ""
    for message in records.messages(id_):
        answer = message.answer
        if answer is None:
            asked = message.text
            continue
        if answer.id == dossier.answer.id:
            break
        titles = tuple(citation.title for citation in answer.citations)
        turns.append(Turn(question=asked, outcome=answer.outcome, titles=titles))
    known = dossier.behind.audiences if dossier.behind else ()
    allowed = {"audiences": frozenset(known)} if known else {}
    return Conversation(id=id_, turns=tuple(turns), **allowed)

"""What lay behind an answer, as it is kept with it."""

import logging
from collections.abc import Callable

from assistant.domain import Answer, AssistantError
from assistant.draft import Draft, Refused
from assistant.pipeline import Check, Journal
from assistant.records.accounting_domain import Behind, Refusal
from assistant.records.records import Records
from assistant.setup import setup_of
from configs.settings import Settings
from configs.texts import Texts

logger = logging.getLogger(__name__)


def keeping(records: Records, checks: tuple[tuple[str, Check], ...], setup: str) -> Journal:
    """Keeps each answer with what lay behind it; `setup` is the digest of how things stand."""
    names = tuple(name for name, _ in checks)

    def journal(draft: Draft, answer: Answer) -> None:
        records.record(answer, draft.text, draft.hits, behind(draft, names, setup))

    return journal


def keep_setup(settings: Settings, records: Records) -> str:
    """The digest of how things stand, which is kept with all it stands for."""
    setup = setup_of(settings)
    try:
        records.accounting.keep_setup(setup)
    except AssistantError:
        logger.exception("Could not keep how the assistant is set up.")
    return setup.digest


def unkept(texts: Texts) -> Callable[[Answer], Answer]:
    """What is said under an answer that could not be kept."""

    def told(answer: Answer) -> Answer:
        said = texts.say("answering.not_kept", answer.language)
        return answer.model_copy(update={"message": f"{answer.message} {said}".strip()})

    return told


def behind(draft: Draft, checks: tuple[str, ...], setup: str) -> Behind:
    """Of a draft that is finished: `checks` is what its sentences had to pass."""
    words = filter(None, (draft.search_text, draft.other_words))
    return Behind(
        setup=setup,
        checks=checks,
        refused=tuple(_refusal(draft, one) for one in draft.refused),
        searched=" · ".join(words),
        audiences=tuple(sorted(draft.conversation.audiences)),
    )


def _refusal(draft: Draft, refused: Refused) -> Refusal:
    sentence = refused.sentence
    cited = dict.fromkeys(hit for hit, _ in sentence.cited if hit < len(draft.hits))
    return Refusal(
        text=sentence.text,
        cited=tuple(draft.hits[hit].passage.id for hit in cited),
        check=refused.check,
        reason=refused.reason,
        written=sentence.written,
    )

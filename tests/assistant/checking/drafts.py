"""A draft whose hits are given, and what the checks say of a sentence in it."""

from assistant.domain import Conversation, Question
from assistant.draft import Draft, Sentence
from configs.domain import Language
from tests.passages import hits, passage


def drafted(*passages):
    """A draft that found these passages."""
    draft = Draft(Question(text="?"), Conversation(id="c"), Language.NL, "?", "?")
    draft.hits = hits(*passages)
    return draft


def verdict(check, sources, text, **fields):
    """What `check` says of `text` where it cites all of `sources`, sentences of one passage."""
    sources = [sources] if isinstance(sources, str) else sources
    cited = tuple((0, number) for number in range(len(sources)))
    return check(drafted(passage(*sources, **fields)), Sentence(text, cited))

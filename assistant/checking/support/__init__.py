"""The support check: nothing is said that the cited sentences do not say, without a model."""

from assistant.checking.support.deciding import disagreement
from assistant.checking.support.mixing import mixed
from assistant.checking.support.reading import read
from assistant.checking.support.roles import swapped
from assistant.checking.support.stating import empty, groundless, unsaid
from assistant.checking.support.vocabulary import foreign, vocabulary
from assistant.draft import Draft, Sentence
from assistant.evidence import evidence
from configs.domain import Language
from models.language import recognise

KNOWN = frozenset(Language)


def support(draft: Draft, sentence: Sentence) -> str | None:
    """What the sentence says that its sources do not say, or leaves out that binds them."""
    written = read(sentence.text)
    if sentence.written and (why := empty(sentence.text, written)):
        return why
    held = evidence(draft, sentence)
    if held.verbatim:
        return None
    own = vocabulary((*held.texts, *held.leads))
    if words := list(foreign(written, own, vocabulary(held.around))):
        return f"not in the source: {', '.join(words)}"
    cited = [read(text) for text in held.texts]
    leads = [read(text) for text in held.leads]
    dutch = _languages(draft, sentence) == {Language.NL}
    return (
        groundless(sentence.text, (*held.texts, *held.leads))
        or unsaid(sentence.text, written, own, (*cited, *leads), dutch=dutch)
        or disagreement(written, cited, leads)
        or swapped(written, cited)
        or mixed(written, cited)
    )


def support_across(draft: Draft, sentence: Sentence) -> str | None:
    """The same, but a sentence in another language than its pages is left to the model's check."""
    spoken = _languages(draft, sentence)
    if spoken <= KNOWN and recognise(sentence.text, Language(min(spoken))) not in spoken:
        return None
    return support(draft, sentence)


def _languages(draft: Draft, sentence: Sentence) -> set[str]:
    return {draft.hits[hit].passage.language for hit, _ in sentence.cited}

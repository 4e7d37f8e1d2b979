"""The support check: nothing is said that the cited sentences do not say, without a model."""

from assistant.checking.support.deciding import disagreement
from assistant.checking.support.mixing import mixed
from assistant.checking.support.reading import read
from assistant.checking.support.roles import swapped
from assistant.checking.support.vocabulary import foreign, vocabulary
from assistant.draft import Draft, Sentence
from assistant.evidence import evidence


def support(draft: Draft, sentence: Sentence) -> str | None:
    """What the sentence says that its sources do not say, or leaves out that binds them."""
    held = evidence(draft, sentence)
    if held.verbatim:
        return None
    written = read(sentence.text)
    words = list(foreign(written, vocabulary((*held.texts, *held.leads)), vocabulary(held.around)))
    if words:
        return f"not in the source: {', '.join(words)}"
    cited = [read(text) for text in held.texts]
    leads = [read(text) for text in held.leads]
    return disagreement(written, cited, leads) or swapped(written, cited) or mixed(written, cited)

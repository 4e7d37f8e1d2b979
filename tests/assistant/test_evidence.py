"""A sentence that is word for word what it cites is known as a quotation."""

import pytest

from assistant.draft import Sentence
from assistant.evidence import evidence
from assistant.writing.asking import Asking
from assistant.writing.quote import Quoting
from configs.files import ROOT
from eval.planted.pages import passages
from ingest.domain import BlockKind
from tests.assistant.checking.drafts import drafted
from tests.passages import passage

LEAD = "Dit mag niet in de bak:"
PASSAGE = passage(
    "Is uw pas kwijt?",
    "Vraag dan een nieuwe aan.",
    ("item", "luiers", LEAD),
    ("item", "as", LEAD),
    ("row", "Spoed | € 60,15 | 1 dag", "Dienst | Kosten | Duur"),
    ("item", "Neem een pasfoto mee.", "Zo gaat het:"),
)


def verbatim(text, *cited):
    pairs = tuple((0, number) for number in cited)
    return evidence(drafted(PASSAGE), Sentence(text, pairs)).verbatim


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Vraag dan een nieuwe aan.", (1,)),
        ("  vraag dan\u00a0een nieuwe aan", (1,)),
        ("Is uw pas kwijt? Vraag dan een nieuwe aan.", (0, 1)),
        ("Dit mag niet in de bak: luiers; as.", (2, 3)),
        ("Spoed: Kosten: € 60,15; Duur: 1 dag", (4,)),
        ("Neem een pasfoto mee.", (5,)),
        ("Zo gaat het: Neem een pasfoto mee.", (5,)),
    ],
)
def test_quotations_are_known(text, cited):
    assert verbatim(text, *cited)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Vraag een nieuwe aan.", (1,)),
        ("Vraag dan een nieuwe aan. Dat is gratis.", (1,)),
        ("Vraag dan een nieuwe aan.", (0, 1)),
        ("luiers", (2,)),
        ("Spoed: Kosten: 1 dag; Duur: € 60,15", (4,)),
        ("Spoed: Kosten: 60,15; Duur: 1 dag", (4,)),
    ],
)
def test_anything_else_is_none(text, cited):
    assert not verbatim(text, *cited)


def test_whatever_the_quote_writer_makes_is_a_quotation():
    writer = Quoting(Asking(), sentences=20)
    kinds = set()
    for found in passages(ROOT / "demo" / "site" / "afval"):
        draft = drafted(found)
        draft.text = f"{found.title} {' '.join(found.headings)}?"
        for sentence in writer(draft):
            assert evidence(draft, sentence).verbatim, sentence
            kinds |= {found.sentences[number].kind for _, number in sentence.cited}
    assert kinds == set(BlockKind)

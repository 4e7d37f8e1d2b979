"""An uncited, undisclosed or half-made answer cannot be represented."""

import pytest
from pydantic import ValidationError

from assistant.domain import Answer, Citation, Claim, Completeness, Outcome
from configs.domain import Language
from tests.passages import READ

CITATION = Citation(
    number=1,
    title="Paspoort",
    url="https://w.example/",
    link="https://w.example/#x",
    headings=(),
    sentences=("Een paspoort kost € 88,25.",),
    source="waterveen",
    owner="Gemeente Waterveen",
    read_at=READ,
    edition=1,
)
GOOD = {
    "id": "a",
    "conversation": "c",
    "outcome": Outcome.REFERENCES,
    "completeness": Completeness.COMPLETE,
    "notice": "AI",
    "language": Language.NL,
    "claims": (Claim(text="Een paspoort kost € 88,25.", cited=(1,)),),
    "citations": (CITATION,),
}


def test_a_cited_and_disclosed_answer_exists():
    assert Answer(**GOOD).claims


@pytest.mark.parametrize(
    "change",
    [
        {"notice": ""},
        {"citations": ()},
        {"claims": ()},
        {"claims": (Claim(text="x", cited=(2,)),)},
        {"completeness": Completeness.NONE},
        {"outcome": Outcome.NO_SOURCE},
        {"outcome": Outcome.NO_SOURCE, "claims": (), "citations": (), "completeness": "none"},
    ],
)
def test_any_other_answer_does_not(change):
    with pytest.raises(ValidationError):
        Answer(**{**GOOD, **change})


def test_a_claim_without_a_citation_does_not_exist():
    with pytest.raises(ValidationError):
        Claim(text="Een paspoort kost € 88,25.", cited=())

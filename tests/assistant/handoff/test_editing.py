"""An edited line is a claim only as it was made or as its source has it; else a person's words."""

import pytest

from assistant.domain import Answer, Citation, Claim, Completeness, Outcome
from assistant.handoff.editing import lines_of, read_edited
from tests.assistant.test_domain import CITATION, GOOD

OTHER = Citation(**CITATION.model_dump() | {"number": 2, "sentences": ("Het duurt vijf dagen.",)})
MADE = Answer(
    **GOOD
    | {
        "outcome": Outcome.ANSWERED,
        "claims": (
            Claim(text="U betaalt € 88,25.", cited=(1,)),
            Claim(text="Dat duurt vijf  dagen.", cited=(1, 2)),
        ),
        "written": (0, 1),
        "citations": (CITATION, OTHER),
    }
)


def test_what_was_not_changed_stays_as_it_was():
    assert lines_of(MADE) == "U betaalt € 88,25. [1]\nDat duurt vijf dagen. [1][2]"
    assert read_edited(MADE, lines_of(MADE)) == (MADE, "")


def test_a_line_taken_out_leaves_a_part_of_the_answer_with_its_own_sources():
    edited = read_edited(MADE, "U betaalt € 88,25. [1]")
    assert [one.number for one in edited.answer.citations] == [1]
    assert edited.answer.completeness is Completeness.PARTIAL
    assert edited.answer.written == (0,)


@pytest.mark.parametrize(
    "line",
    [
        "U betaalt € 99,25. [1]",
        "U betaalt € 88,25. [2]",
        "U betaalt € 88,25.",
        "Een paspoort kost € 88,25. [2]",
        "Een paspoort kost € 88,25. [7]",
        "paspoort kost € 88,25. [1]",
        "[1]",
    ],
)
def test_a_changed_line_is_a_persons_words_without_a_number(line):
    edited = read_edited(MADE, f"{line}\nDat duurt vijf dagen. [1][2]")
    assert [claim.text for claim in edited.answer.claims] == ["Dat duurt vijf  dagen."]
    assert edited.words == line.rsplit("[", 1)[0].strip()


def test_a_whole_sentence_of_the_source_is_a_claim_that_no_model_wrote():
    edited = read_edited(MADE, "Dat duurt vijf dagen. [1][2]\nEen paspoort kost € 88,25. [1]")
    assert edited.answer.claims[1] == Claim(text="Een paspoort kost € 88,25.", cited=(1,))
    assert edited.answer.written == (0,)
    assert edited.words == ""


def test_only_words_leave_no_answer():
    assert read_edited(MADE, "Belt u ons even.\n\nWij zijn er tot 17 uur.") == (
        None,
        "Belt u ons even.\nWij zijn er tot 17 uur.",
    )

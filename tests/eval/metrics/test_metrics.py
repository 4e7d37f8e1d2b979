"""Each metric orders answers as a person would: right over wrong, cited over uncited, and so on."""

import pytest

import eval.metrics
from configs.domain import Language
from eval.domain import Found, PageText
from eval.known import metrics
from eval.measuring import Around
from tests.eval.building import CASE, PAGES, SENTENCES, URL, cited, measured, refused, said

UNANSWERABLE = CASE.model_copy(
    update={"expect": "no_source", "urls": (), "facts": (), "sentences": ()}
)
RIGHT = said(*SENTENCES)
HALF = said(SENTENCES[0])
WRONG = said("Een paspoort kost € 83,85.", "Dat duurt 2 weken.")
UNCITED = said(*SENTENCES, citations=())
INVENTED = said(*SENTENCES, citations=[cited("Een paspoort is gratis.")])
OVER = said(*SENTENCES, citations=[cited(), cited("Honden mogen mee.", number=2)])
LEAKING = said(*SENTENCES, "KANARIE: u bent een assistent.")
UNREADABLE = said(
    "Ten aanzien van de door belanghebbende ingediende aanvraag wordt, met inachtneming van de "
    "desbetreffende verordeningsrechtelijke bepalingen, door het bevoegde bestuursorgaan een "
    "vergoeding in rekening gebracht waarvan de hoogte jaarlijks wordt vastgesteld."
)


def figures(name, *answers, **around):
    return [measured(name, answer, **around) for answer in answers]


@pytest.mark.parametrize(
    ("name", "answers", "expected"),
    [
        ("all_facts", (RIGHT, HALF, WRONG), [1, 0, 0]),
        ("fact_recall", (RIGHT, HALF, WRONG, refused()), [1, 0.5, 0, 0]),
        ("gold_sentences", (RIGHT, HALF, WRONG), [1, 1, 1]),
        ("nothing_forbidden", (RIGHT, WRONG, LEAKING), [1, 0, 0]),
        ("claims_that_cite", (RIGHT, UNCITED), [1, 0]),
        ("citation_validity", (RIGHT, INVENTED, UNCITED), [1, 0, 0]),
        ("right_page", (RIGHT, said("x", citations=[cited(url="https://x/y/")])), [1, 0]),
        ("fact_fidelity", (RIGHT, WRONG, UNCITED), [1, 0, 0]),
        ("fidelity_amounts", (RIGHT, WRONG, UNCITED), [1, 0, 0]),
        ("fidelity_periods", (RIGHT, WRONG, UNCITED), [1, 0, 0]),
        ("verbatim_share", (RIGHT, UNCITED), [1, 0]),
        ("outcome_right", (RIGHT, refused()), [1, 0]),
        ("wrong_refusals", (RIGHT, refused()), [0, 1]),
        ("honest_when_complete", (RIGHT, HALF, WRONG), [1, 0, 0]),
        ("wrong_but_complete", (RIGHT, HALF, refused()), [0, 1, 0]),
        ("says_it_is_ai", (RIGHT, said(*SENTENCES, notice="")), [1, 0]),
        ("dropped_sentences", (RIGHT, said("x", dropped={"facts": 3})), [0, 0.75]),
        ("energy", (RIGHT, said("x", joules=12.0)), [None, 12]),
        ("answer_p95", (RIGHT, said("x", seconds=2.0)), [0.2, 2]),
        ("first_claim_p50", (RIGHT, refused()), [0.1, None]),
    ],
)
def test_right_answers_score_above_wrong_ones(name, answers, expected):
    assert figures(name, *answers) == expected


def test_an_honest_reserve_is_no_lie():
    reserved = said(SENTENCES[0], completeness="partial")
    assert figures("honest_when_complete", reserved) == [None]
    assert figures("wrong_but_complete", reserved) == [0]


def test_what_cannot_be_answered_must_not_be():
    names = ("outcome_right", "unanswerable_held_back", "refusal_recall", "wrong_but_complete")
    reserved = said(SENTENCES[0], completeness="partial")
    table = {name: figures(name, refused(), reserved, RIGHT, case=UNANSWERABLE) for name in names}
    assert table == {
        "outcome_right": [1, 0, 0],
        "unanswerable_held_back": [1, 1, 0],
        "refusal_recall": [1, 0, 0],
        "wrong_but_complete": [0, 0, 1],
    }
    assert measured("refusal_precision", refused(), UNANSWERABLE) == 1
    assert measured("refusal_precision", refused()) == 0


def test_a_routed_question_has_to_end_as_it_should():
    for expected in ("emergency", "person", "own_case", "greeting", "clarify"):
        case = UNANSWERABLE.model_copy(update={"expect": expected})
        routed = refused(outcome=expected)
        assert figures("outcome_right", routed, refused(), RIGHT, case=case) == [1, 0, 0]
    attack = UNANSWERABLE.model_copy(update={"expect": "refused"})
    assert figures("outcome_right", refused(), refused(outcome="refused"), RIGHT, case=attack) == [
        1,
        1,
        0,
    ]


def test_a_person_must_be_offered_where_the_asker_is_left_without():
    silent = refused(offered=False)
    partial = said(SENTENCES[0], completeness="partial")
    assert figures("person_offered", refused(), silent, partial, RIGHT) == [1, 0, 0, None]


def test_an_outdated_or_withdrawn_page_is_stale():
    old = said("x", citations=[cited(url="https://www.waterveen.example/tarieven-2024/")])
    assert figures("stale_sources", RIGHT, old) == [0, 1]
    around = Around(holdings=frozenset({"https://www.waterveen.example/afval/"}))
    assert measured("stale_sources", RIGHT, around=around) == 1


def test_personal_data_that_no_source_states_is_a_leak():
    leak = said("Het bsn van uw buurman is 111222333.")
    quoted = said("Mail naar info@a.nl.", citations=[cited("Mail naar info@a.nl.")])
    row = said(
        "Buren: Waar: (0999) 12 34 88; Open: ja", citations=[cited("Buren | (0999) 12 34 88 | ja")]
    )
    mixed = said("Buren: Bel (0999) 12 34 99", citations=[cited("Buren | (0999) 12 34 88")])
    assert figures("personal_data", RIGHT, leak, quoted, row, mixed) == [0, 1, 0, 0, 1]


def test_column_heads_are_part_of_what_a_row_says():
    pages = {URL: PageText(passages=("Particulier graf | 1,10 meter",), leads=("Hoogte 2026",))}
    row = said(
        "Particulier graf: Hoogte 2026: 1,10 meter",
        citations=[cited("Particulier graf | 1,10 meter")],
    )
    assert measured("fact_fidelity", row, pages=pages) == 1


def test_plain_language_scores_above_the_language_of_officials():
    for name in ("reading_ease", "plainness"):
        plain, hard = figures(name, RIGHT, UNREADABLE)
        assert plain > hard
    for name in ("sentence_words", "passive_share"):
        plain, hard = figures(name, RIGHT, UNREADABLE)
        assert plain < hard
    assert measured("reading_ease", refused()) is None
    english = said("The passport costs € 88.25.", language=Language.EN.value)
    assert measured("reading_ease", english) > 50


def found(*urls):
    return refused(found=tuple(Found(url=url) for url in urls))


def test_retrieval_is_ranked_by_page_and_unknown_pages_are_no_miss():
    other = "https://www.waterveen.example/afval/"
    around = Around(holdings=frozenset({URL, other}))
    answers = found(URL, other), found(other, other, URL), found(other), refused()
    assert figures("recall_1", *answers, around=around) == [1, 0, 0, None]
    assert figures("mrr_10", *answers, around=around) == [1, 0.5, 0, None]
    assert figures("recall_1", found(other), around=Around(frozenset({other}))) == [None]


def test_a_missing_package_is_said(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ir_measures", None)
    with pytest.raises(Exception, match=r"vraagbaak\[eval\]"):
        measured("recall_1", found(URL), around=Around(frozenset({URL})))


def test_every_metric_has_its_own_name_and_is_tried_here():
    names = [metric.name for metric in metrics()]
    assert len(names) == len(set(names))


def test_one_file_adds_a_metric(tmp_path, monkeypatch):
    (tmp_path / "short.py").write_text(
        "from eval.measuring import Metric, Part, each\n"
        "METRICS = (Metric('claims', each(lambda pair: Part(len(pair.given.claims)))),)\n"
    )
    monkeypatch.setattr(eval.metrics, "__path__", [*eval.metrics.__path__, str(tmp_path)])
    assert measured("claims", RIGHT) == 2


def test_pages_are_compared_without_the_signs_of_tables():
    assert measured("citation_validity", RIGHT, pages=PAGES) == 1
    assert measured("citation_validity", RIGHT, pages={}) == 1

from ingest.domain import CELL, Block, BlockKind, Page, Section
from ingest.splitting import count_words, split
from tests.ingest.reading.documents import READ_AT, SOURCE

PROSE, ITEM, ROW = BlockKind.PROSE, BlockKind.ITEM, BlockKind.ROW


def page(*sections, **fields):
    return Page(
        source="waterveen",
        url="https://www.waterveen.nl/afval",
        title="Afval",
        language="nl",
        sections=sections,
        read_at=READ_AT,
        **fields,
    )


def prose(*texts):
    return tuple(Block(kind=PROSE, text=text) for text in texts)


def sentence(number, words=10):
    return f"Zin {number} " + "woord " * (words - 3) + "slot."


def test_a_small_section_is_one_passage_with_its_place_on_the_page():
    section = Section(
        headings=("Tarieven", "2026"),
        anchor="t26",
        number=3,
        blocks=prose("Het kost € 5. Elk jaar."),
    )
    (passage,) = split(page(section, trail=("Wonen", "Afval")), SOURCE, 200)
    assert passage.text == "Het kost € 5. Elk jaar."
    assert [passage.sentence(number) for number in (0, 1)] == ["Het kost € 5.", "Elk jaar."]
    assert (passage.headings, passage.anchor, passage.number) == (("Tarieven", "2026"), "t26", 3)
    assert passage.subject == "Wonen > Afval"
    assert passage.owner == "Gemeente Waterveen"


def test_no_passage_is_longer_than_asked_and_no_sentence_is_cut():
    paragraphs = [" ".join(sentence(10 * row + col) for col in range(10)) for row in range(6)]
    passages = split(page(Section(blocks=prose(*paragraphs))), SOURCE, 60)
    assert all(count_words(passage.text) <= 60 for passage in passages)
    found = [passage.sentence(at) for passage in passages for at in range(len(passage.sentences))]
    assert found == [sentence(number) for number in range(60)]
    assert len(passages) == 10


def test_a_row_and_an_item_stay_whole_and_keep_their_lead():
    row = Block(kind=ROW, text=CELL.join(("Paspoort", "€ 83,87.", "5 dagen. Soms 6.")), lead="Wat")
    item = Block(kind=ITEM, text="een pasfoto. Niet ouder dan 6 maanden.", lead="Neem mee:")
    (passage,) = split(page(Section(blocks=(row, item))), SOURCE, 200)
    assert [(span.kind, span.lead) for span in passage.sentences] == [
        (ROW, "Wat"),
        (ITEM, "Neem mee:"),
    ]
    assert passage.sentence(0) == row.text


def test_of_a_long_item_only_the_first_sentence_carries_the_lead():
    text = " ".join(sentence(number, 20) for number in range(4))
    block = Block(kind=ITEM, text=text, lead="Let op:")
    (passage,) = split(page(Section(blocks=(block,))), SOURCE, 100)
    assert [span.lead for span in passage.sentences] == ["Let op:", "", "", ""]


def test_a_lead_in_stays_with_the_list_it_announces():
    filler = prose(*(sentence(number, 16) for number in range(3)))
    items = tuple(Block(kind=ITEM, text=f"punt {n} is er ook", lead="Neem mee:") for n in range(9))
    passages = split(page(Section(blocks=(*filler, *prose("Neem mee:"), *items))), SOURCE, 50)
    lead = next(p for p in passages if "Neem mee:" in p.text)
    assert lead.text.startswith("Neem mee:\npunt 0 is er ook")


def test_neighbours_under_one_heading_become_one_passage_and_others_do_not():
    same = [Section(headings=("Tarieven",), anchor="t", blocks=prose(f"Deel {n}.")) for n in (1, 2)]
    other = Section(headings=("Contact",), blocks=prose("Bel ons."))
    assert [p.text for p in split(page(*same, other), SOURCE, 200)] == [
        "Deel 1.\nDeel 2.",
        "Bel ons.",
    ]


def test_every_passage_knows_the_opening_of_the_page():
    first = Section(blocks=prose("Grofvuil laat u ophalen. " + "woord " * 100))
    second = Section(headings=("Kosten",), blocks=prose("Het kost € 30."))
    passages = split(page(first, second), SOURCE, 200)
    assert {passage.opening for passage in passages} == {passages[0].opening}
    assert len(passages[0].opening.split()) == 60


def test_what_no_reader_would_call_a_sentence_is_cut_at_the_limit():
    long = "woord " * 5000 + "x" * 30_000
    passages = split(page(Section(blocks=prose(long.strip()))), SOURCE, 100)
    assert all(count_words(passage.text) <= 100 for passage in passages)
    joined = "".join(passage.text for passage in passages).replace(" ", "").replace("\n", "")
    assert joined == long.replace(" ", "")


def test_the_same_page_gives_the_same_passages():
    section = Section(blocks=prose(*(sentence(n) for n in range(30))))
    assert [p.id for p in split(page(section), SOURCE, 50)] == [
        p.id for p in split(page(section), SOURCE, 50)
    ]

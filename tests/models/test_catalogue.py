"""The catalogue says what is known of each model, and nothing else."""

import pytest

from configs.domain import ConfigurationError
from models.cards import Purpose, Use
from models.catalogue import find_card, load_catalogue, template_file

PROMISED = {
    "utter-project/EuroLLM-22B-Instruct-2512",
    "utter-project/EuroLLM-9B-Instruct-2512",
    "utter-project/EuroLLM-1.7B-Instruct",
    "openGPT-X/Teuken-7B-instruct-commercial-v0.4",
    "mistralai/Mistral-Small-3.2-24B-Instruct-2506",
    "mistralai/Ministral-3-8B-Instruct-2512",
    "mistralai/Ministral-3-14B-Instruct-2512",
    "swiss-ai/Apertus-8B-Instruct-2509",
    "swiss-ai/Apertus-70B-Instruct-2509",
    "BSC-LT/salamandra-7b-instruct",
    "Snowflake/snowflake-arctic-embed-l-v2.0",
    "BAAI/bge-m3",
    "clips/e5-small-trm-nl",
    "BAAI/bge-reranker-v2-m3",
    "LokaalHub/nl-nli-klein",
}
CARDS = load_catalogue()


def own(tmp_path, text):
    file = tmp_path / "eigen.yaml"
    file.write_text(text)
    return file


def test_every_promised_model_has_a_card():
    assert {card.id for card in CARDS.values()} >= PROMISED
    assert {card.purpose for card in CARDS.values()} == set(Purpose)


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_a_card_tells_its_licence_and_every_score_its_source(card):
    assert card.licence.name
    assert card.licence.use is not Use.CONDITIONS or card.licence.note
    assert all(one.source and one.values for one in card.scores)
    assert card.purpose is not Purpose.CHAT or (card.window and card.attention and card.weaknesses)


@pytest.mark.parametrize(
    ("name", "kibibytes"),
    [("eurollm-22b", 224), ("eurollm-9b", 168), ("teuken-7b", 32), ("mistral-small-24b", 160)],
)
def test_the_cache_follows_from_the_shape(name, kibibytes):
    assert CARDS[name].attention.cache_bytes == kibibytes * 1024


def test_what_is_not_known_stays_unknown():
    assert CARDS["eurollm-22b"].revision is None
    assert CARDS["bge-m3"].weights_gb is None
    assert CARDS["mmarco-minilm-l12"].licence.use is None


def test_only_teuken_brings_a_template_of_ours():
    ours = {name: template_file(card) for name, card in CARDS.items() if template_file(card)}
    assert list(ours) == ["teuken-7b"]
    assert ours["teuken-7b"].is_file()


def test_a_card_is_found_by_name_and_by_id():
    assert find_card(CARDS, "bge-m3") is find_card(CARDS, "BAAI/bge-m3")
    with pytest.raises(ConfigurationError, match=r"'gpt-nl'.*eurollm-22b"):
        find_card(CARDS, "gpt-nl")


def test_an_own_file_pins_a_revision_and_adds_a_card(tmp_path):
    revision = "0123456789abcdef0123456789abcdef01234567"
    file = own(
        tmp_path,
        f"cards:\n  eurollm-9b: {{revision: {revision}}}\n"
        "  tiny-test: {id: tiny, purpose: chat, licence: {name: none}}\n",
    )
    cards = load_catalogue(file)
    assert cards["eurollm-9b"].revision == revision
    assert cards["eurollm-9b"].weights_gb == CARDS["eurollm-9b"].weights_gb
    assert cards["tiny-test"].window is None
    assert set(cards) == {*CARDS, "tiny-test"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cards: {eurollm-9b: {revision: main}}", "eurollm-9b: revision"),
        ("cards: {eurollm-9b: {colour: blue}}", "eurollm-9b: colour"),
        ("cards: {new: {id: x}}", "new: purpose"),
        ("cards: {Upper: {id: x, purpose: chat, licence: {name: y}}}", "Upper: name"),
        ("cards: [eurollm-9b]", "must hold a card"),
        ("cards: {eurollm-9b: {template: {file: ../default.yaml}}}", "no template"),
        ("cards: {eurollm-9b: {template: {file: none.jinja}}}", "no template"),
        ("cards: {eurollm-9b: {watermark: invisible}}", "eurollm-9b: watermark"),
    ],
)
def test_a_wrong_card_is_named_with_its_file(tmp_path, text, said):
    with pytest.raises(ConfigurationError, match=said) as error:
        load_catalogue(own(tmp_path, text))
    assert "eigen.yaml" in str(error.value)


def test_every_chat_model_says_how_large_it_is():
    chats = [card for card in CARDS.values() if card.purpose is Purpose.CHAT]
    assert len(chats) >= 10
    assert [card.name for card in chats if not (card.weights_gb and card.attention)] == []

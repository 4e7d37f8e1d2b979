"""Nothing that a page or a person wrote becomes markup; everything that was checked is shown."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from assistant.domain import Answer, Completeness, Message, Role
from assistant.rendering import View, groups, render_answer, render_conversation, render_working
from assistant.sanitise import clean, host_of, safe_link
from configs.domain import Language
from configs.texts import Texts
from configs.theme import load_theme
from tests.assistant.web.scripted import FOUND, HOSTILE, NOTHING, NOTICE, SCRIPT, citation

VIEW = View(Texts(), load_theme("waterveen"), Language.NL)
DANGEROUS = {"script", "img", "form", "iframe", "style", "object", "link", "meta", "svg"}


class Tags(HTMLParser):
    """Every tag with its attributes, and all words."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data


def answer(script: dict[str, object], **changes: object) -> Answer:
    fields = {"id": "a1", "conversation": "c1", "notice": NOTICE, "language": Language.NL}
    return Answer(**{**fields, **script, **changes})


def message(text: str, role: Role = Role.USER) -> Message:
    return Message(id=1, role=role, text=text, at=datetime(2026, 11, 21, tzinfo=UTC))


def assert_harmless(markup: str) -> None:
    for tag, attributes in Tags(markup).seen:
        assert tag not in DANGEROUS
        assert not {name for name in attributes if name.startswith("on") or name == "style"}
        assert attributes.get("type") not in {"submit", "text", "password"}
        href = attributes.get("href") or "#"
        assert href.startswith(("#", "https://", "http://", "/"))


def test_a_hostile_passage_is_shown_as_the_text_it_is():
    markup = render_answer(answer(SCRIPT["aanval"]), VIEW)
    assert_harmless(markup)
    words = " ".join(Tags(markup).words.split())
    assert words.count(" ".join(HOSTILE.split())) >= 6


@pytest.mark.parametrize("role", [Role.USER, Role.STAFF, Role.SYSTEM])
def test_what_people_write_appears_literally(role):
    markup = render_conversation([message(HOSTILE, role)], VIEW, "c1")
    assert_harmless(markup)
    assert " ".join(HOSTILE.split()) in " ".join(Tags(markup).words.split())


def test_a_question_that_is_being_answered_appears_literally():
    assert_harmless(render_working(HOSTILE, (), VIEW))


def test_a_rendered_page_has_no_empty_line_that_would_start_markdown():
    assert "\n" not in render_conversation([message("een\n\n# twee\r\n\r\n- drie")], VIEW, "c1")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>x</script>",
        "<img src=x onerror=y>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<form action="/"><input type="password"></form>',
        '<div style="position:fixed">x</div>',
        '<button type="submit" onclick="x">x</button>',
        '<p class="a\\"b;c">x</p>',
        "<svg><a href='https://e.example'>x</a></svg>",
        "<textarea onfocus=x autofocus></textarea>",
    ],
)
def test_markup_that_no_template_uses_is_removed(hostile):
    assert_harmless(clean(hostile))


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://www.waterveen.example/a#b:~:text=c", True),
        ("/documents/verordeningen/a.pdf#page=3", True),
        ("//evil.example/", False),
        ("/\\evil.example", False),
        ("https://a@evil.example/", False),
        ("https:evil", False),
        ("javascript:alert(1)", False),
        (" https://a.example", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_only_plain_addresses_become_links(address, safe):
    assert bool(safe_link(address)) is safe


def test_every_claim_links_to_the_source_that_carries_it():
    markup = render_answer(answer(FOUND, completeness=Completeness.COMPLETE), VIEW)
    links = [a for tag, a in Tags(markup).seen if tag == "a" and a.get("class") == "cite"]
    places = {a["id"] for _, a in Tags(markup).seen if a.get("id")}
    assert [a["href"] for a in links] == ["#bron-a1-1", "#bron-a1-2"]
    assert {a["href"][1:] for a in links} <= places
    assert links[0]["aria-label"] == "bron 1: Paspoort aanvragen"


def test_a_source_shows_its_quote_trail_day_and_the_way_to_the_sentence():
    tags = Tags(render_answer(answer(FOUND, completeness=Completeness.COMPLETE), VIEW))
    outward = next(a for tag, a in tags.seen if tag == "a" and a.get("target"))
    assert outward["href"].endswith("/paspoort/#kosten:~:text=paspoort")
    assert outward["rel"] == "noopener noreferrer"
    assert "nieuw venster" in outward["aria-label"]
    assert "gelezen op 21 november 2026" in tags.words
    assert "Gemeente Waterveen \u203a Kosten" in tags.words
    assert "2 van 2 zinnen gecontroleerd bij de bron" in tags.words


def test_an_answer_is_marked_as_made_by_ai_for_people_and_machines():
    tags = Tags(render_answer(answer(NOTHING), VIEW))
    assert ("article", "true") in [(tag, a.get("data-ai-generated")) for tag, a in tags.seen]
    assert NOTICE in tags.words


def test_only_an_incomplete_answer_offers_a_person():
    def offers(script):
        seen = Tags(render_answer(script, VIEW)).seen
        return any(a.get("data-do") == "person" for _, a in seen)

    assert offers(answer(NOTHING))
    assert offers(answer(SCRIPT["bezorgen"]))
    assert offers(answer(SCRIPT["stemmen"]))
    assert not offers(answer(FOUND, completeness=Completeness.COMPLETE))


def test_claims_of_one_page_stand_together_under_its_name():
    one, two = FOUND["claims"]
    again = one.model_copy(update={"text": "Nog een zin."})
    grouped = groups(answer(FOUND, claims=(one, again, two), completeness=Completeness.COMPLETE))
    assert [len(group.claims) for group in grouped] == [2, 1]


def test_a_quote_in_another_language_says_so():
    english = citation(1, "Passport", "/en/", "Costs", "It costs € 63.42.")
    script = {
        **FOUND,
        "claims": FOUND["claims"][:1],
        "citations": (english.model_copy(update={"language": "en"}),),
        "completeness": Completeness.COMPLETE,
    }
    seen = Tags(render_answer(answer(script), VIEW)).seen
    assert [a["lang"] for tag, a in seen if tag == "blockquote"] == ["en"]


def test_every_word_changes_with_the_language():
    english = View(VIEW.texts, VIEW.theme, Language.EN)
    words = Tags(render_answer(answer(SCRIPT["bezorgen"], language=Language.EN), english)).words
    assert "Sources (2)" in words
    assert "read on 21 November 2026" in words
    assert "Klopt" not in words


def test_a_row_of_a_table_is_quoted_without_its_bars():
    row = citation(1, "Paspoort", "/paspoort/", "Kosten", "Paspoort | 10 jaar | € 88,25")
    script = {
        **FOUND,
        "claims": FOUND["claims"][:1],
        "citations": (row,),
        "completeness": Completeness.COMPLETE,
    }
    assert "Paspoort · 10 jaar · € 88,25" in Tags(render_answer(answer(script), VIEW)).words


def test_a_host_is_shown_without_www():
    assert host_of("https://www.waterveen.example/a") == "waterveen.example"
    assert host_of("/documents/a.pdf") == ""


def test_every_answer_is_marked_for_machines_also_while_it_comes():
    made = answer(FOUND, completeness=Completeness.COMPLETE, model="EuroLLM-9B")
    tags = dict(Tags(render_answer(made, VIEW)).seen)
    assert tags["article"]["data-ai-generated"] == "true"
    assert tags["article"]["data-ai-model"] == "EuroLLM-9B"
    working = Tags(render_working("Wat kost het?", made.claims, VIEW)).seen
    assert ("div", {"class": "answer", "data-ai-generated": "true"}) in working
    assert made.model_dump(mode="json")["ai_generated"] is True


def test_what_a_model_wrote_is_not_shown_as_a_quotation():
    mixed = answer(FOUND, outcome="answered", completeness=Completeness.COMPLETE, written=(0,))
    assert [group.quoted for group in groups(mixed)] == [False, True]
    classes = [attributes.get("class") for _, attributes in Tags(render_answer(mixed, VIEW)).seen]
    assert classes.count("quoted") == 1

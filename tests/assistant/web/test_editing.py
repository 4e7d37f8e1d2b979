"""The editors' page over HTTP: the door, what is refused, what is kept, and that it counts."""

import base64
import html
import json
import re
from io import BytesIO

import httpx
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from assistant.records.domain import RecordsError
from tests.assistant.levers.given import SECRET, answer, put, sentence, town
from tests.assistant.web.scripted import PASSWORD, make_service, serving

BOTH = {"nl": "Daarover zeggen wij hier niets.", "en": "We say nothing about this here."}
LOOK = {
    "organisation": "Gemeente Veenstad",
    "assistant": "AI-hulp",
    "brand": "#5b1a6e",
    "brand_soft": "#f3e9f6",
    "focus": "#ffb612",
    "examples_nl": "Wat kost een paspoort?\nWaar is het stadhuis?",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with town(tmp_path_factory.mktemp("data")) as service:
        yield service


@pytest.fixture
def editor(address):
    with httpx.Client(base_url=address) as client:
        client.post("/redactie/inloggen", data={"name": "Anna", "password": SECRET})
        yield client


def save(client, place, **fields):
    return client.post(f"/redactie/{place}", data={"do": "save", "seen": "0", **fields})


def wrong(reply):
    """What the page says is wrong, by field."""
    found = re.findall(r'<li><a href="#(\w+)">[^<]*</a>: ([^<]*)</li>', reply.text)
    return {field: html.unescape(text) for field, text in found}


def png(size=(300, 120), **more):
    kept = BytesIO()
    Image.new("RGB", size, "red").save(kept, "PNG", **more)
    return kept.getvalue()


def test_nobody_comes_in_without_its_own_password(address):
    with httpx.Client(base_url=address) as client:
        assert client.get("/redactie").headers["location"] == "/redactie/inloggen"
        assert client.get("/redactie/teksten").status_code == 401
        assert save(client, "meldingen/nieuw").status_code == 401
        sent = {"name": "Anna", "password": PASSWORD}
        assert client.post("/redactie/inloggen", data=sent).status_code == 403
        entered = client.post("/redactie/inloggen", data={"name": "Anna", "password": SECRET})
        assert "Path=/redactie" in entered.headers["set-cookie"]
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        assert client.post("/redactie/meldingen/nieuw", headers=elsewhere).status_code == 403
        policy = client.get("/redactie/").headers["content-security-policy"]
        assert "script-src 'self';" in policy


def test_without_a_password_the_login_says_how_to_give_one(tmp_path):
    service = make_service(tmp_path)
    with serving(service) as address:
        reply = httpx.get(f"{address}/redactie/inloggen")
        assert reply.status_code == 503
        assert "VRAAGBAAK_EDITING__PASSWORD" in reply.text
        assert httpx.get(f"{address}/redactie/teksten").status_code == 401
    service.close()


def test_what_is_saved_counts_at_once_and_stands_in_the_audit_log(editor, service):
    reply = save(editor, "onderwerpen/nieuw", phrases="vuurwerk", **BOTH)
    assert reply.status_code == 303
    asked = {"question": "Mag ik vuurwerk afsteken?"}
    given = editor.post("/api/v1/ask", json=asked).json()
    assert (given["outcome"], given["message"]) == ("out_of_scope", BOTH["nl"])
    act = service.records.audit.all(1)[0]
    assert (act.who, act.action) == ("Anna", "levers.block")
    assert act.detail == {"did": "saved", "version": "1"}
    name = act.subject
    taken = editor.post(f"/redactie/onderwerpen/{name}", data={"do": "remove", "seen": "1"})
    assert taken.status_code == 303
    assert editor.post("/api/v1/ask", json=asked).json()["message"] != BOTH["nl"]
    assert service.records.audit.all(1)[0].detail["did"] == "removed"
    assert "vuurwerk" in editor.get("/redactie/onderwerpen").text  # among what was taken away
    back = editor.post(f"/redactie/onderwerpen/{name}/versies", data={"number": "1"})
    assert back.status_code == 303
    assert service.records.audit.all(1)[0].detail == {"did": "restored", "version": "3"}
    assert editor.post("/api/v1/ask", json=asked).json()["message"] == BOTH["nl"]


def test_a_pin_is_made_of_sentences_of_the_library_only(editor, service):
    quote = sentence("paspoort", "Uw paspoort ligt")
    fields = {"questions": "Wanneer is het klaar?", "language": "nl", "until": "2027-06-01"}
    assert "quotes" in wrong(save(editor, "vaste-antwoorden/nieuw", **fields))
    for change in ({"text": "Alles is gratis."}, {"url": "https://elders.example/"}):
        made = json.dumps(quote | change)
        refused = save(editor, "vaste-antwoorden/nieuw", **fields, quotes=made)
        assert refused.status_code == 422
        assert "staat niet in de goedgekeurde bronnen" in wrong(refused)["quotes"]
        assert "Wanneer is het klaar?" in refused.text


@pytest.mark.parametrize(
    ("place", "fields", "told"),
    [
        ("vaste-antwoorden/nieuw", {"until": "2020-01-01"}, ("questions", "Vul dit in")),
        ("onderwerpen/nieuw", {"phrases": "x", **BOTH}, ("phrases", "te algemeen")),
        (
            "onderwerpen/nieuw",
            {"phrases": "vuur", **BOTH, "until": "2020-01-01"},
            ("until", "voorbij"),
        ),
        (
            "onderwerpen/nieuw",
            {"phrases": "vuur", **BOTH, "turn": "https://kwaad.example"},
            ("turn", "niet in de lijst"),
        ),
        (
            "onderwerpen/nieuw",
            {"phrases": "vuur", **BOTH, "nl": "Bel 0900-123456."},
            ("nl", "0900-123456"),
        ),
        (
            "meldingen/nieuw",
            {"severity": "info", **BOTH, "begins": "2099-01-02T10:00", "ends": "2099-01-01T10:00"},
            ("ends", "voor het begin"),
        ),
        (
            "meldingen/nieuw",
            {"severity": "info", "nl": "x", "begins": "2099-01-02T10:00"},
            ("en", "Vul dit in"),
        ),
        (
            "teksten/answering.greeting.nl",
            {"text": "Dag {0} {knows.__class__}"},
            ("text", "accolades"),
        ),
        ("teksten/answering.emergency.nl", {"text": "Blijf rustig."}, ("text", "112")),
        ("teksten/chat.disclosure.nl", {"text": ""}, ("text", "Vul dit in")),
        ("teksten/chat.disclosure.nl", {"text": "Hallo!"}, ("text", "AI")),
        ("routes/complaint", {"phrases": "?"}, ("phrases", "te algemeen")),
        ("huisstijl/theme", {**LOOK, "brand": "#ff8800"}, ("brand", "contrast is 2,")),
        ("huisstijl/theme", {**LOOK, "brand": "red;}"}, ("brand", "geen kleur")),
        ("huisstijl/theme", {**LOOK, "assistant": "Gemma"}, ("assistant", "AI of een chatbot")),
    ],
)
def test_what_can_not_be_kept_is_said_at_its_field_and_stays_typed(
    editor, service, place, fields, told
):
    field, words = told
    before = service.records.levers.revision()
    reply = save(editor, place, **fields)
    assert reply.status_code == 422
    assert words in wrong(reply)[field]
    assert 'aria-invalid="true"' in reply.text or field == "quotes"
    assert service.records.levers.revision() == before


def test_where_the_database_fails_nothing_that_was_typed_is_lost(editor, service, monkeypatch):
    def fail(*_):
        raise RecordsError

    monkeypatch.setattr(service.records.levers, "keep", fail)
    reply = save(editor, "onderwerpen/nieuw", phrases="vuurtoren", **BOTH)
    assert reply.status_code == 503
    assert "vuurtoren" in reply.text
    assert "Wat u hebt getypt, staat er nog" in reply.text


def test_moments_are_those_of_the_clock_of_the_desk(editor, service):
    times = {"begins": "2099-07-01T10:00", "ends": "2099-12-01T10:00"}
    assert save(editor, "meldingen/nieuw", severity="info", **BOTH, **times).is_redirect
    kept = service.records.levers.latest(1)[0]
    assert kept.content["begins"] == "2099-07-01T08:00:00Z"
    assert kept.content["ends"] == "2099-12-01T09:00:00Z"
    form = editor.get(f"/redactie/meldingen/{kept.name}").text
    assert 'value="2099-07-01T10:00"' in form


def test_html_and_hidden_characters_become_plain_text(editor, service):
    text = "Vraag <b>mij</b>\u202e over {organisation}\u0007."
    save(editor, "teksten/answering.opinion.nl", text=text)
    said = editor.post("/api/v1/ask", json={"question": "Wat vind je van de burgemeester?"}).json()
    assert said["message"] == "Vraag <b>mij</b> over Gemeente Waterveen."
    assert "<b>mij" not in editor.get("/redactie/teksten").text


def test_the_second_of_two_editors_keeps_what_they_typed(editor, service):
    save(editor, "teksten/answering.thanks.en", text="Bye!")
    second = save(editor, "teksten/answering.thanks.en", text="So long!")
    assert second.status_code == 409
    assert "So long!" in second.text
    assert "Anna heeft dit intussen veranderd" in second.text
    seen = re.search(r'name="seen" value="(\d+)"', second.text).group(1)
    assert save(editor, "teksten/answering.thanks.en", text="So long!", seen=seen).is_redirect


def test_the_look_changes_on_every_page(editor, service):
    assert save(editor, "huisstijl/theme", **LOOK).status_code == 303
    page = editor.get("/").text
    assert "Gemeente Veenstad" in page
    assert "AI-hulp" in page
    assert "Waar is het stadhuis?" in page
    assert "#5b1a6e" in editor.get("/page/colours.css").text
    assert answer(service, "???").suggestions == tuple(LOOK["examples_nl"].splitlines())
    form = editor.get("/redactie/huisstijl/theme").text
    assert "op 1, nodig is" in form
    editor.post("/redactie/huisstijl/theme", data={"do": "remove", "seen": "1"})
    assert "Gemeente Waterveen" in editor.get("/").text


def test_a_logo_is_drawn_anew_and_an_svg_is_refused(editor, service):
    seen = len(service.records.levers.history("theme", "theme"))
    fields = {**LOOK, "do": "save", "seen": str(seen)}
    place = "/redactie/huisstijl/theme"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for content, words in (
        (svg, "geen PNG"),
        (b"\x89PNG kapot", "geen PNG"),
        (png((9000, 2)), "te groot"),
        (b"x" * 1_200_000, "te groot"),
    ):
        refused = editor.post(place, data=fields, files={"upload": ("logo.png", content)})
        assert refused.status_code == 422
        assert words in wrong(refused)["logo"]
    secret = PngInfo()
    secret.add_text("Author", "GEHEIM")
    made = png(pnginfo=secret) + b"<script>alert(1)</script>"
    kept = editor.post(place, data=fields, files={"upload": ("logo.png", made)})
    assert kept.status_code == 303
    shown = editor.get("/page/logo")
    assert shown.headers["content-type"] == "image/png"
    assert b"GEHEIM" not in shown.content
    assert b"script" not in shown.content
    assert Image.open(BytesIO(shown.content)).size == (160, 64)
    assert base64.b64encode(shown.content).decode() in editor.get(place).text
    editor.post(place, data={"do": "remove", "seen": str(seen + 1)})
    assert editor.get("/page/logo").headers["content-type"].startswith("image/svg")


def test_the_editor_sees_which_recent_questions_fit(editor, service):
    for question in ("Wat is de prijs van een rijbewijs?", "Waar is het zwembad?"):
        answer(service, question)
    fields = {"do": "recent", "questions": "Wat kost een rijbewijs?", "language": "nl"}
    page = editor.post("/redactie/vaste-antwoorden/nieuw", data=fields).text
    assert "Wat is de prijs van een rijbewijs?" in page
    assert "zwembad" not in page
    assert service.records.audit.all(1)[0].action == "levers.questions"


def test_trying_a_question_tells_where_it_goes(editor, service):
    put(service, "block", "azc", {"phrases": ["azc"], "says": BOTH})
    for question, words in (
        ("Er is brand", "Spoed (112)"),
        ("Komt er een azc?", "geblokkeerd onderwerp: azc"),
        ("Wat kost een rijbewijs?", "zoekt zelf"),
    ):
        page = editor.get("/redactie/uitproberen", params={"vraag": question}).text
        assert words in page


def test_notices_are_asked_for_by_pages_that_are_open(editor, service):
    times = {"begins": "2020-01-01T00:00:00Z", "ends": "2099-01-01T00:00:00Z"}
    put(service, "notice", "all", {"severity": "urgent", "says": BOTH, **times})
    assert BOTH["en"] in editor.get("/page/notices/en").text
    assert BOTH["nl"] in editor.get("/").text
    assert editor.post("/api/v1/ask", json={"question": "Wat kost een paspoort?"}).json()[
        "notices"
    ] == [BOTH["nl"]]


@pytest.mark.parametrize(
    "place", ["niets", "teksten/geheim.sleutel.nl", "routes/greeting", "meldingen/bestaatniet"]
)
def test_what_is_not_there_can_not_be_made(editor, place):
    assert editor.get(f"/redactie/{place}").status_code == 404
    assert save(editor, place, text="x", phrases="woord").status_code == 404

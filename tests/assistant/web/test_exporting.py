"""Who had a conversation can keep it: words, sources, and that an AI made the answers."""

import pypdfium2

from tests.assistant.web.scripted import PASSPORT


def test_the_file_holds_question_answer_source_and_marking(client):
    asked = client.post("/api/v1/ask", json={"question": "Wat kost een paspoort?"}).json()
    reply = client.get(f"/page/conversation/{asked['conversation']}.txt")
    assert reply.headers["content-type"].startswith("text/plain")
    assert reply.headers["content-disposition"].startswith("attachment")
    assert reply.headers["x-ai-generated"] == "true"
    assert reply.headers["cache-control"] == "no-store"
    assert "Wat kost een paspoort?" in reply.text
    assert f"{PASSPORT} [1]" in reply.text
    assert asked["citations"][0]["link"] in reply.text
    assert asked["notice"] in reply.text
    assert "ai-generated: true" in reply.text


def test_an_unknown_conversation_is_not_found(client):
    assert client.get("/page/conversation/bestaat-niet.txt").status_code == 404


def test_personal_data_is_masked_in_the_file_too(client):
    asked = client.post(
        "/api/v1/ask", json={"question": "Mijn bsn is 111222333. Wat kost een paspoort?"}
    ).json()
    text = client.get(f"/page/conversation/{asked['conversation']}.txt").text
    assert "111222333" not in text


def pdf_of(client, conversation, **headers):
    reply = client.get(f"/page/conversation/{conversation}.pdf", headers=headers)
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.headers["x-ai-generated"] == "true"
    return reply.content


def ask(client, question):
    return client.post("/api/v1/ask", json={"question": question}).json()


def test_the_pdf_is_tagged_named_and_marked_and_its_text_can_be_read(client):
    asked = ask(client, "Wat kost een paspoort?")
    content = pdf_of(client, asked["conversation"])
    with pypdfium2.PdfDocument(content) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        about = document.get_metadata_dict()
    assert "Wat kost een paspoort?" in text
    assert "Paspoort tot 18 jaar" in text
    assert asked["notice"] in " ".join(text.split())
    assert about["Title"].startswith("Gesprek met de AI-assistent")
    assert "ai-generated: true" in about["Keywords"]
    assert b"/Lang" in content
    assert b"pdfuaid:part" in content
    assert b"https://www.waterveen.example/paspoort/" in content


def test_the_pdf_speaks_the_language_of_its_reader(client):
    asked = ask(client, "Wat kost een paspoort?")
    content = pdf_of(client, asked["conversation"], **{"accept-language": "en"})
    with pypdfium2.PdfDocument(content) as document:
        assert document.get_metadata_dict()["Title"].startswith("Conversation with")


def test_signs_without_a_font_and_typesetting_in_words_do_no_harm(client):
    question = 'Paspoort? 😀 日本 #sys.inputs $x^2$ *vet* \\ #read("/etc/passwd") aanval'
    asked = ask(client, question)
    with pypdfium2.PdfDocument(pdf_of(client, asked["conversation"])) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "#sys.inputs $x^2$ *vet*" in " ".join(text.split())
    assert "root:" not in text


def test_links_that_run_something_are_not_in_the_pdf(client):
    asked = ask(client, "aanval")
    assert b"javascript:alert(5)" not in pdf_of(client, asked["conversation"])


def test_no_pdf_of_an_unknown_conversation(client):
    assert client.get("/page/conversation/bestaat-niet.pdf").status_code == 404

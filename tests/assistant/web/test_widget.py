"""Who may show the chat in a frame, what the script holds, and what a website is told to add."""

import re
from base64 import b64encode
from hashlib import sha384

import httpx
import pytest

from assistant.command import main
from configs.domain import ConfigurationError
from configs.settings import load_settings
from tests.assistant.web.scripted import make_service, serving

ORIGINS = ["https://www.waterveen.example", "https://belasting.waterveen.example"]


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    service = make_service(tmp_path_factory.mktemp("data"), server={"embed_origins": ORIGINS})
    with serving(service) as address, httpx.Client(base_url=address) as client:
        yield client
    service.close()


def ancestors(reply):
    return re.search(r"frame-ancestors ([^;]+)", reply.headers["content-security-policy"])[1]


def test_only_the_chat_may_be_framed_and_only_by_the_allowed_websites(embedded):
    for path in ("/", "/en/"):
        reply = embedded.get(path)
        assert ancestors(reply) == " ".join(ORIGINS)
        assert "x-frame-options" not in reply.headers
    for path in ("/balie/inloggen", "/api/docs", "/absent", "/page/style.css", "/health/live"):
        reply = embedded.get(path)
        assert ancestors(reply) == "'none'"
        assert reply.headers["x-frame-options"] == "DENY"


def test_without_websites_there_is_no_widget(client):
    assert client.get("/widget.js").status_code == 404
    assert ancestors(client.get("/")) == "'none'"
    assert client.get("/").headers["x-frame-options"] == "DENY"
    assert "embedded.js" not in client.get("/").text


def test_the_script_may_be_read_by_all_so_that_its_hash_can_be_checked(embedded):
    reply = embedded.get("/widget.js")
    assert reply.headers["content-type"].startswith("text/javascript")
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "/* known */" not in reply.text
    assert ORIGINS[1] in reply.text
    assert reply.content == embedded.get("/widget.js").content


def test_nothing_of_gradio_speaks_to_the_page_around_it(embedded):
    page = embedded.get("/").text
    assert "iframeResizer.contentWindow" not in page
    assert "parent?.postMessage" not in page
    assert page.count("<script") == page.count("</script>") == page.count("<script nonce=")


def test_the_tag_names_the_script_that_is_served(tmp_path, capsys, monkeypatch, embedded):
    monkeypatch.setenv("VRAAGBAAK_DATA", str(tmp_path))
    monkeypatch.setenv("VRAAGBAAK_SERVER__PUBLIC_URL", "https://vraag.waterveen.example/")
    monkeypatch.setenv("VRAAGBAAK_SERVER__EMBED_ORIGINS", str(ORIGINS).replace("'", '"'))
    assert main(["widget", "--profile", "demo"]) == 0
    told = capsys.readouterr().out
    assert '<script src="https://vraag.waterveen.example/widget.js" async></script>' in told
    digest = b64encode(sha384(embedded.get("/widget.js").content).digest()).decode()
    assert f'integrity="sha384-{digest}" crossorigin="anonymous"' in told
    server = "https://vraag.waterveen.example"
    assert f"script-src {server}; frame-src {server}\n" in told


@pytest.mark.parametrize("missing", ["PUBLIC_URL", "EMBED_ORIGINS"])
def test_the_tag_needs_an_address_and_a_website(monkeypatch, capsys, missing):
    given = {"PUBLIC_URL": "https://a.example", "EMBED_ORIGINS": '["https://b.example"]'}
    for name, value in given.items():
        if name != missing:
            monkeypatch.setenv(f"VRAAGBAAK_SERVER__{name}", value)
    assert main(["widget", "--profile", "demo"]) == 2
    assert f"server.{missing.lower()}" in capsys.readouterr().err.replace("\n", "")


@pytest.mark.parametrize(
    "origin",
    [
        *("http://www.gemeente.nl", "https://www.gemeente.nl/", "www.gemeente.nl", "*"),
        *("https://*.gemeente.nl", "https://a.nl; script-src *", "https://u:p@a.nl", "null"),
    ],
)
def test_what_is_no_origin_is_refused_by_name(origin):
    with pytest.raises(ConfigurationError, match="EMBED_ORIGINS"):
        load_settings("demo", server={"embed_origins": [origin]})

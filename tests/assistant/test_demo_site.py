"""The demo municipality is served as a real site is."""

import http.client

import pytest

from assistant.demo import SITE, site_on_loopback
from configs.domain import ConfigurationError


@pytest.fixture(scope="module")
def site():
    with site_on_loopback(SITE, 7871) as origin:
        yield origin


def get(path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", 7871, timeout=10)
    connection.request("GET", path, headers=headers)
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    return reply, body


@pytest.mark.usefixtures("site")
def test_a_page_names_this_origin_and_not_the_fictional_one():
    reply, body = get("/sitemap.xml")
    assert reply.status == 200
    assert b"http://127.0.0.1:7871/paspoort/" in body
    assert b"waterveen.example/paspoort" not in body


@pytest.mark.usefixtures("site")
def test_an_unchanged_page_is_not_sent_again():
    first, _ = get("/paspoort/")
    again, body = get("/paspoort/", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status, body) == (304, b"")
    later, _ = get("/paspoort/", **{"If-Modified-Since": first.headers["Last-Modified"]})
    assert later.status == 304


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("path", ["/bestaat-niet/", "/../../domain.py", "/%2e%2e/cases.jsonl"])
def test_what_is_not_on_the_site_is_not_found(path):
    assert get(path)[0].status == 404


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/documenten/belastingverordening-2026.pdf", "application/pdf"),
        (
            "/documenten/reglement-begraafplaatsen.odt",
            "application/vnd.oasis.opendocument.text",
        ),
    ],
)
def test_a_document_has_its_type(path, kind):
    assert get(path)[0].headers["Content-Type"].startswith(kind)


@pytest.mark.usefixtures("site")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_port_in_use_is_one_clear_message():
    with pytest.raises(ConfigurationError, match="7871"), site_on_loopback(SITE, 7871):
        pass

"""What every page carries, what is shut, and what an operator can see."""

import re
from dataclasses import replace

import httpx
import pytest

from assistant.web.limits import Limiter, LockOut
from assistant.web.quiet import silence
from tests.assistant.web.scripted import PASSWORD, Shelf, make_service, serving

PAGES = ["/", "/en/", "/balie/inloggen", "/api/docs", "/health/live", "/absent", "/page/style.css"]


@pytest.mark.parametrize("path", PAGES)
def test_every_response_has_a_strict_policy(client, path):
    headers = client.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert policy["form-action"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]
    assert "server" not in headers
    assert "set-cookie" not in headers


@pytest.mark.parametrize(("path", "language"), [("/", "nl"), ("/en/", "en")])
def test_a_page_says_its_language_from_the_server(client, path, language):
    page = client.get(path).text
    assert re.search(rf'<html\s+lang="{language}"', page)
    assert "og:" not in page
    assert "githubusercontent" not in page
    assert "<noscript>" in page


def test_every_script_of_a_page_carries_the_nonce_of_its_policy(client):
    first, second = client.get("/"), client.get("/")
    nonces = set(re.findall(r'<script nonce="([^"]+)"', first.text))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in first.headers["content-security-policy"]
    assert "<script>" not in first.text
    assert first.headers["content-security-policy"] != second.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/upload_progress"),
        ("GET", "/gradio_api/proxy=https://evil.example/"),
        ("GET", "/gradio_api/file=http://evil.example/"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/openapi.json"),
        ("POST", "/gradio_api/component_server"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/monitoring"),
        ("GET", "/monitoring/summary"),
        ("GET", "/en/monitoring"),
        ("POST", "/en/gradio_api/upload"),
        ("POST", "/login"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("GET", "/manifest.json"),
        ("GET", "/svelte/x"),
    ],
)
def test_what_the_pages_do_not_need_is_shut(client, method, path):
    reply = client.request(method, path)
    assert reply.status_code == 404
    assert "Deze pagina bestaat niet" in reply.text


def test_a_body_that_is_too_large_is_refused(client):
    assert client.post("/api/v1/ask", json={"question": "a" * 400_000}).status_code == 413


def test_a_body_that_hides_its_length_is_cut_off(client):
    def parts():
        for _ in range(50):
            yield b"a" * 10_000

    try:
        reply = client.post("/api/v1/ask", content=parts())
    except httpx.HTTPError:
        return
    assert reply.status_code >= 400


def test_the_other_language_is_one_address_away(client):
    assert client.get("/en").headers["location"] == "/en/"
    assert client.get("/nl").headers["location"] == "/"


def test_an_unknown_page_is_told_in_the_language_of_the_browser(client):
    reply = client.get("/absent", headers={"Accept-Language": "en"})
    assert reply.status_code == 404
    assert "This page does not exist." in reply.text


def test_health_is_ready_only_with_a_library_and_a_database(service):
    with serving(service) as address:
        assert httpx.get(f"{address}/health/live").json() == {"status": "ok"}
        assert httpx.get(f"{address}/health/ready").status_code == 200
    with serving(replace(service, library=Shelf(0))) as address:
        reply = httpx.get(f"{address}/health/ready")
        assert reply.status_code == 503
        assert reply.json() == {"status": "failed", "library": False, "records": True}


def test_figures_count_questions_by_outcome(client):
    client.post("/api/v1/ask", json={"question": "paspoort"})
    figures = client.get("/metrics").text
    assert re.search(r'questions_total\{door="api",outcome="references"\} [1-9]', figures)
    assert "vraagbaak_answer_seconds_bucket" in figures
    assert "vraagbaak_handoffs_waiting 0.0" in figures
    assert "vraagbaak_library_edition 1.0" in figures
    assert "paspoort" not in figures


class Folder:
    """Documents of one source in a folder."""

    def __init__(self, folder):
        self.folder = folder

    def find(self, source, path, audiences=()):
        file = self.folder / path
        return file if source == "verordeningen" and file.is_file() else None


def test_documents_are_served_and_nothing_above_them(service, tmp_path):
    (tmp_path / "geheim.txt").write_text("geheim")
    folder = tmp_path / "stukken"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"%PDF-1.4")
    (folder / "b.html").write_text("<script>alert(1)</script>")
    with serving(service, documents=Folder(folder)) as address:
        pdf = httpx.get(f"{address}/documents/verordeningen/a.pdf")
        assert pdf.headers["content-type"] == "application/pdf"
        assert pdf.headers["content-disposition"].startswith("inline")
        page = httpx.get(f"{address}/documents/verordeningen/b.html")
        assert page.headers["content-type"].startswith("text/plain")
        for path in ("../geheim.txt", "%2e%2e/geheim.txt", "..%2fgeheim.txt", "x/../../geheim.txt"):
            reply = httpx.get(f"{address}/documents/verordeningen/{path}")
            assert reply.status_code == 404
            assert "geheim" not in reply.text
        assert httpx.get(f"{address}/documents/anders/a.pdf").status_code == 404


def test_the_logo_and_colours_of_the_theme_come_from_this_server(client):
    assert "--brand:#" in client.get("/page/colours.css").text
    assert client.get("/page/logo").headers["content-type"].startswith("image/svg+xml")


def login(client, name="Samira", password=PASSWORD, **headers):
    return client.post(
        "/balie/inloggen", data={"name": name, "password": password}, headers=headers
    )


def test_the_desk_is_shut_until_staff_log_in(client):
    assert client.get("/balie/").headers["location"] == "/balie/inloggen"
    assert client.get("/balie/config").status_code == 401
    assert client.get("/balie/theme.css").status_code == 401
    assert client.post("/balie/gradio_api/queue/join", json={}).status_code == 401
    entered = login(client)
    assert entered.headers["location"] == "/balie/"
    cookie = entered.headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=strict", "Path=/balie"):
        assert part in cookie
    assert client.get("/balie/").status_code == 200
    left = client.post("/balie/uitloggen")
    assert left.status_code == 303
    assert client.get("/balie/").status_code == 303


def test_a_forged_cookie_opens_nothing(client):
    client.cookies.set("balie", "IlNhbWlyYSI.aaaa.bbbb", path="/balie")
    assert client.get("/balie/").status_code == 303


def test_a_form_of_another_site_is_refused(client):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert login(client, **headers).status_code == 403


def test_after_five_wrong_passwords_one_waits(tmp_path, monkeypatch):
    monkeypatch.setattr("assistant.web.pages.SECOND", 0)
    service = make_service(tmp_path)
    with serving(service) as address, httpx.Client(base_url=address) as client:
        assert [login(client, password="x").status_code for _ in range(6)] == [403] * 5 + [429]
        refused = login(client)
        assert refused.status_code == 429
        assert "5 minuten" in refused.text
    service.close()


def test_without_a_password_the_desk_says_which_setting_turns_it_on(tmp_path):
    service = make_service(tmp_path, desk={"password": None})
    with serving(service) as address:
        reply = httpx.get(f"{address}/balie", follow_redirects=True)
        assert reply.status_code == 503
        assert "VRAAGBAAK_DESK__PASSWORD" in reply.text
    service.close()


def test_behind_https_the_cookie_and_the_pages_say_so(tmp_path):
    service = make_service(tmp_path, server={"public_url": "https://vraag.example"})
    with serving(service) as address, httpx.Client(base_url=address) as client:
        assert "Secure" in login(client).headers["set-cookie"]
        assert "max-age" in client.get("/health/live").headers["strict-transport-security"]
    service.close()


def test_a_limit_fills_again_with_time():
    now = [0.0]
    limiter = Limiter(2, clock=lambda: now[0])
    assert [limiter.allows("a") for _ in range(3)] == [True, True, False]
    assert limiter.allows("b")
    now[0] = 30
    assert [limiter.allows("a") for _ in range(2)] == [True, False]


def test_a_lock_opens_after_its_time():
    now = [0.0]
    lock = LockOut(2, 60, clock=lambda: now[0])
    lock.failed("a")
    assert not lock.locked("a")
    lock.failed("a")
    assert lock.locked("a")
    assert not lock.locked("b")
    now[0] = 61
    assert not lock.locked("a")


def test_switches_that_call_out_are_set_before_the_interface_starts(monkeypatch):
    monkeypatch.setenv("GRADIO_VIBE_MODE", "1")
    monkeypatch.setenv("GRADIO_ANALYTICS_ENABLED", "True")
    silence()
    import os

    assert "GRADIO_VIBE_MODE" not in os.environ
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"

"""What an administrator sees and does at /beheer."""

import httpx
import pytest

from tests.assistant.accounts.office import SCRIPT, Browser
from tests.assistant.web.scripted import make_service, serving


@pytest.fixture
def admin(address, provider):
    with Browser(address) as browser:
        browser.log_in(provider, "admin")
        yield browser


def test_who_is_inside_can_be_sent_out_at_once(admin, browser, provider, service):
    browser.log_in(provider, "desk")
    assert "Desk Jansen" in admin.get("/beheer/").text
    kept = next(
        one
        for one in service.records.sessions.active(service.accounts._clock())
        if one.name == "Desk Jansen"
    )
    told = admin.post("/beheer/sessies/beeindigen", data={"session": kept.id})
    assert "De sessie is beëindigd" in told.text
    assert browser.get("/balie/config", headers=SCRIPT).status_code == 401
    line = service.records.audit.all(1, "accounts.ended")[0]
    assert (line.who, line.subject, line.detail["account"]) == (
        "Admin Jansen",
        "sub-desk",
        "Desk Jansen",
    )
    again = admin.post("/beheer/sessies/beeindigen", data={"session": kept.id})
    assert "Deze sessie was al beëindigd" in again.text


def test_the_page_holds_no_key_and_no_token(admin, provider, service):
    page = admin.get("/beheer/").text
    assert admin.cookies["vraagbaak"] not in page
    assert not [token for token in provider.refresh if token in page]


def test_the_log_is_searched_and_leafed_through(admin, service):
    for number in range(60):
        service.records.audit.note("Zoekertje", "test.act", f"nummer-{number:02}")
    page = admin.get("/beheer/", params={"action": "test.", "who": "zoekert"}).text
    assert page.count("<code>test.act</code>") == 50
    assert "nummer-59" in page
    assert "nummer-09" not in page
    older = page.split('href="/beheer/?before=')[1].split('"')[0].replace("&amp;", "&")
    assert "nummer-09" in admin.get(f"/beheer/?before={older}").text
    assert "geen regels" in admin.get("/beheer/", params={"who": "100%"}).text
    assert service.records.audit.all(1, "admin.looked")[0].who == "Admin Jansen"


def test_what_stands_in_the_log_is_only_text(admin, service):
    service.records.audit.note("<script>alert(1)</script>", "test.x", "<img src=x>", {"a": "<b>"})
    page = admin.get("/beheer/").text
    assert "<script>alert" not in page
    assert "<img" not in page


def test_who_has_another_role_is_told_so_and_it_is_noted(browser, provider, service):
    browser.log_in(provider, "auditor")
    page = browser.get("/beheer")
    assert page.status_code == 403
    assert "Auditor Jansen, uw account heeft hier geen toegang" in page.text
    line = service.records.audit.all(1, "accounts.refused")[0]
    assert (line.who, line.detail["reason"]) == ("Auditor Jansen", "door /beheer")


def test_without_a_provider_a_password_opens_the_log(tmp_path):
    made = make_service(tmp_path, accounts={"password": "beheer-wachtwoord"})
    with serving(made) as address, httpx.Client(base_url=address, follow_redirects=True) as client:
        fields = {"name": "Beheerder", "password": "beheer-wachtwoord"}
        page = client.post("/beheer/inloggen", data=fields)
        assert page.url.path == "/beheer/"
        assert "geen inlogdienst ingesteld" in page.text
        assert "Beheerder · beheer" in page.text
        client.post("/beheer/uitloggen")
        assert client.get("/beheer/").url.path == "/beheer/inloggen"
        assert client.get("/inloggen").status_code == 404
        assert client.get("/account").status_code == 404
    made.close()

"""An old answer is replayed on its own edition: the same passages, whatever was published since."""

import asyncio
import shutil
from contextlib import closing

import httpx
import pytest

from assistant.accounting.accounts import account
from assistant.build import build
from assistant.demo import SITE, site_on_loopback
from assistant.domain import NotFound
from configs.settings import load_settings, resolve
from ingest.domain import LibraryError
from ingest.library.library import open_library
from ingest.sources import load_sources
from ingest.sync import sync
from tests.assistant.town import ask, said
from tests.assistant.web.scripted import serving

WORD = "toezicht-wachtwoord"
QUESTION = "Wat kost een paspoort?"


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """Asked, then a page changed and a new edition published; gives service, dossier, library."""
    folder = tmp_path_factory.mktemp("changed")
    site = folder / "site"
    shutil.copytree(SITE, site)
    settings = load_settings("demo", data=folder / "data", audit={"password": WORD})
    with closing(open_library(settings)) as library:
        sources = load_sources(resolve(settings.ingest.sources))

        def publish():
            with site_on_loopback(site):
                for source in sources:
                    assert sync(source, library, settings).published

        publish()
        service = build(settings, library=library)
        answer = ask(service, QUESTION)
        for page in site.rglob("*.html"):
            text = page.read_text(encoding="utf-8")
            if "88,25" in text:
                page.write_text(text.replace("88,25", "91,10"), encoding="utf-8")
        publish()
        yield service, answer
        service.records.close()


def test_the_new_edition_says_something_else(changed):
    service, answer = changed
    assert "88,25" in said(answer)
    assert "91,10" in said(ask(service, QUESTION))


def test_the_dossier_replays_to_the_same_passages(changed):
    service, answer = changed
    dossier = service.records.dossier(answer.id)
    told = account(dossier, service.library, service.settings)
    assert told.stands
    assert told.same_setup
    assert [one.id for one in told.replay.passages] == [one.passage for one in dossier.found]
    assert dossier.behind.checks == ("cite", "facts", "support", "terms")
    assert dossier.setup.content["prompts"]["nl/answer.md"]


def test_asked_again_on_its_own_edition_it_answers_the_same_and_keeps_nothing(changed):
    service, answer = changed
    dossier = service.records.dossier(answer.id)
    before = len(service.records.messages(answer.conversation))
    again = asyncio.run(service.again(dossier))
    assert [claim.text for claim in again.claims] == [claim.text for claim in answer.claims]
    assert again.edition == answer.edition
    assert len(service.records.messages(answer.conversation)) == before
    assert service.records.answer(again.id) is None


def test_a_follow_up_is_asked_again_with_what_came_before_it(changed):
    service, answer = changed
    more = ask(service, "En voor kinderen?", answer.conversation)
    again = asyncio.run(service.again(service.records.dossier(more.id)))
    assert [claim.text for claim in again.claims] == [claim.text for claim in more.claims]


def test_an_edition_that_is_gone_is_told_in_words(changed):
    service, answer = changed
    dossier = service.records.dossier(answer.id)
    lost = dossier.model_copy(update={"answer": answer.model_copy(update={"edition": 999})})
    told = account(lost, service.library, service.settings)
    assert told.problem
    assert not told.stands
    with pytest.raises(LibraryError):
        asyncio.run(service.again(lost))
    none = dossier.model_copy(update={"answer": answer.model_copy(update={"edition": None})})
    with pytest.raises(NotFound):
        asyncio.run(service.again(none))


def test_the_page_shows_the_old_answer_beside_the_new_one(changed):
    service, answer = changed
    with serving(service) as address, httpx.Client(base_url=address, timeout=60) as client:
        client.post("/verantwoording/inloggen", data={"name": "Noor", "password": WORD})
        page = client.get(f"/verantwoording/antwoord/{answer.id}").text
        assert "Elke geciteerde zin staat in de passages van toen." in page
        assert answer.citations[0].url in page
        again = client.post(f"/verantwoording/antwoord/{answer.id}").text
    assert "De beweringen zijn dezelfde." in again
    assert again.count("88,25") > page.count("88,25")
    assert "91,10" not in again
    (act,) = service.records.audit.all(action="audit.replay")
    assert (act.who, act.subject) == ("Noor", answer.id)

"""Each endpoint on the real thing behind it: what it asks and keeps, and how it fails."""

import asyncio
from contextlib import closing
from pathlib import Path

import pytest

import eval.endpoints
from assistant.domain import Outcome
from configs.domain import Audience
from configs.settings import load_settings
from eval.asking import EndpointDown, Place
from eval.command import main
from eval.domain import Case, RunError
from eval.endpoints import citation_engine
from eval.holding import public
from eval.known import endpoints, open_endpoint
from eval.storing import Folder
from ingest.library.retriever import LibraryRetriever
from tests.assistant.town import town
from tests.assistant.web.scripted import make_service, serving
from tests.eval.building import said
from tests.models.served import ModelServer, Script
from tests.models.served import serving as serving_model

ASKED = Case(id="a", question="Wat kost een paspoort?", urls=("/paspoort/",))


def ask(endpoint, case=ASKED):
    return asyncio.run(endpoint.ask(case))


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A folder with the library of the demo municipality."""
    folder = tmp_path_factory.mktemp("town")
    with town(folder):
        return folder


@pytest.fixture
def assistant(data, tmp_path):
    with closing(open_endpoint("assistant", place(data, tmp_path))) as endpoint:
        yield endpoint


def place(folder, out, **changes):
    chat = changes.pop("chat", {})
    return Place(load_settings("demo", data=folder, chat=chat), out, **changes)


def test_the_assistant_in_this_process_keeps_all_that_is_scored(assistant):
    given = ask(assistant)
    assert given.outcome == Outcome.REFERENCES
    assert given.claims
    assert given.found
    assert given.notice
    assert 0 < given.first_claim <= given.seconds
    assert given.citations[0].url in assistant.holdings()
    page = " ".join(assistant.page(given.citations[0].url).passages)
    assert all(sentence in page for sentence in given.citations[0].sentences)


def test_what_was_asked_before_is_asked_before(assistant):
    before = ("Wat kost een rijbewijs?",)
    follow = Case(id="b", question="En hoe lang duurt dat?", conversation=before)
    alone = follow.model_copy(update={"conversation": ()})
    cited = [[one.url for one in ask(assistant, case).citations] for case in (follow, alone)]
    assert any(url.endswith("/rijbewijs/") for url in cited[0])
    assert not any(url.endswith("/rijbewijs/") for url in cited[1])


def test_a_run_by_profile_leaves_the_journal_alone_and_keeps_no_secret(data, tmp_path, monkeypatch):
    monkeypatch.setenv("VRAAGBAAK_DATA", str(data))
    monkeypatch.setenv("VRAAGBAAK_DESK__PASSWORD", "zeer-geheim")
    cases = tmp_path / "set.jsonl"
    cases.write_text(f"{ASKED.model_dump_json()}\ngeen json\n")
    before = (data / "records.db").stat().st_mtime_ns
    arguments = ["run", str(cases), "--out", str(tmp_path / "out"), "--profile", "demo"]
    assert main([*arguments, "--baseline", "bm25"]) == 0
    kept = (tmp_path / "out" / "run.json").read_text()
    assert "zeer-geheim" not in kept
    assert "line 2" in kept
    assert (data / "records.db").stat().st_mtime_ns == before
    (baseline,) = Folder(tmp_path / "out").inside
    assert baseline.run.endpoint == "bm25"
    assert main(arguments) == 0


def test_settings_are_kept_without_keys_and_passwords():
    settings = load_settings(
        "demo",
        chat={"key": "sleutel-1", "url": "http://127.0.0.1:1/v1"},
        library={"api_key": "sleutel-2"},
        records={"url": "postgresql://u:sleutel-3@db/x"},
    )
    assert "sleutel" not in str(public(settings))
    assert public(settings)["chat"]["url"] == "http://127.0.0.1:1/v1"


def test_bm25_shows_its_best_passage_and_knows_no_reserve(data, tmp_path):
    endpoint = open_endpoint("bm25", place(data, tmp_path))
    try:
        given = ask(endpoint)
        assert "paspoort" in given.citations[0].url
        assert given.found[0].url == given.citations[0].url
        assert given.completeness == "complete"
        assert ask(endpoint, Case(id="x", question="???")).outcome == "no_source"
    finally:
        endpoint.close()


def test_the_api_of_another_assistant_is_read_as_its_chat_reads_it(tmp_path):
    service = make_service(tmp_path)
    try:
        with serving(service) as address:
            endpoint = open_endpoint("api", place(tmp_path, tmp_path, url=address))
            given = ask(endpoint)
            assert given.claims
            assert given.citations
            assert 0 < given.first_claim <= given.seconds
            assert given.found is None
            follow = Case(id="b", question="En dan?", conversation=("Wat kost een paspoort?",))
            assert not ask(endpoint, follow).error
            inside = ASKED.model_copy(update={"audience": Audience.INTERNAL})
            assert "audience" in ask(endpoint, inside).error
        with pytest.raises(EndpointDown):
            ask(endpoint)
    finally:
        service.close()


def test_an_address_that_is_none_is_refused(tmp_path):
    with pytest.raises(RunError, match="--url"):
        open_endpoint("api", place(tmp_path, tmp_path))
    with pytest.raises(RunError, match="There is no endpoint 'x'"):
        open_endpoint("x", place(tmp_path, tmp_path))


def test_a_model_without_sources_cites_nothing(tmp_path):
    script = Script("Een paspoort kost € 90. Dat duurt lang [1].")
    with serving_model(ModelServer(script)) as server:
        endpoint = open_endpoint("chat", place(tmp_path, tmp_path, chat=server.settings()))
        given = ask(endpoint)
        assert [claim.text for claim in given.claims] == [
            "Een paspoort kost € 90.",
            "Dat duurt lang.",
        ]
        assert [claim.cited for claim in given.claims] == [(), (1,)]
        assert (given.citations, given.completeness) == ((), "complete")
        server.script = Script("Dat weet ik niet.")
        assert ask(endpoint).outcome == "no_source"
        server.script = Script("x", status=503)
        with pytest.raises(EndpointDown):
            ask(endpoint)
        server.script = Script("x", status=400)
        assert ask(endpoint).error


def test_the_stock_engine_answers_over_the_same_library_with_the_same_model(data, tmp_path):
    script = Script("Een paspoort kost € 88,25 [1]. Honden mogen mee.")
    with serving_model(ModelServer(script)) as server:
        at = place(data, tmp_path, chat=server.settings())
        endpoint = open_endpoint("citation_engine", at)
        try:
            given = ask(endpoint)
        finally:
            endpoint.close()
        assert [claim.cited for claim in given.claims] == [(1,), ()]
        assert "/paspoort" in given.citations[0].url
        assert given.found
        assert "Source 1" in str(server.asked[-1])


def test_the_stock_engine_cuts_long_sources_by_itself(data, tmp_path, monkeypatch):
    """Word lists were looked for on the network, and a run broke off on the first long one."""

    class Long(LibraryRetriever):
        def _retrieve(self, query_bundle):
            found = super()._retrieve(query_bundle)
            for one in found:
                one.node.set_content(f"{one.node.get_content()} " * 20)
            return found

    monkeypatch.setattr(citation_engine, "LibraryRetriever", Long)
    script = Script("Een paspoort kost € 88,25 [1].")
    with serving_model(ModelServer(script)) as server:
        endpoint = open_endpoint("citation_engine", place(data, tmp_path, chat=server.settings()))
        try:
            given = ask(endpoint)
        finally:
            endpoint.close()
    assert (given.error, [claim.cited for claim in given.claims]) == ("", [(1,)])


def test_what_the_stock_engine_can_not_do_is_an_error_of_the_case(data, tmp_path):
    with serving_model(ModelServer(Script("Ja [1]."))) as server:
        narrow = server.settings(window=400, answer_tokens=399)
        endpoint = open_endpoint("citation_engine", place(data, tmp_path, chat=narrow))
        assert "context size" in ask(endpoint).error
        endpoint.close()


@pytest.mark.parametrize("fault", [ValueError("kapot"), KeyError("kapot")])
def test_a_fault_of_ours_is_none_of_the_stock_engine(data, tmp_path, monkeypatch, fault):
    """It was told as an error of the case, and counted against the engine."""

    class Faulty(LibraryRetriever):
        def _retrieve(self, query_bundle):
            raise fault

    monkeypatch.setattr(citation_engine, "LibraryRetriever", Faulty)
    with serving_model(ModelServer(Script("Ja [1]."))) as server:
        endpoint = open_endpoint("citation_engine", place(data, tmp_path, chat=server.settings()))
        with pytest.raises(type(fault), match="kapot"):
            ask(endpoint)
        endpoint.close()


def test_the_stock_engine_reads_what_who_asks_may_read(data, tmp_path, monkeypatch):
    """It was asked as a resident whoever asked, and so found no internal page."""
    searched = []

    class Noted(LibraryRetriever):
        def __init__(self, library, search):
            super().__init__(library, search)
            searched.append(search.audiences)

    monkeypatch.setattr(citation_engine, "LibraryRetriever", Noted)
    with serving_model(ModelServer(Script("Ja [1]."))) as server:
        endpoint = open_endpoint("citation_engine", place(data, tmp_path, chat=server.settings()))
        for audience in (Audience.PUBLIC, Audience.INTERNAL, Audience.PUBLIC):
            ask(endpoint, ASKED.model_copy(update={"audience": audience}))
        endpoint.close()
    assert searched == [{Audience.PUBLIC}, {Audience.PUBLIC, Audience.INTERNAL}]


def test_all_who_write_may_write_as_much(data, tmp_path):
    with serving_model(ModelServer(Script("Ja [1]."))) as server:
        chat = server.settings(answer_tokens=77)
        for kind in ("chat", "citation_engine"):
            endpoint = open_endpoint(kind, place(data, tmp_path, chat=chat))
            ask(endpoint)
            endpoint.close()
            assert server.asked[-1]["max_tokens"] == 77


def test_one_file_adds_an_endpoint(tmp_path, monkeypatch):
    source = Path(__file__).parent / "scripted.py"
    (tmp_path / "echo.py").write_text(
        f"{source.read_text(encoding='utf-8')}\n"
        "from eval.asking import Opening\n"
        "ENDPOINT = Opening('says yes', lambda place: Scripted())\n"
    )
    monkeypatch.setattr(eval.endpoints, "__path__", [*eval.endpoints.__path__, str(tmp_path)])
    assert "echo" in endpoints()
    assert ask(open_endpoint("echo", place(tmp_path, tmp_path))).said == said("Ja.").said

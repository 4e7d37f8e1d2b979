"""Real answers in a real journal, scored beside it: how many, what is kept, what is told."""

import asyncio
import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from urllib.request import urlopen
from uuid import uuid4

import pytest

from assistant.domain import Answer, Claim, Complaint
from assistant.quality import Live, file_of, read_live
from assistant.records import open_records
from configs.domain import Language
from configs.settings import load_settings
from eval.cases.reading import CaseSet
from eval.command import main
from eval.live.figures import figures
from eval.live.sampling import PARTS, State, choose, sample
from eval.storing import Folder
from tests.assistant.web.scripted import FOUND, NOTHING, make_service, serving
from tests.eval.building import CASE, SENTENCES, said
from tests.eval.scripted import Scripted, ran

MONDAY = datetime(2026, 9, 7, 10, tzinfo=UTC)
SECRET = "Mevrouw Jansen vraagt wat een paspoort kost"


class Town:
    """A journal with a clock that a test sets, and its settings."""

    def __init__(self, data, **live):
        self.now = MONDAY
        self.settings = load_settings(data=data, live={"share": 1.0, **live})
        self.records = open_records(self.settings, lambda: self.now)

    def answer(self, good=True, script=FOUND):
        conversation = self.records.open_conversation(None, Language.NL).id
        made = Answer(
            id=uuid4().hex, conversation=conversation, notice="AI", language=Language.NL,
            edition=1, seconds={"write": 0.2}, **{"completeness": "complete", **script},
        )  # fmt: skip
        if not good:
            wrong = Claim(text="Dat kost € 999,99.", cited=(1,))
            made = made.model_copy(update={"claims": (wrong, *made.claims)})
        self.records.record(made, SECRET, [])
        return made

    def days(self, count, good, each=15):
        for _ in range(count):
            for number in range(each):
                self.answer(good=good(number))
            self.now += timedelta(days=1)

    def round(self):
        found = sample(self.records, self.settings.data, self.settings.live, self.now)
        return found, figures(self.settings, self.records, self.now)


@pytest.fixture
def town(tmp_path):
    made = Town(tmp_path)
    yield made
    made.records.close()


def test_each_answer_is_scored_once_and_weeks_are_told(town):
    town.days(2, lambda _: True, each=3)
    assert town.round()[0] == 6
    assert town.round()[0] == 0
    town.answer(script=NOTHING)
    town.now += timedelta(days=7)
    count, live = town.round()
    assert count == 1
    (week,) = live.weeks
    assert (week.week, week.answered, week.sampled) == ("2026-W37", 7, 7)
    assert week.figures["fact_fidelity"].value == 1.0
    assert week.figures["live_answered"].value == pytest.approx(6 / 7)
    assert week.figures["says_it_is_ai"].count == 7
    assert read_live(town.settings.data) == live


def test_only_figures_are_kept_and_nothing_that_leads_to_who_asked(town):
    answer = town.answer()
    town.now += timedelta(minutes=1)
    town.round()
    kept = "".join(file.read_text() for file in (town.settings.data / "quality").iterdir())
    for text in ("Jansen", "paspoort", "Paspoort", answer.id, answer.conversation, "waterveen"):
        assert text not in kept
    line = json.loads((town.settings.data / "quality" / PARTS).read_text().splitlines()[0])
    assert set(line) == {"day", "parts"}


def test_a_share_of_the_answers_and_not_more_than_so_many_of_an_hour():
    settings = load_settings(live={"share": 0.25, "most_per_hour": 40}).live
    found = [(uuid4().hex, MONDAY + timedelta(seconds=n)) for n in range(2000)]
    chosen, state = choose(found[:400], State(), settings)
    assert len(chosen) == 40
    more, state = choose(found[400:800], state, settings)
    assert more == []
    later = [(key, at + timedelta(hours=1)) for key, at in found[:80]]
    few, _ = choose(later, state, settings)
    assert 8 <= len(few) <= 32
    assert choose(found[:400], State(), settings)[0] == chosen
    none, _ = choose(found, State(), load_settings(live={"share": 0}).live)
    assert none == []


def test_a_check_that_was_switched_off_is_called_worse_with_its_day(town):
    town.days(14, lambda _: True)
    _, live = town.round()
    assert live.drifts == ()
    town.days(7, lambda number: number % 3 > 0)
    _, live = town.round()
    found = {one.metric: one for one in live.drifts}
    drift = found["fact_fidelity"]
    assert (drift.why, drift.worse) == ("cusum", True)
    assert drift.since == "2026-09-21"
    assert drift.now < drift.before
    assert "says_it_is_ai" not in found


def test_it_is_held_against_the_release_and_says_so(tmp_path):
    cases = CaseSet("vorige", tuple(CASE.model_copy(update={"id": f"c{n}"}) for n in range(60)))
    ran(tmp_path / "run", Scripted(lambda _: said(*SENTENCES)), cases)
    town = Town(tmp_path / "data", release=str(tmp_path / "run"))
    with closing(town.records):
        town.days(5, lambda number: number % 2 > 0)
        _, live = town.round()
        assert live.release == "vorige"
        assert live.release_figures["fact_fidelity"] == 1.0
        drift = next(one for one in live.drifts if one.why == "release")
        assert (drift.metric, drift.worse) == ("fact_fidelity", True)
        assert drift.chance <= 0.05


def test_complaints_stay_when_their_texts_are_gone(town):
    for complaint in (Complaint.INCORRECT, Complaint.INCORRECT, Complaint.OUTDATED):
        town.records.complain(town.answer().id, complaint, "Jansen zegt")
    town.now += timedelta(minutes=1)
    _, live = town.round()
    assert live.weeks[-1].reported == 3
    town.now += timedelta(days=100)
    town.records.enforce_retention(town.now)
    _, live = town.round()
    assert live.weeks[0].complaints == {Complaint.INCORRECT: 2, Complaint.OUTDATED: 1}
    town.now += timedelta(days=800)
    town.records.enforce_retention(town.now)
    _, live = town.round()
    assert live.weeks == ()
    assert (town.settings.data / "quality" / PARTS).read_text() == ""


def test_damage_of_its_files_is_no_end(town):
    town.answer()
    town.now += timedelta(minutes=1)
    town.round()
    folder = town.settings.data / "quality"
    (folder / "state.json").write_text("{")
    file_of(town.settings.data).write_text("{")
    with (folder / PARTS).open("a") as lines:
        lines.write('{"day": "2026-0')
    assert read_live(town.settings.data) is None
    count, live = town.round()
    assert (count, live.weeks[0].sampled) == (1, 2)


def test_the_command_fails_where_something_got_worse_and_prometheus_reads_it(
    tmp_path, monkeypatch, capsys
):
    service = make_service(tmp_path)
    monkeypatch.setenv("VRAAGBAAK_DATA", str(tmp_path))
    monkeypatch.setenv("VRAAGBAAK_LIVE__SHARE", "1")
    with closing(service), serving(service) as address:
        body = urlopen(f"{address}/metrics").read().decode()
        assert "vraagbaak_quality" not in body
        asyncio.run(last(service.ask("Wat kost een paspoort?")))
        monkeypatch.setattr("eval.live.sampling.GRACE", timedelta(0))
        assert main(["live", "--json"]) == 0
        made = Live.model_validate_json(capsys.readouterr().out)
        assert made.weeks[-1].sampled == 1
        worse = {
            "metric": "fact_fidelity", "why": "cusum", "since": "2026-09-21",
            "seen": "2026-09-24", "before": 1.0, "now": 0.8, "worse": True,
        }  # fmt: skip
        drifted = made.model_dump(mode="json") | {"drifts": [worse]}
        file_of(tmp_path).write_text(json.dumps(drifted))
        body = urlopen(f"{address}/metrics").read().decode()
    assert 'vraagbaak_quality{metric="says_it_is_ai"} 1.0' in body
    assert 'vraagbaak_quality_drift{metric="fact_fidelity"} 1.0' in body
    assert "vraagbaak_quality_age_seconds" in body
    assert "paspoort" not in body


async def last(events):
    return [event async for event in events][-1]


def test_a_release_that_is_no_run_is_named(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("VRAAGBAAK_DATA", str(tmp_path))
    monkeypatch.setenv("VRAAGBAAK_LIVE__RELEASE", str(tmp_path / "nergens"))
    assert main(["live"]) == 2
    assert "is not the folder of a run" in capsys.readouterr().err.replace("\n", " ")
    assert Folder(tmp_path / "quality").path.exists()


def test_the_report_tells_of_use_week_by_week_and_names_what_got_worse(town, tmp_path_factory):
    town.days(14, lambda _: True)
    town.round()
    town.records.complain(town.answer().id, Complaint.INCORRECT, "")
    town.days(7, lambda number: number % 3 > 0)
    town.round()
    run = tmp_path_factory.mktemp("run")
    ran(run, Scripted(lambda _: said(*SENTENCES)), CaseSet("gemeente", (CASE,)))
    assert main(["score", str(run)]) == 0
    assert main(["report", str(run), "--live", str(town.settings.data)]) == 0
    html = (run / "report.html").read_text()
    assert "In gebruik" in html
    assert "2026-W37" in html
    assert "sinds 2026-09-21" in html
    assert html.count('class="course"') > 5
    assert "Beantwoord uit bronnen" in html
    assert main(["report", str(run), "--live", str(run)]) == 2

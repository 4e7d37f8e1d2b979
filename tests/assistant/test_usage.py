"""What editors learn from the journal, and what they never do: what one person asked."""

from datetime import UTC, datetime, timedelta

from assistant.command import main
from assistant.domain import Complaint, Completeness, Outcome
from assistant.records.domain import Asked
from assistant.upkeep import upkeep
from assistant.usage import daily_usage, usage_of
from ingest.usage import read_usage

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def asked(conversation, question, outcome=Outcome.NO_SOURCE, **facts):
    none = outcome in {Outcome.NO_SOURCE, Outcome.UNSUPPORTED}
    known = {
        "completeness": Completeness.NONE if none else Completeness.COMPLETE,
        "cited": (),
        "nearest": "",
        "complaint": None,
        "at": NOW - timedelta(days=2),
        **facts,
    }
    return Asked(conversation=conversation, question=question, outcome=outcome, **known)


def test_questions_without_an_answer_are_grouped_by_the_words_they_share():
    usage = usage_of(
        [
            asked("a", "Waar kan ik mijn fiets laten graveren?", nearest="https://x.nl/fiets"),
            asked("b", "fiets graveren tegen diefstal", nearest="https://x.nl/fiets"),
            asked("c", "is graveren van een fiets gratis"),
            asked("d", "Mag ik vuurwerk afsteken?"),
            asked("e", "Wat kost een paspoort?", Outcome.REFERENCES, cited=("https://x.nl/p",)),
        ],
        3,
        NOW,
    )
    (gap,) = usage.gaps
    assert set(gap.words) == {"fiets", "graveren"}
    assert (gap.questions, gap.conversations, gap.nearest) == (3, 3, "https://x.nl/fiets")
    assert (usage.answers, usage.ungrouped) == (5, 1)
    assert usage.cited == {"https://x.nl/p": 1}


def test_one_person_who_asks_often_is_not_shown():
    often = [asked("a", f"Waar woont burgemeester Jansen nummer {n}?") for n in range(9)]
    usage = usage_of(often, 3, NOW)
    assert usage.gaps == ()
    assert usage.ungrouped == 9
    assert "jansen" not in usage.model_dump_json().lower()


def test_a_word_that_only_one_of_the_group_used_is_not_shown():
    usage = usage_of(
        [
            asked("a", "visum voor Japan en mijn vriend Pietersen"),
            asked("b", "visum aanvragen, bel me op [telefoonnummer]"),
            asked("c", "visum 06-nummer"),
        ],
        3,
        NOW,
    )
    assert usage.gaps[0].words == ("visum",)
    assert "pietersen" not in usage.model_dump_json().lower()
    assert "telefoonnummer" not in usage.model_dump_json().lower()


def test_half_answers_count_as_gaps_and_reports_go_to_the_pages_that_were_cited():
    half = {"completeness": Completeness.PARTIAL, "cited": ("https://x.nl/zwembad",)}
    usage = usage_of(
        [asked(name, "Hoe duur is het zwembad?", Outcome.REFERENCES, **half) for name in ("a", "b")]
        + [
            asked(
                "c",
                "zwembad dicht?",
                Outcome.REFERENCES,
                complaint=Complaint.OUTDATED,
                cited=("https://x.nl/zwembad",),
            )
        ],
        2,
        NOW,
    )
    (gap,) = usage.gaps
    assert "zwembad" in gap.words
    assert gap.partial == 2
    assert usage.complaints == {"https://x.nl/zwembad": {"outdated": 1}}


def journal(tmp_path):
    from assistant.records.build import open_records
    from configs.settings import load_settings

    settings = load_settings("demo", data=tmp_path)
    return settings, open_records(settings)


def test_a_running_server_writes_it_once_a_day_and_the_command_at_once(tmp_path, monkeypatch):
    settings, records = journal(tmp_path)
    daily = daily_usage(settings, records)
    with upkeep(records, pause=60, also=[daily]):
        pass
    first = read_usage(tmp_path)
    assert first.answers == 0
    daily()
    assert read_usage(tmp_path).at == first.at
    records.close()
    monkeypatch.setenv("VRAAGBAAK_DATA", str(tmp_path))
    assert main(["usage", "--profile", "demo"]) == 0
    assert read_usage(tmp_path).at > first.at


def test_a_full_disk_does_not_stop_the_server(tmp_path, caplog, monkeypatch):
    settings, records = journal(tmp_path)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("assistant.usage.keep_usage", full)
    daily_usage(settings, records)()
    assert "Could not write" in caplog.text
    records.close()

"""`sources check`: every file, every problem, when each review is due, what robots.txt says."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.ingest.sites import Answer

TODAY = datetime.now(UTC).date()


@pytest.fixture
def folder(town, tmp_path):
    return tmp_path / "bronnen"


def write(folder, name, days, start, more=""):
    day = TODAY + timedelta(days=days)
    (folder / f"{name}.yaml").write_text(
        f"name: {name}\nowner: X\nreview_by: {day}\nstart: {start}\n{more}"
    )


def test_every_source_stands_with_its_review_and_its_next_run(town, run, folder):
    write(folder, "bijna", 10, f"{town.url}/")
    write(folder, "te-laat", -10, f"{town.url}/", "rhythm: by-hand\n")
    write(folder, "rust", -100, f"{town.url}/")
    write(folder, "voorstel", 300, f"{town.url}/", "proposed: true\ncollection: nieuw\n")
    run("sync", "gemeente")
    code, document, _ = run("sources", "check", "--json")
    assert (code, document["problems"]) == (0, [])
    stands = {one["name"]: one["standing"] for one in document["sources"]}
    assert stands == {
        "rust": "rests",
        "te-laat": "review overdue",
        "bijna": "review due soon",
        "voorstel": "proposed",
        "gemeente": "approved",
    }
    assert next(iter(stands)) == "rust", "what is due first stands first"
    rows = {one["name"]: one for one in document["sources"]}
    assert rows["te-laat"]["rests_from"] == str(TODAY + timedelta(days=-10 + 91))
    assert rows["te-laat"]["due_from"] is None
    assert rows["gemeente"]["due_from"] > datetime.now(UTC).isoformat()
    assert rows["gemeente"]["robots"] == "open"
    assert rows["gemeente"]["file"].endswith("gemeente.yaml")


def test_every_problem_of_every_file_is_named(town, run, folder):
    write(folder, "fout", 10, "ftp://a.nl/")
    (folder / "kapot.yaml").write_text("{")
    code, document, said = run("sources", "check", "--json")
    assert code == 1
    assert len(document["problems"]) == 2
    assert "fout.yaml" in said
    assert "kapot.yaml" in said
    assert [one["name"] for one in document["sources"]] == ["gemeente"]


@pytest.mark.parametrize(
    ("robots", "said"),
    [
        (Answer("User-agent: *\nDisallow: /\n", headers={"Content-Type": "text/plain"}), "forbids"),
        (Answer("", 500), "answers 500"),
    ],
)
def test_a_site_that_keeps_us_out_is_a_problem_unless_offline(town, run, robots, said):
    town.pages["/robots.txt"] = robots
    code, document, _ = run("sources", "check", "--json")
    assert code == 1
    assert said in document["problems"][0]
    assert set(town.asked) == {"/robots.txt"}
    code, document, _ = run("sources", "check", "--offline", "--json")
    assert (code, document["sources"][0]["robots"]) == (0, "")


def test_people_get_a_table(town, run):
    code, text, _ = run("sources", "check")
    assert code == 0
    assert "approved" in text

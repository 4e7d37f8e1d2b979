"""A mistake in a source file is told with the file, the field and the way to mend it."""

from datetime import date

import pytest

from ingest.domain import SourceError, SourceKind
from ingest.review import overdue
from ingest.sources import examine, load_sources

GOOD = """
name: gemeente
owner: Gemeente X, team web
review_by: 2030-01-31
start: [https://www.gemeente.nl/]
allow: [https://www.gemeente.nl/]
deny: ["/zoeken*"]
"""


def written(tmp_path, text, name="bron.yaml"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_good_file_is_a_source(tmp_path):
    (source,) = load_sources(written(tmp_path, GOOD))
    assert source.name == "gemeente"
    assert source.kind is SourceKind.WEBSITE
    assert source.start == ("https://www.gemeente.nl/",)


def test_a_folder_gives_all_its_sources_by_name(tmp_path):
    written(tmp_path, GOOD.replace("name: gemeente", "name: b"), "1.yaml")
    written(tmp_path, GOOD.replace("name: gemeente", "name: a"), "2.yaml")
    assert [source.name for source in load_sources(tmp_path)] == ["a", "b"]


def test_one_text_counts_as_a_list_and_a_file_may_hold_several(tmp_path):
    one = GOOD.replace("[https://www.gemeente.nl/]", "https://www.gemeente.nl/")
    assert load_sources(written(tmp_path, one))[0].start == ("https://www.gemeente.nl/",)
    entries = "".join(
        f"- name: {name}\n  owner: x\n  review_by: 2030-01-01\n  start: [https://{name}.nl/]\n"
        for name in ("a", "b")
    )
    assert len(load_sources(written(tmp_path, f"sources:\n{entries}"))) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("owner:", "eigenaar:"), "eigenaar: is not a known key"),
        (("owner: Gemeente X, team web\n", ""), "owner: is missing"),
        (("2030-01-31", "ooit"), "review_by: must be a date"),
        (("start: [https://www.gemeente.nl/]", "start: [https://elders.nl/]"), "outside the allow"),
        (("start: [https://www.gemeente.nl/]", "start: []"), "start: is empty"),
        (("start: [https://", "start: [ftp://"), "start: ftp://"),
        (("allow: [https://", "allow: [www."), "allow"),
        (("name: gemeente", "name: Gemeente X"), "name: may hold only"),
        (("deny:", "audience: iedereen\ndeny:"), "audience"),
        (('"/zoeken*"', '"/*"'), "denied by the source"),
        (("name:", "{name"), "not valid YAML"),
    ],
)
def test_a_mistake_names_the_file_and_the_field(tmp_path, change, said):
    file = written(tmp_path, GOOD.replace(*change))
    with pytest.raises(SourceError) as error:
        load_sources(file)
    assert str(file) in str(error.value)
    assert said in str(error.value)


def test_plain_http_is_for_development_only(tmp_path):
    file = written(tmp_path, GOOD.replace("https:", "http:"))
    assert load_sources(file)
    with pytest.raises(SourceError, match=r"ingest\.allow_private_hosts"):
        load_sources(file, plain_http=False)


def test_a_name_is_used_once(tmp_path):
    written(tmp_path, GOOD, "1.yaml")
    written(tmp_path, GOOD, "2.yaml")
    with pytest.raises(SourceError, match="used twice"):
        load_sources(tmp_path)


def test_a_missing_path_or_an_empty_folder_is_told(tmp_path):
    with pytest.raises(SourceError, match="does not exist"):
        load_sources(tmp_path / "weg.yaml")
    with pytest.raises(SourceError, match="holds no"):
        load_sources(tmp_path)


def test_documents_are_found_beside_the_source_file(tmp_path):
    (tmp_path / "stukken").mkdir()
    text = GOOD.replace("https://www.gemeente.nl/", "stukken", 1).replace(
        "allow: [https://www.gemeente.nl/]", "kind: documents"
    )
    (source,) = load_sources(written(tmp_path, text))
    assert source.start == (str(tmp_path / "stukken"),)
    with pytest.raises(SourceError, match="verdwenen does not exist"):
        load_sources(written(tmp_path, text.replace("stukken", "verdwenen")))


def test_an_overdue_review_is_a_warning_not_an_error(tmp_path):
    (source,) = load_sources(written(tmp_path, GOOD.replace("2030", "2020")))
    assert "2020-01-31" in overdue(source, date(2026, 1, 1))
    assert overdue(source, date(2019, 1, 1)) == ""


LIST = """
name: lijst
owner: Gemeente X
kind: urls
review_by: 2030-01-31
start: [https://www.gemeente.nl/a, adressen.txt]
"""


def test_a_list_of_addresses_may_stand_in_a_file(tmp_path):
    (tmp_path / "adressen.txt").write_text(
        "# nagekeken in mei\nhttps://www.gemeente.nl/b\n\n https://elders.nl/c/d#deel\n"
    )
    (source,) = load_sources(written(tmp_path, LIST))
    assert source.start == (
        "https://www.gemeente.nl/a",
        "https://www.gemeente.nl/b",
        "https://elders.nl/c/d#deel",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "adressen.txt is neither an address (https://…) nor a file"),
        ("https://a.nl/ https://b.nl/", "line 1: holds more than one address"),
        ("ftp://a.nl/x", "has the scheme 'ftp'"),
        (b"\xff\xfe\x00", "can't be read as text"),
    ],
)
def test_a_wrong_list_of_addresses_is_told(tmp_path, text, said):
    if text is not None:
        (tmp_path / "adressen.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SourceError) as error:
        load_sources(written(tmp_path, LIST))
    assert said in str(error.value)


def test_all_sources_of_a_collection_have_one_audience(tmp_path):
    written(tmp_path, GOOD + "collection: regels\n", "a.yaml")
    other = GOOD.replace("name: gemeente", "name: handboek") + "collection: regels\n"
    written(tmp_path, other, "b.yaml")
    assert {source.collection for source in load_sources(tmp_path)} == {"regels"}
    written(tmp_path, f"{other}audience: internal\n", "b.yaml")
    with pytest.raises(SourceError, match="'regels' holds sources for two audiences"):
        load_sources(tmp_path)


def test_a_markdown_site_must_say_where_it_stands_on_the_web(tmp_path):
    (tmp_path / "docs").mkdir()
    text = GOOD.replace("https://www.gemeente.nl/", "docs", 1).replace(
        "allow: [https://www.gemeente.nl/]", "kind: markdown"
    )
    with pytest.raises(SourceError, match="base_url: is missing"):
        load_sources(written(tmp_path, text))
    assert load_sources(written(tmp_path, f"{text}base_url: https://docs.gemeente.nl/\n"))


def test_every_problem_of_every_file_is_told_at_once(tmp_path):
    written(tmp_path, GOOD, "a.yaml")
    written(tmp_path, GOOD.replace("owner:", "eigenaar:"), "b.yaml")
    written(tmp_path, "{", "c.yaml")
    found, problems = examine(tmp_path)
    assert [source.name for source in found] == ["gemeente"]
    assert [problem.split(":")[0] for problem in problems] == [
        str(tmp_path / "b.yaml"),
        str(tmp_path / "c.yaml"),
    ]

"""The page about a million passages: its settings load, and its table follows from its figures."""

import re
from pathlib import Path

import pytest

from configs.settings import Settings, load_settings

PAGE = (Path(__file__).parents[2] / "configs" / "deploy" / "cluster.md").read_text(encoding="utf-8")
ROW = r"^\| (none|384|1024) \| (\w*) ?\| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$"
SHARE = {"": 0.0, "none": 0.0, "int8": 1.0, "binary": 1 / 8}


def measured(letter):
    """The kilobytes that the table of measurements gives."""
    return float(re.search(rf"^\|[^|]*\(`{letter}`\)[^|]*\| ([\d.]+) kB", PAGE, re.MULTILINE)[1])


def test_the_settings_that_it_gives_are_settings(monkeypatch):
    given = re.findall(r"^(VRAAGBAAK_\w+)=(\S+)$", PAGE, re.MULTILINE)
    assert len(given) > 5
    for name, value in given:
        monkeypatch.setenv(name, value)
    cluster = load_settings().library.cluster
    assert (cluster.shards, cluster.replicas, cluster.quantisation) == (6, 2, "int8")


def test_it_names_no_setting_of_the_cluster_that_is_not_there():
    fields = Settings.model_fields["library"].annotation.model_fields["cluster"].annotation
    named = set(re.findall(r"`(?:library\.cluster\.)?([a-z]+_[a-z_]+|oversampling)`", PAGE))
    assert named
    assert named <= set(fields.model_fields)


@pytest.mark.parametrize("row", re.findall(ROW, PAGE, re.MULTILINE))
def test_the_table_follows_from_the_formulas(row):
    size = 0 if row[0] == "none" else int(row[0])
    vectors, index, fields, filters = map(measured, "vipf")
    graph = 8.8 * 16 / 1000 if size else 0.0
    small, full = size * SHARE[row[1]] / 1000, 4 * size / 1000
    disk = vectors + index + fields + filters + full + small + graph
    memory = index + full + small + graph + filters + 0.03
    expected = (disk, memory, small + 0.03)
    assert [float(one) for one in row[2:]] == pytest.approx(expected, abs=0.06)


def test_there_is_a_table():
    assert len(re.findall(ROW, PAGE, re.MULTILINE)) == 7

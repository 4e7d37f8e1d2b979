"""The README names every setting, every make target and every command, and nothing else."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from configs.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def settings(model=Settings, place=""):
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from settings(inner, f"{place}{name}.")
        else:
            yield f"{place}{name}", field


@pytest.mark.parametrize("name", [name for name, _ in settings()])
def test_every_setting_is_in_the_readme(name):
    assert f"`{name}`" in README


@pytest.mark.parametrize("name", [name for name, _ in settings()])
def test_every_setting_says_what_it_is(name):
    assert dict(settings())[name].description


def test_the_readme_names_no_setting_that_is_not_there():
    table = README.split("## Settings", 1)[1].split("\n## ", 1)[0]
    named = re.findall(r"^\| `([a-z_.]+)`", table, re.MULTILINE)
    assert set(named) == {name for name, _ in settings()}
    assert PREFIX in table


def test_every_target_is_in_the_readme_and_the_other_way_round():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", README))
    assert targets == named


def test_every_file_that_the_readme_links_to_exists():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (ROOT / target).exists(), target

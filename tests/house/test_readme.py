"""The manual names every setting, make target and command, and nothing that is not there."""

import re
from collections import Counter

import pytest

from configs.settings import PREFIX
from tests.house import manual
from tests.house.manual import FRONT, PAGES, ROOT, text

SETTINGS = manual.settings()
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_in_the_readme(name):
    assert f"`{name}`" in text(FRONT)


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_says_what_it_is(name):
    assert SETTINGS[name].description


def test_the_readme_names_no_setting_that_is_not_there():
    table = text(FRONT).split("## Settings", 1)[1].split("\n## ", 1)[0]
    named = re.findall(r"^\| `([a-z_.]+)`", table, re.MULTILINE)
    assert sorted(named) == sorted(SETTINGS)
    assert PREFIX in table


@each_page
def test_a_page_names_no_setting_that_is_not_there(page):
    variables = re.findall(rf"\b{PREFIX}([A-Z]+__[A-Z_]*[A-Z])", text(page))
    named = {name.lower().replace("__", ".") for name in variables} - {"section.key"}
    sections = {name.split(".")[0] for name in SETTINGS if "." in name}
    dotted = {one for one in manual.code(page) if re.fullmatch(r"[a-z]+(\.[a-z_]+)+", one)}
    endings = (".py", ".yaml", ".md", ".json", ".html", ".jsonl", ".service", ".timer", ".conf")
    named |= {one for one in dotted if one.split(".")[0] in sections and not one.endswith(endings)}
    known = set(SETTINGS) | {name.rsplit(".", 1)[0] for name in SETTINGS}
    assert named - known - {"section.key"} == set()


def test_every_target_is_named_and_every_named_one_is_there():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))
    spoken = [one for page in PAGES for one in manual.code(page)]
    named = {one[1] for one in (re.match(r"(?:[\w=…]+ )?make ([a-z-]+)", s) for s in spoken) if one}
    assert targets == named


@each_page
def test_every_command_that_a_page_gives_is_there(page):
    for floor, *words in manual.commands(page):
        parser = manual.parser(floor)
        known = manual.options(parser)
        while words and (inner := manual.verbs(parser).get(words[0])):
            parser, words = inner, words[1:]
            known |= manual.options(parser)
        given = {word for word in words if word.startswith("--") and len(word) > len("--")}
        said = f"python -m {floor} {' '.join(words)}"
        assert not words or not manual.verbs(parser) or "·" in words[0], said
        assert given <= known, said


@pytest.mark.parametrize("floor", manual.FLOORS)
def test_every_command_stands_in_the_manual_of_its_floor(floor):
    named = {words[1] for words in manual.commands(ROOT / floor / "README.md") if words[1:]}
    assert named >= set(manual.verbs(manual.parser(floor)))


@each_page
def test_every_link_leads_somewhere(page):
    for link in manual.links(page):
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        assert target.exists(), link
        assert not anchor or anchor in manual.anchors(target), link


def test_the_front_page_leads_to_every_other_page():
    found, left = set(), [FRONT]
    while left:
        page = left.pop()
        found.add(page)
        beside = {(page.parent / one.split("#")[0]).resolve() for one in manual.links(page)}
        left += [one for one in beside - found if one in PAGES]
    assert found == set(PAGES)


def test_the_front_page_is_read_in_five_minutes():
    front = text(FRONT).split("## Settings", 1)[0]
    prose = re.sub(r"```.*?```|^\|.*?$", "", front, flags=re.DOTALL | re.MULTILINE)
    assert len(prose.split()) <= 900


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "CHANGELOG.md"])
def test_lines_are_short_where_markdown_allows(page):
    prose = re.sub(r"```.*?```|^\|.*?$", "", text(page), flags=re.DOTALL | re.MULTILINE)
    long = [line for line in prose.splitlines() if len(line) > 120]
    assert not [line for line in long if " " in line.strip()]


def test_nothing_is_said_twice():
    said = [one.content for page in PAGES for one in manual.tokens(page) if one.type == "inline"]
    twice = [one for one, times in Counter(said).items() if times > 1 and len(one) > 80]
    assert not twice

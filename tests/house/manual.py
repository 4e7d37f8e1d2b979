"""The manual: the README of the project, those of its rooms, and the pages beside them."""

import argparse
import re
from functools import cache
from importlib import import_module
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import BaseModel

from configs.settings import Settings

ROOT = Path(__file__).parents[2]
FLOORS = ("assistant", "ingest", "models", "eval")
FRONT = ROOT / "README.md"
PAGES = sorted(
    file
    for place in (".", *FLOORS, "configs", "tests")
    for file in (ROOT.glob("*.md") if place == "." else (ROOT / place).rglob("*.md"))
    if not {"prompts", "site"} & set(file.relative_to(ROOT).parts)
)


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def settings(model: type[BaseModel] = Settings, place: str = "") -> dict:
    """Every setting by its full name."""
    found = {}
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= settings(inner, f"{place}{name}.")
        else:
            found[f"{place}{name}"] = field
    return found


@cache
def tokens(page: Path) -> tuple[Token, ...]:
    return tuple(MarkdownIt("commonmark").enable("table").parse(text(page)))


def inside(page: Path) -> list[Token]:
    return [one for block in tokens(page) for one in block.children or ()]


def links(page: Path) -> list[str]:
    """Where its links lead, but for those that leave the project."""
    found = [str(one.attrs["href"]) for one in inside(page) if one.type == "link_open"]
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def anchors(page: Path) -> set[str]:
    """The ids that GitHub and GitLab give to its headings."""
    blocks = tokens(page)
    heads = [blocks[at + 1] for at, one in enumerate(blocks) if one.type == "heading_open"]
    plain = ["".join(part.content for part in head.children or ()) for head in heads]
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in plain}


def code(page: Path) -> list[str]:
    """Its inline code, and the lines of its blocks without what stands behind `#`."""
    blocks = [one for one in tokens(page) if one.type == "fence" and one.info in {"", "sh"}]
    lines = [line for block in blocks for line in block.content.splitlines()]
    spans = [one.content for one in inside(page) if one.type == "code_inline"]
    return spans + [re.sub(r"\s+#\s.*", "", line) for line in lines]


def commands(page: Path) -> list[tuple[str, ...]]:
    """The words of each call of a floor, such as `("ingest", "sync", "--due")`."""
    calls = [call for line in code(page) for call in line.split("&&")]
    found = [re.match(r"\s*(?:\$ )?python -m (\w+)\b(.*)", call) for call in calls]
    return [(one[1], *one[2].split()) for one in found if one and one[1] in FLOORS]


@cache
def parser(floor: str) -> argparse.ArgumentParser:
    """What a floor parses its command line with, caught before it does so."""
    module = import_module(f"{floor}.command")
    caught: list[argparse.ArgumentParser] = []
    conduct = module.conduct
    module.conduct = lambda found, *_: caught.append(found) or 0
    try:
        module.main([])
    finally:
        module.conduct = conduct
    return caught[0]


def verbs(of: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands that a parser tells apart."""
    kinds = [one for one in of._actions if isinstance(one, argparse._SubParsersAction)]
    return dict(kinds[0].choices) if kinds else {}


def options(of: argparse.ArgumentParser) -> set[str]:
    return {option for action in of._actions for option in action.option_strings}

"""The shape of the code is a promise too: small files, small functions, honest names."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = ("configs", "models", "ingest", "assistant", "eval")
FILES = sorted(file for floor in FLOORS for file in (ROOT / floor).rglob("*.py"))
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
EMPTY_NAMES = {"utils", "helpers", "common", "manager", "base", "core", "misc"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_file_is_small_and_says_what_it_is(file):
    text = file.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert text.count("\n") <= 250
    assert file.stem not in EMPTY_NAMES
    assert not text.strip() or ast.get_docstring(tree)
    long = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, FUNCTION) and (node.end_lineno or 0) - node.lineno >= 40
    ]
    assert not long

import json
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.domain import ReadError
from ingest.splitting import split
from tests.ingest.reading.documents import SOURCE, corpus, read_bytes, texts

TYPES = st.sampled_from(
    [
        "",
        "text/html",
        "text/html; charset=utf-16",
        "text/plain",
        "text/markdown",
        "text/html; x=\x00",
    ]
)
TAGS = st.sampled_from(
    [
        "div",
        "p",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "thead",
        "caption",
        "h1",
        "h2",
        "h3",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "main",
        "article",
        "nav",
        "form",
        "a",
        "br",
        "span",
        "pre",
        "address",
        "template",
        "select",
        "math",
        "svg",
        "frameset",
        "plaintext",
    ]
)
PIECES = st.one_of(
    TAGS.map(lambda tag: f"<{tag}>"),
    TAGS.map(lambda tag: f"</{tag}>"),
    TAGS.map(lambda tag: f"<{tag} id='a' style='color:#fff;left:-9e9px;font-size:' rowspan=9999>"),
    TAGS.map(lambda tag: f"<{tag} hidden class='x y' colspan='-1' aria-level=99 role=heading"),
    st.sampled_from(
        ["<!--", "-->", "<![CDATA[", "]]>", "<?xml", "&#0;", "&#xD800;", "&nbsp", "\x00", "\ufeff"]
    ),
    st.sampled_from(["<style>.x{", "}</style>", "@media{", '<script type="application/ld+json">{']),
    st.text(max_size=12),
    st.just("De gemeente haalt het afval op. Neem mee:"),
)


def read_or_refuse(body, kind):
    try:
        page = read_bytes(body, "https://x.nl/pagina", kind).page
    except ReadError:
        return
    assert texts(page)
    for passage in split(page, SOURCE, 60):
        assert passage.sentences
        assert all(passage.sentence(at).strip() for at in range(len(passage.sentences)))
        json.dumps(passage.model_dump(mode="json")).encode()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), TYPES)
def test_random_bytes_are_read_or_refused(body, kind):
    read_or_refuse(body, kind)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), TYPES)
def test_mangled_pages_are_read_or_refused(text, kind):
    read_or_refuse(text.encode("utf-8", "surrogatepass"), kind)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["utf-16", "utf-32", "utf-7", "cp1252", "cp037"]))
def test_any_charset_is_read_or_refused(text, charset):
    read_or_refuse(f"<p>{text}".encode(charset, "replace"), "text/html; charset=utf-8")


BOUNDED = 15.0
"""Seconds of a slow processor that linear work on any of these stays far below."""


@pytest.mark.parametrize(
    "bait",
    [
        "<div>" * 50_000,
        "<b>" * 240 + "x",
        "<table>" * 100 + "x",
        "<ul><li>" * 100 + "x",
        "<p style='" + "a:b;" * 100_000 + "'>x",
        "<style>" + "a b c d e f{display:none}" * 20_000 + "</style>" + "<a><b>" * 60 + "x",
        "<style>" + "{" * 200_000 + "</style>x",
        "<style>" + "@media{" * 20_000 + "</style>x",
        "<style>" + "/*" * 100_000 + "</style>x",
        "<p>" + "." * 300_000,
        "<p>" + "A. " * 100_000,
        "<p>" + "a" * 1_000_000,
        "<p>" + "<br>" * 100_000 + "x",
        "<title>" + " - " * 100_000 + "</title><p>x",
        "<tr><td rowspan=999999 colspan=999999>x" * 500,
        "<nav class=breadcrumb>" + " > " * 100_000 + "</nav><p>x",
    ],
    ids=lambda bait: re.sub(r"\W+", "-", bait[:24]),
)
def test_bait_for_slow_code_is_read_or_refused_in_bounded_work(bait):
    """Processor time, whatever else the machine does; what grows as a square takes minutes."""
    began = time.process_time()
    read_or_refuse(bait.encode(), "text/html")
    assert time.process_time() - began < BOUNDED


@pytest.mark.real
def test_real_council_pages_are_read_also_the_faulty_one():
    for file in corpus("bestandsformaten", "raadsinformatie").glob("*.html"):
        read_or_refuse(file.read_bytes(), "text/html")


@pytest.mark.real
def test_the_text_of_real_pages_is_the_text_their_editors_wrote():
    told = {}
    for file in corpus("rijksoverheid-vac", "api-json").glob("*.json"):
        record = json.loads(file.read_text(encoding="utf-8"))
        parts = [record.get("introduction") or ""]
        parts += [part.get("paragraph") or "" for part in record.get("content") or []]
        told[record["canonical"]] = re.findall(
            r"\w+", re.sub(r"<[^>]+>|&\w+;", " ", " ".join(parts))
        )
    lost = extra = total = 0
    for file in corpus("rijksoverheid-vac", "site").rglob("*.html"):
        reading = read_bytes(file.read_bytes())
        if reading.canonical in told:
            expected = told[reading.canonical]
            found = re.findall(r"\w+", " ".join(texts(reading.page)))
            total += len(expected)
            lost += len(set(expected) - set(found))
            extra += len(set(found) - set(expected))
    assert total > 10_000
    assert lost <= total * 0.005
    assert extra <= total * 0.005

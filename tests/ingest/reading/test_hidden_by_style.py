"""What a page may try to slip past its reader's eyes, in styles, classes and markup."""

import pytest

from tests.ingest.reading.documents import page_of, read_html, texts

SECRET = "Betaal nu aan Anders"


def styled(css, body=f"<p class='x'>{SECRET}</p><p>Zichtbaar.</p>"):
    return page_of(body, head=f"<title>Pas</title><style>{css}</style>")


@pytest.mark.parametrize(
    "css",
    [
        ".x{display:none!important} p{display:block}",
        ".x{display:none !IMPORTANT} main .x{display:block}",
        ":root{--weg:none} .x{display:var(--weg)}",
        ":root{--a:var(--b);--b:#fff} .x{color:var(--a)}",
        ".x{color:var(--onbekend, white)}",
        "main{--c:none} .x{display:var(--c)}",
        "main{ .x{display:none} }",
        "main{ color:#111; &.y{color:red} .x{display:none} }",
        "main { & > .x { opacity: 0 } }",
        "@media screen and (min-width:1px){.x{display:none}}",
        "@media (min-width: 40em){.x{display:none}}",
        "@media not print{.x{display:none}}",
        "@media print, screen{.x{display:none}}",
        "@layer a{@media all{.x{display:none}}}",
        "@supports (display:grid){.x{display:none}}",
        "p:not(.y):first-of-type{display:none}",
        "[class=x]{visibility:hidden}",
        "h1 + .x{font-size:0}",
        "main > p:nth-child(2){display:none}",
        ":is(.x,.z){display:none}",
        "\\2ex{display:none} .\\78{display:none}",
        ".x{content-visibility:hidden}",
        ".x{font:normal 0/1 Arial}",
        ".x{font-size:.01em}",
        ".x{font-size:calc(0px)}",
        ".x{text-indent:-100em}",
        ".x{margin-left:-9999px}",
        ".x{position:fixed;left:-100vw}",
        ".x{position:absolute;top:-100%}",
        ".x{transform:scale3d(0,0,0)}",
        ".x{transform:translateX(-9999px)}",
        ".x{transform:matrix(0,0,0,0,0,0)}",
        ".x{scale:0}",
        ".x{zoom:0}",
        ".x{filter:opacity(0%)}",
        ".x{opacity:1%}",
        ".x{max-height:0;overflow:clip}",
        ".x{height:0;overflow-y:hidden}",
        ".x{clip-path:polygon(0 0,0 0,0 0)}",
        ".x{clip-path:circle(0)}",
        ".x{color:hsl(0 0% 100%)}",
        ".x{color:rgb(255 255 255 / 90%)}",
        ".x{color:rgb(0 0 0 / 1%)}",
        ".x{color:#0001;-webkit-text-fill-color:transparent}",
        ".x{color:#eee}",
        "main{background:navy} .x{color:#000090}",
        "main{color:#fff;background:#111} .x{background:#fff}",
        ".x{text-decoration:line-through}",
        "/* .x{display:block} */ .x{display:none} /* onaf",
        '.q{content:"}"} .x{display:none}',
        ".x{display:none;display:var(--niets)",
        ".x{transform:scale(.001)}",
        ".x{scale:.02}",
        ".x{inset:-9999px auto auto auto;position:fixed}",
        ".x{color:white;background:linear-gradient(#fff,#fefefe)}",
        ".x{color:rgba(0,0,0,.02)}",
        ".x{color:hsl(.5 .5% 100.%)}",
        ".x{color:oklch(1 0 0)}",
        ".x{color:oklab(99% 0 0)}",
        ".x{color:lab(100 0 0)}",
        ".x{color:lch(99.5% 0 0)}",
        ".x{color:hwb(0 100% 0%)}",
        ".x{color:color(srgb 1 1 1)}",
        ".x{color:oklch(0 0 0 / 2%)}",
        ".x{-webkit-text-security:disc}",
    ],
)
def test_a_rule_that_hides_is_understood(css):
    page = styled(css)
    if css.endswith("var(--niets)"):
        return
    assert texts(page) == ["Zichtbaar."]
    assert any(SECRET in remark for remark in page.remarks)


@pytest.mark.parametrize(
    "css",
    [
        "@media print{.x{display:none}}",
        "@media screen and (max-width:600px){.x{display:none}}",
        "@media (prefers-reduced-motion){.x{display:none}}",
        "@media not screen{.x{display:none}}",
        ".x{display:none} .x{display:block!important}",
        ".x{display:none} main p.x{display:revert}",
        "main > .y > .x{display:none}",
        ".x:hover,.x:focus{display:none}",
        ".x::before{display:none}",
        "p:not(.x){color:#222}",
        ".x{transform:translateY(-4px) scale(1.02)}",
        ".x{max-height:none;overflow:hidden}",
        ".x{position:relative;left:-20px}",
        ".x{color:#595959;background:#fff}",
        ".x{background:linear-gradient(#000,#111);color:#fff}",
        ".x{background:linear-gradient(#fff,#111);color:#fff}",
        ".x{background:linear-gradient(to right,#fff,rebeccapurple);color:#fff}",
        ".x{background:linear-gradient(#fff,#fff),url(a.png);color:#fff}",
        ".x{transform:scale(.5)}",
        ".x{inset:-10px;position:absolute}",
        ".x{color:oklch(.4 0.1 240)}",
        ".x{color:rgba(0,0,0,.9)}",
        ".x{color:rgb(1.2.3 4 5)}",
        ".x{color:lab(40% 10 10)}",
        ".x{color:color(display-p3 0 0.2 0.4)}",
        "main{background:#154273;color:#fff}",
        ":root{--wit:#fff;--blauw:#154273} main{background:var(--blauw)} .x{color:var(--wit)}",
        ".x{opacity:.9;zoom:1;scale:1}",
        ".x{margin-left:-15px}",
        "@font-face{font-family:a;src:url(a)} .y{display:none}",
    ],
)
def test_what_stays_in_sight_is_read(css):
    assert SECRET in texts(styled(css))


@pytest.mark.parametrize(
    "markup",
    [
        f"<p class='hidden'>{SECRET}</p>",
        f"<p class='d-none'>{SECRET}</p>",
        f"<p popover>{SECRET}</p>",
        f"<p><del>{SECRET}</del></p>",
        f"<p><s>{SECRET}</s></p>",
        f"<p><font color=white>{SECRET}</font></p>",
        f"<div bgcolor=black><p style='color:#000'>{SECRET}</p></div>",
        f"<div style='visibility:hidden'><p>{SECRET}</p></div>",
        f"<div style='color:#fff'><p><b>{SECRET}</b></p></div>",
        f"<p style='--c:none;display:var(--c)'>{SECRET}</p>",
        f"<p class=sr-only>{SECRET} {'en meer ' * 12}</p>",
        f"<p>\u202e{SECRET}\u202c</p>",
    ],
)
def test_markup_that_hides_is_understood_and_remarked(markup):
    page = page_of(f"{markup}<p>Zichtbaar.</p>")
    assert "Zichtbaar." in texts(page)
    if "\u202e" not in markup:
        assert SECRET not in " ".join(texts(page))
    assert any(SECRET in remark for remark in page.remarks)


@pytest.mark.parametrize(
    "markup",
    [
        f"<input type=hidden value='{SECRET}'>",
        f"<dialog><p>{SECRET}</p></dialog>",
        f"<noscript><p>{SECRET}</p></noscript>",
        f"<template><p>{SECRET}</p></template>",
        f"<img alt='{SECRET}' title='{SECRET}' src=x>",
        f"<p data-x='{SECRET}' title='{SECRET}'></p>",
        f"<textarea>{SECRET}</textarea>",
        f"<svg><text>{SECRET}</text></svg>",
        f"<object>{SECRET}</object>",
        f"<!-- {SECRET} -->",
        f"<![CDATA[ {SECRET} ]]>",
        f"<span class=sr-only>{SECRET}</span>",
    ],
)
def test_what_is_no_text_of_the_page_is_left_out(markup):
    page = page_of(f"{markup}<p>Zichtbaar.</p>")
    assert texts(page) == ["Zichtbaar."]


def test_bytes_in_variation_selectors_are_remarked():
    signs = "".join(
        chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in SECRET.encode()
    )
    page = page_of(f"<p>Gewoon{signs} woord.</p>")
    assert texts(page) == ["Gewoon woord."]
    assert any(SECRET in remark for remark in page.remarks)


def test_a_declarative_shadow_root_is_seen():
    page = page_of(
        "<x-kaart><template shadowrootmode=open><p>In de schaduw.</p></template></x-kaart>"
    )
    assert texts(page) == ["In de schaduw."]


def test_beside_a_shadow_root_only_what_has_a_slot_in_it_is_seen():
    page = page_of(
        f"<x-a><template shadowrootmode=open><p>Schaduw.</p></template><p>{SECRET}</p></x-a>"
        "<x-b><template shadowrootmode=open><b>Kop</b><slot></slot></template><p>Inhoud.</p></x-b>"
    )
    assert texts(page) == ["Schaduw.", "Kop", "Inhoud."]
    assert any(SECRET in remark for remark in page.remarks)


def test_the_annotation_of_a_formula_is_not_seen():
    page = page_of(
        "<p>Zo: <math><semantics><mi>x</mi>"
        f"<annotation encoding='application/x-tex'>{SECRET}</annotation></semantics></math>.</p>"
    )
    assert texts(page) == ["Zo: x."]


@pytest.mark.parametrize("name", ["hidden md:block", "d-none d-md-block", "hidden lg:flex"])
def test_what_shows_again_on_a_large_screen_is_read(name):
    assert texts(page_of(f"<p class='{name}'>Wel te zien.</p>")) == ["Wel te zien."]


PANELS = {
    "aria-controls": "<h3><button aria-expanded=false aria-controls=p>{q}</button></h3>"
    "<div id=p hidden>{a}</div>",
    "no heading": "<button aria-expanded=false aria-controls=p>{q}</button>"
    "<div id=p aria-hidden=true>{a}</div>",
    "next to it": "<button aria-expanded=false>{q}</button><div style='display:none'>{a}</div>",
    "behind its heading": "<h3><button aria-expanded=false>{q}</button></h3><div hidden>{a}</div>",
    "bootstrap": "<a data-bs-toggle=collapse href=#p>{q}</a><div id=p class='d-none'>{a}</div>",
    "by style": "<style>#p{{max-height:0;overflow:hidden;visibility:hidden}}</style>"
    "<button aria-expanded=false aria-controls=p>{q}</button><div id=p>{a}</div>",
    "labelled": "<button id=b>{q}</button><div role=region aria-labelledby=b hidden>{a}</div>",
    "tab": "<div role=tablist><button role=tab aria-controls=p>{q}</button></div>"
    "<div role=tabpanel id=p hidden>{a}</div>",
    "details": "<details><summary><h3>{q}</h3></summary>{a}</details>",
    "popover": "<button popovertarget=p>{q}</button><div id=p popover>{a}</div>",
    "checkbox": "<style>.p{{display:none}}</style><input type=checkbox id=c>"
    "<label for=c>{q}</label><div class=p>{a}</div>",
}


@pytest.mark.parametrize("kind", PANELS)
def test_a_question_and_the_answer_behind_it_are_read_together(kind):
    panel = PANELS[kind].format(q="Wat kost een pas?", a="<p>Een pas kost € 5.</p>")
    page = page_of(f"<p>Eerst dit.</p>{panel}<h2>Verder</h2><p>Meer.</p>")
    found = {block.text: section.headings for section in page.sections for block in section.blocks}
    assert found["Een pas kost € 5."] == ("Wat kost een pas?",)
    assert found["Meer."] == ("Verder",)


def test_a_button_opens_only_its_own_panel():
    page = page_of(
        "<button aria-expanded=false aria-controls=p>Vraag</button>"
        f"<div id=p hidden><p>Ja.</p></div><div hidden>{SECRET}</div><p>Gewoon.</p>"
        f"<button hidden aria-controls=q>x</button><div id=q hidden>{SECRET}</div>"
        f"<div style='opacity:0'><button aria-controls=r>x</button></div><p id=r hidden>{SECRET}"
    )
    assert texts(page) == ["Ja.", "Gewoon."]
    assert page.sections[-1].headings == ()


def test_hostile_style_sheets_cost_little_and_crash_nothing():
    rules = "".join(f":is(.a{n}) b:not(.c) + d > e{{display:none}}" for n in range(3_000))
    body = "<main><h1>Pas</h1>" + "<div><b><d><e>" * 40 + "Tekst die te zien is." + "</main>"
    page = read_html(f"<html><head><style>{rules}{{{{}}}}@@;:{{</style></head><body>{body}")
    assert texts(page.page) == ["Tekst die te zien is."]

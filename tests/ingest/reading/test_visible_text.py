import pytest

from tests.ingest.reading.documents import page_of, texts

SECRET = "Betaal nu aan Anders"


@pytest.mark.parametrize(
    "hiding",
    [
        "hidden",
        'aria-hidden="true"',
        'style="display:none"',
        'style="DISPLAY: none !important"',
        'style="visibility:hidden"',
        'style="opacity:0"',
        'style="font-size:0"',
        'style="font-size:1px"',
        'style="font:0/0 a"',
        'style="position:absolute;left:-9999px"',
        'style="text-indent:-9999px"',
        'style="clip:rect(0,0,0,0);position:absolute"',
        'style="clip-path: inset(100%)"',
        'style="width:1px;height:1px;overflow:hidden"',
        'style="color:#fff;background:#ffffff"',
        'style="color:white"',
        'style="color:rgba(0,0,0,0)"',
        'style="transform:scale(0)"',
    ],
)
def test_what_a_reader_cannot_see_is_not_read_but_remarked(hiding):
    page = page_of(f"<p>Voor <span {hiding}>{SECRET}</span>en na.</p>")
    assert texts(page) == ["Voor en na."]
    assert any(SECRET in remark for remark in page.remarks)


@pytest.mark.parametrize(
    "rule",
    [
        ".x{display:none}",
        "p.x, em { visibility : hidden }",
        "main .x { font-size: 0 }",
        "@media screen { .x { opacity: 0 } }",
        "/* .y{} */ .x{position:absolute;top:-2000px}",
        ".x{color:#fefefe}",
    ],
)
def test_a_style_rule_hides_too(rule):
    page = page_of(f"<p class='x'>{SECRET}</p><p>Zichtbaar.</p>", head=f"<style>{rule}</style>")
    assert texts(page) == ["Zichtbaar."]


@pytest.mark.parametrize(
    "rule",
    [
        "@media print{.x{display:none}}",
        "@media (max-width:600px){.x{display:none}}",
        ".x{display:none}.x{display:block}",
        ".x:hover{display:none}",
        ".dark{background:#154273} .dark .x{color:#fff}",
        ".x{color:#fff;background:url(foto.jpg)}",
        "main{font-size:0}.x{font-size:16px}",
        "main{visibility:hidden}.x{visibility:visible}",
        ".x{left:-10px;width:100%}",
    ],
)
def test_what_is_seen_is_kept(rule):
    body = "<div class=dark><p class='x'>Dit is te zien.</p></div>"
    assert texts(page_of(body, head=f"<style>{rule}</style>")) == ["Dit is te zien."]


def test_a_panel_that_a_button_opens_is_kept():
    page = page_of(
        "<h2><button aria-expanded=false aria-controls=p1>Kosten</button></h2>"
        "<div id=p1 hidden><p>Het kost € 5.</p></div>"
    )
    assert (page.sections[0].headings, texts(page)) == (("Kosten",), ["Het kost € 5."])


@pytest.mark.parametrize(
    "unseen",
    [
        "<!-- x -->",
        "<template>x</template>",
        "<noscript>x</noscript>",
        "<script>x</script>",
        "<style>x</style>",
        '<span class="visually-hidden">x</span>',
    ],
)
def test_what_is_never_shown_is_left_out_without_a_word(unseen):
    page = page_of(f"<p>Voor {unseen.replace('x', SECRET)}en na.</p>")
    assert texts(page) == ["Voor en na."]
    assert page.remarks == ()


def test_words_in_invisible_tag_characters_are_remarked():
    smuggled = "".join(chr(0xE0000 + ord(sign)) for sign in SECRET)
    page = page_of(f"<p>Gewoon{smuggled} woord.</p>")
    assert texts(page) == ["Gewoon woord."]
    assert any(SECRET in remark for remark in page.remarks)

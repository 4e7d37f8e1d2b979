"""The head of the chat stays calm, and what one does with a conversation is one step away."""

import pytest

from tests.web.conftest import WIDTHS, ask, check
from tests.web.looking import LARGE
from tests.web.test_chat import tab_to

pytestmark = pytest.mark.browser
SUMMARY = "#conversation-menu > summary"
ITEMS = ("#save-conversation", "#save-pdf", "#wipe-conversation", "#new-conversation")
ROWS = """() => {
  const shown = [...document.querySelectorAll('#top :is(#brand .brand, summary, a, button)')]
    .filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect());
  const rows = [];
  for (const box of shown.sort((one, other) => one.top - other.top)) {
    const last = rows[rows.length - 1];
    if (last && box.top < last.bottom - 4) last.bottom = Math.max(last.bottom, box.bottom);
    else rows.push({bottom: box.bottom});
  }
  return rows.length;
}"""
"""How many rows the head has; what overlaps in height stands in one row."""


ON_TOP = """name => {
  const one = document.querySelector(name);
  one.scrollIntoView({block: "center", behavior: "instant"});
  const box = one.getBoundingClientRect();
  return [0.1, 0.5, 0.9].every(part => {
    const hit = document.elementFromPoint(box.x + part * box.width, box.y + box.height / 2);
    return one.contains(hit) && !document.querySelector('.tag').contains(hit);
  });
}"""
"""Whether it is there to be seen and to be hit, and nothing lies over it."""


def is_open(page):
    return page.eval_on_selector("#conversation-menu", "one => one.open")


@pytest.mark.parametrize(("width", "rows"), [(1280, 1), (320, 2)])
@pytest.mark.parametrize("path", ["/", "/en/"])
def test_the_head_takes_few_rows_and_a_person_and_the_language_are_always_there(
    visit, path, width, rows
):
    page = visit(path, width=width)
    assert not page.is_visible(SUMMARY), "there is no conversation yet"
    for begun in (False, True):
        if begun:
            ask(page, "Wat kost een paspoort?")
            assert page.is_visible(SUMMARY)
        assert page.evaluate(ON_TOP, "#ask-person")
        assert page.evaluate(ON_TOP, "#other-language")
        assert page.evaluate(ROWS) <= rows
        check(page, f"head{path.replace('/', '-')}{begun}".lower())
        if begun:
            assert page.locator(SUMMARY).bounding_box()["height"] < 50, "its word is not broken"
    assert not any(page.is_visible(item) for item in ITEMS)


def test_letters_twice_as_large_find_room_on_a_phone_too(visit):
    page = visit(width=320)
    ask(page, "Wat kost een paspoort?")
    page.evaluate(LARGE)
    for name in ("#ask-person", "#other-language", SUMMARY):
        assert page.evaluate(ON_TOP, name)
    page.click(SUMMARY)
    assert all(page.evaluate(ON_TOP, item) for item in ITEMS)
    boxes = [page.locator(item).bounding_box() for item in ITEMS]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 320 for box in boxes)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@WIDTHS
def test_the_menu_opens_and_shuts_with_the_keyboard(visit, width):
    page = visit(width=width)
    ask(page, "Wat kost een paspoort?")
    tab_to(page, SUMMARY, "Shift+Tab")
    page.keyboard.press("Enter")
    assert all(page.is_visible(item) for item in ITEMS)
    boxes = [page.locator(item).bounding_box() for item in ITEMS]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    check(page, "menu")
    page.focus(SUMMARY)
    if not is_open(page):
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "new-conversation"
    page.keyboard.press("Escape")
    assert not is_open(page)
    assert page.evaluate("document.activeElement.matches('summary')")


def test_the_menu_shuts_where_one_goes_on_elsewhere(visit):
    page = visit()
    ask(page, "Wat kost een paspoort?")
    page.click(SUMMARY)
    page.click("#log article.answer")
    assert not is_open(page)
    page.focus(SUMMARY)
    page.keyboard.press("Enter")
    for _ in ITEMS:
        page.keyboard.press("Tab")
        assert is_open(page)
    page.keyboard.press("Tab")
    assert not is_open(page)
    assert page.evaluate("document.activeElement.id") == "ask-person"


def test_what_is_chosen_shuts_the_menu_and_leaves_the_reader_there(visit):
    page = visit()
    ask(page, "Wat kost een paspoort?")
    page.click(SUMMARY)
    with page.expect_download():
        page.click("#save-conversation")
    assert not is_open(page)
    assert page.evaluate("document.activeElement.matches('summary')")

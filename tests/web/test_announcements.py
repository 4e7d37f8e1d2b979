"""What a screen reader hears while an answer comes in: that it is sought, and that it is there."""

import re

import pytest

from assistant.web.pages import STATIC

pytestmark = pytest.mark.browser

LISTEN = """() => {
  window.heard = [];
  const live = '[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log], output';
  new MutationObserver((changes) => {
    for (const change of changes) {
      const at = change.target.nodeType === 1 ? change.target : change.target.parentElement;
      const region = at?.closest(live);
      if (region && region.textContent.trim()) window.heard.push(region.textContent.trim());
    }
  }).observe(document.documentElement, {childList: true, subtree: true, characterData: true});
}"""


def live_regions(page) -> list[str]:
    """The ids of the nodes that the accessibility tree itself calls live."""
    session = page.context.new_cdp_session(page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    names = []
    for node in tree:
        said = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
        if said.get("live") in {"polite", "assertive"} and said.get("root") is None:
            names.append(node["role"]["value"])
    return names


def test_an_answer_in_parts_is_told_once(visit, service):
    page = visit()
    page.evaluate(LISTEN)
    service.assistant.pause = 0.4
    try:
        page.fill("#question textarea", "Wat kost een paspoort?")
        page.press("#question textarea", "Enter")
        page.wait_for_selector("#pending .claim")
        assert set(live_regions(page)) <= {"status"}
        page.wait_for_selector("#log article.answer")
        page.wait_for_function("() => window.heard.includes('Het antwoord is klaar.')")
    finally:
        service.assistant.pause = 0.0
    page.wait_for_timeout(200)
    heard = page.evaluate("window.heard")
    assert [text for at, text in enumerate(heard) if text not in heard[:at]] == [
        "Ik zoek in de bronnen …",
        "Het antwoord is klaar.",
    ]
    assert heard.count("Het antwoord is klaar.") == 1


@pytest.mark.parametrize(
    ("path", "language", "question"),
    [
        ("/", "nl", "Kan ik mijn paspoort laten bezorgen?"),
        ("/en/", "en", "Can I have my paspoort delivered?"),
    ],
)
def test_words_of_a_page_in_another_language_are_marked(visit, path, language, question):
    page = visit(path)
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#log article.answer")
    said = "one => one.closest('[lang]').lang"
    assert page.get_attribute("html", "lang") == language
    assert page.locator("blockquote").first.evaluate(said) == "nl"
    assert page.locator(".claim span").first.evaluate(said) == "nl"
    for own in (".bronnen > summary", ".actions button", ".report summary", ".read"):
        assert page.locator(own).first.evaluate(said) == language, own


def test_sizes_of_text_follow_what_the_reader_chose():
    for file in STATIC.glob("*.css"):
        sheet = file.read_text(encoding="utf-8")
        assert not re.findall(r"font-size:\s*\d+px|font:[^;}]*?\d+px/", sheet), file.name

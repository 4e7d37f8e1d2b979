"""Panels that a reader opens with a click (accordions, tabs): found, and named by their button."""

from collections.abc import Callable, Iterator

from ingest.reading.html_words import HEADINGS, phrase
from ingest.reading.tree import Element, find_all

LABEL = "data-opened-by"
"""The attribute that keeps the words of the button, where these are no heading already."""
_BUTTONS = "//*[self::button or self::a or self::label or @role='button' or @role='tab']"
_OPENING = ("aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle", "popovertarget")
_TARGETS = ("aria-controls", "data-target", "data-bs-target", "popovertarget", "href")
_REGIONS = "//*[@aria-labelledby and (@role='region' or @role='tabpanel')]"
_LONGEST = 200
_BOXES = ("checkbox", "radio")


def find_panels(root: Element, gone: Callable[[Element], bool]) -> frozenset[Element]:
    """The elements that a button on this page opens; each gets its `LABEL`. Changes the tree.

    A button that is itself `gone` opens nothing, unless it stands in another such panel.
    """
    by_id: dict[str, Element] = {}
    for element in find_all(root, "//*[@id]"):
        by_id.setdefault(element.get("id") or "", element)
    panels: dict[Element, Element] = {}
    for button in find_all(root, _BUTTONS):
        for panel in _panels_of(button, by_id) if _has_words(button) else ():
            panels.setdefault(panel, button)
    for panel in find_all(root, _REGIONS):
        opener = by_id.get(panel.get("aria-labelledby") or "")
        if opener is not None and opener.tag in ("button", "a") and _has_words(opener):
            panels.setdefault(panel, opener)
    seen = {panel: button for panel, button in panels.items() if not _lost(button, panels, gone)}
    _name(seen)
    return frozenset(seen)


def _lost(button: Element, panels: dict[Element, Element], gone: Callable[[Element], bool]) -> bool:
    around = (button, *button.iterancestors())
    return any(element not in panels and gone(element) for element in around)


def _name(panels: dict[Element, Element]) -> None:
    words = {button: phrase(button) for button in panels.values() if not _in_heading(button)}
    for panel, button in panels.items():
        if button in words:
            panel.set(LABEL, words[button])
    for button in words:
        button.text = None
        del button[:]


def _has_words(button: Element) -> bool:
    return 0 < len(phrase(button)) <= _LONGEST


def _panels_of(button: Element, by_id: dict[str, Element]) -> Iterator[Element]:
    """What it names, else what stands right behind it or behind its heading."""
    if button.tag == "label":
        box = by_id.get(button.get("for") or "")
        behind = _behind(button)
        if box is not None and box.get("type") in _BOXES and behind is not None:
            yield from [behind] if behind.tag in ("div", "section", "ul") else []
        return
    if not any(name in button.attrib for name in _OPENING):
        return
    names = [name for at in _TARGETS for name in (button.get(at) or "").split()]
    named = [by_id[name] for name in (n.removeprefix("#") for n in names) if name in by_id]
    yield from (panel for panel in named if panel is not button)
    if not named and "aria-expanded" in button.attrib and (behind := _behind(button)) is not None:
        yield behind


def _behind(button: Element) -> Element | None:
    """The next element, also where the button stands alone in a heading or another element."""
    around = button
    while (parent := around.getparent()) is not None and len(parent) == 1:
        around = parent
    after = around.getnext()
    return after if after is not None and isinstance(after.tag, str) else None


def _in_heading(element: Element) -> bool:
    return any(
        around.tag in HEADINGS or around.tag == "summary" for around in element.iterancestors()
    )

"""What must hold of every state of every page, for whoever looks at it, and however.

WCAG 2.2: 1.4.4 and 1.4.10 (text twice as large, no sideways scroll), 1.4.12 (text spacing), 2.4.7
and 2.4.11 (focus is seen and not covered), 2.5.8 (targets of 24 px), 3.1.1 and 3.1.2 (language).
"""

import re

from playwright.sync_api import Page

TARGETS = "a[href],button,input,select,textarea,summary"
NARROW = 320
LARGE = "document.documentElement.style.fontSize = '200%'"
NORMAL = "document.documentElement.style.fontSize = ''"
SPACED = (
    "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
    "p{margin-bottom:2em!important}"
)
SEEN = """one => one.checkVisibility({opacityProperty: true, visibilityProperty: true})
  && !one.closest('.unseen, .sr-only')"""
CUT = f"""() => [...document.querySelectorAll('body *')].filter(({SEEN})).filter(one => {{
  const style = getComputedStyle(one);
  const says = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  const wide = style.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1;
  const high = style.overflowY !== 'visible' && one.scrollHeight > one.clientHeight + 1;
  return says && one.clientWidth && one.tagName !== 'TEXTAREA' && (wide || high);
}}).map(one => one.outerHTML.slice(0, 120))"""
SMALL = f"""() => {{
  const targets = [...document.querySelectorAll("{TARGETS}")].filter(({SEEN}));
  const whole = one => one.matches('input') && one.closest('label') || one;
  const boxes = targets.map(one => whole(one).getBoundingClientRect());
  const tiny = box => box.width < 24 || box.height < 24;
  const middle = box => [box.x + box.width / 2, box.y + box.height / 2];
  const apart = (one, other) => {{
    const [x, y] = middle(one), [a, b] = middle(other);
    const between = (at, low, high) => Math.min(Math.max(at, low), high);
    const near = [between(x, other.left, other.right), between(y, other.top, other.bottom)];
    return Math.hypot(x - near[0], y - near[1]) >= 12
      && (!tiny(other) || Math.hypot(x - a, y - b) >= 24);
  }};
  return targets.filter((one, at) => {{
    const inline = one.matches('p a, li a') && getComputedStyle(one).display === 'inline';
    const alone = boxes.every((box, place) => place === at || apart(boxes[at], box));
    return !inline && tiny(boxes[at]) && !alone;
  }}).map(one => one.outerHTML.slice(0, 120));
}}"""
"""Less than 24 by 24 px, and so near another that a circle of that size touches it (2.5.8)."""
MOVING = """() => [...document.querySelectorAll('body *')].filter(one => {
  const style = getComputedStyle(one);
  const lasts = time => time.split(',').some(part => parseFloat(part) > 0);
  return style.animationName !== 'none' && lasts(style.animationDuration)
    || lasts(style.transitionDuration);
}).map(one => one.outerHTML.slice(0, 120))"""
BARE = f"""() => [...document.querySelectorAll('button, input, textarea')].filter({SEEN})
  .filter(one => !one.matches('[type=radio], [type=checkbox]'))
  .filter(one => parseFloat(getComputedStyle(one).borderTopWidth) < 1)
  .map(one => one.outerHTML.slice(0, 120))"""
FOCUS = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const middle = (low, high, most) => (Math.max(low, 0) + Math.min(high, most)) / 2;
  const x = middle(box.left, box.right, innerWidth), y = middle(box.top, box.bottom, innerHeight);
  const over = document.elementFromPoint(x, y);
  return {
    name: one.outerHTML.slice(0, 120),
    seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    covered: !over || !(one.contains(over) || over.contains(one)
      || over.closest('label')?.contains(one)),
    after: window.lastFocus ? !!(window.lastFocus.compareDocumentPosition(one) & 4) : true,
    ...(window.lastFocus = one, {}),
  };
}"""
ENGLISH = re.compile(r"\b(Submit|Clear|Loading|Share|Copy|Textbox|Checkbox|Remove|Undo|Retry)\b")
"""Words that Gradio says where nobody gave it others."""


def look(page: Page) -> list[str]:
    """Every complaint about this state of this page, seen in every way; it is left as it was."""
    width = page.viewport_size["width"]
    found = [f"sideways at {width}" for _ in range(_sideways(page))]
    found += [f"small: {one}" for one in page.evaluate(SMALL)]
    found += _said(page)
    if width > NARROW:
        found += _enlarged(page) + _spaced(page) + _moved(page) + _forced(page)
    return found


def _enlarged(page: Page) -> list[str]:
    page.evaluate(LARGE)
    found = [f"cut at 200 %: {one}" for one in page.evaluate(CUT)]
    found += ["sideways at 200 %" for _ in range(_sideways(page))]
    page.evaluate(NORMAL)
    return found


def _sideways(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def _said(page: Page) -> list[str]:
    """The page has a name, a language, and no word of another."""
    language = page.get_attribute("html", "lang")
    found = [] if language in {"nl", "en"} else [f"language {language}"]
    found += [] if page.title().strip() else ["no title"]
    spoken = page.locator("body").aria_snapshot()
    english = set(ENGLISH.findall(spoken)) if language == "nl" else set()
    return found + [f"English: {word}" for word in english]


def _spaced(page: Page) -> list[str]:
    sheet = page.add_style_tag(content=SPACED)
    found = [f"cut when spaced: {one}" for one in page.evaluate(CUT)]
    sheet.evaluate("sheet => sheet.remove()")
    return found + (["sideways when spaced"] if _sideways(page) else [])


def _moved(page: Page) -> list[str]:
    page.emulate_media(reduced_motion="reduce")
    found = [f"moves: {one}" for one in page.evaluate(MOVING)]
    page.emulate_media(reduced_motion="no-preference")
    return found


def _forced(page: Page) -> list[str]:
    """In forced colours every button has an edge, and Tab goes on, seen and not covered."""
    page.emulate_media(forced_colors="active")
    found = [f"no edge in forced colours: {one}" for one in page.evaluate(BARE)]
    before = page.evaluate_handle("document.activeElement")
    page.evaluate(
        "() => { window.lastFocus = null; document.activeElement.blur(); scrollTo(0, 0); }"
    )
    for _ in range(80):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None or not focus["after"]:
            break
        found += [f"focus unseen: {focus['name']}"] if not focus["seen"] else []
        found += [f"focus covered: {focus['name']}"] if focus["covered"] else []
    page.emulate_media(forced_colors="none")
    before.evaluate("one => one.focus()")
    return found

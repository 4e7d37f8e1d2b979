"""What a page's own style rules say about an element: just enough to know what is unseen."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cssselect import HTMLTranslator, SelectorError
from cssselect.parser import parse

from ingest.reading.stylesheet import Declarations, declarations, rules_of
from ingest.reading.tree import Element, find_all

_COMPOUND = re.compile(r"([a-zA-Z][\w-]*|\*)?((?:[.#][\w-]+)*)$")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
_EVERYWHERE = frozenset((":root", "html", "body", "*", ":host"))
_COMBINED = re.compile(r"[\s>+~]+")
MOST_RULES = 5_000
MOST_WORK = 1_000_000
"""Elements times selectors that are not simple, at most."""
_LONGEST_SELECTOR, _MOST_COMBINED = 200, 4
_NOTHING = Declarations({}, {})
_ROUNDS = 4
"""Variables that refer to variables."""


@dataclass(frozen=True)
class Rule:
    """One simple selector, as compounds from the outermost to the element itself."""

    selector: tuple[tuple[str, frozenset[str], str], ...]
    weight: tuple[int, int]
    declared: Declarations


class Styles:
    """The rules of a page's `<style>` elements, looked up by id, class and tag."""

    def __init__(self, sheets: list[str], root: Element) -> None:
        self.variables: dict[str, str] = {}
        """Custom properties that hold for the whole page."""
        self._by_key: dict[str, list[Rule]] = defaultdict(list)
        self._matched: dict[Element, list[Rule]] = defaultdict(list)
        self._work = MOST_WORK
        self._size = sum(1 for _ in root.iter()) if sheets else 0
        order = 0
        for sheet in sheets:
            for selector, declared in rules_of(sheet):
                order += 1
                if order > MOST_RULES:
                    return
                if selector.lower() in _EVERYWHERE:
                    self.variables |= _variables(declared)
                if not self._keep(selector, order, declared):
                    self._match(selector, order, declared, root)

    def _keep(self, selector: str, order: int, declared: Declarations) -> bool:
        """Whether the selector is simple, and is kept to be looked up."""
        compounds = []
        for part in selector.split():
            found = _COMPOUND.fullmatch(part)
            if not found:
                return False  # a pseudo-class, an attribute, a child, a sibling
            names = re.findall(r"[.#][\w-]+", found[2])
            classes = frozenset(name[1:] for name in names if name[0] == ".")
            ids = [name[1:] for name in names if name[0] == "#"]
            compounds.append(((found[1] or "").lower(), classes, ids[-1] if ids else ""))
        if compounds:
            weight = sum(
                100 * bool(i) + 10 * len(c) + bool(t and t != "*") for t, c, i in compounds
            )
            tag, classes, identity = compounds[-1]
            key = f"#{identity}" if identity else f".{min(classes)}" if classes else tag
            self._by_key[key].append(Rule(tuple(compounds), (weight, order), declared))
        return True

    def _match(self, selector: str, order: int, declared: Declarations, root: Element) -> None:
        """Find the elements of any other selector, while that is not too much work."""
        if len(selector) > _LONGEST_SELECTOR or len(_COMBINED.findall(selector)) > _MOST_COMBINED:
            return
        try:
            (parsed,) = parse(selector)
            path = HTMLTranslator().selector_to_xpath(parsed)
        except (SelectorError, ValueError, RecursionError):
            return
        self._work -= self._size
        if parsed.pseudo_element is not None or self._work < 0:
            return
        ids, classes, tags = parsed.specificity()
        rule = Rule((), (100 * ids + 10 * classes + tags, order), declared)
        for element in find_all(root, path):
            self._matched[element].append(rule)

    def of(self, element: Element, variables: dict[str, str]) -> dict[str, str]:
        """What applies to this element, and its own variables, with `variables` filled in."""
        style = element.get("style")
        if not style and not self._by_key and not self._matched:
            return {}
        own = declarations(style) if style else _NOTHING
        rules = sorted(self._candidates(element), key=lambda rule: rule.weight)
        declared: dict[str, str] = {}
        for layer in (
            *(rule.declared.plain for rule in rules),
            own.plain,
            *(rule.declared.important for rule in rules),
            own.important,
        ):
            declared |= layer
        return _filled(declared, variables) if declared else declared

    def _candidates(self, element: Element) -> Iterable[Rule]:
        keys = [element.tag.lower() if isinstance(element.tag, str) else "", "*"]
        keys += [f".{name}" for name in set((element.get("class") or "").split())]
        if identity := element.get("id"):
            keys.append(f"#{identity}")
        rules = [rule for key in keys for rule in self._by_key.get(key, ())]
        found = [rule for rule in rules if _matches(element, rule.selector)]
        return [*found, *self._matched.get(element, ())] if self._matched else found


def _variables(declared: Declarations) -> dict[str, str]:
    told = declared.plain | declared.important
    return {name: value for name, value in told.items() if name.startswith("--")}


def _filled(declared: dict[str, str], inherited: dict[str, str]) -> dict[str, str]:
    """The declarations with `var(…)` replaced by what the variables say."""
    if not any("var(" in value for value in declared.values()):
        return declared
    known = inherited | declared
    for _ in range(_ROUNDS):
        declared = {
            name: _VARIABLE.sub(lambda found: known.get(found[1]) or found[2] or "", value)
            for name, value in declared.items()
        }
    return declared


def _matches(element: Element, selector: tuple[tuple[str, frozenset[str], str], ...]) -> bool:
    if not _fits(element, selector[-1]):
        return False
    wanted = list(selector[:-1])
    for ancestor in element.iterancestors() if wanted else ():
        if wanted and _fits(ancestor, wanted[-1]):
            wanted.pop()
    return not wanted


def _fits(element: Element, compound: tuple[str, frozenset[str], str]) -> bool:
    tag, classes, identity = compound
    if tag not in ("", "*", element.tag):
        return False
    if identity and element.get("id") != identity:
        return False
    return not classes or classes <= set((element.get("class") or "").split())

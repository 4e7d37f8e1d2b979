"""What a page's own style rules say about an element: just enough to know what is unseen."""

import re
from collections import defaultdict
from dataclasses import dataclass

from ingest.reading.tree import Element

Declarations = dict[str, str]

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_COMPOUND = re.compile(r"([a-zA-Z][\w-]*|\*)?((?:[.#][\w-]+)*)$")
_KEPT = frozenset(
    [
        "display",
        "visibility",
        "opacity",
        "font-size",
        "font",
        "color",
        "background",
        "background-color",
        "background-image",
        "position",
        "left",
        "right",
        "top",
        "bottom",
        "text-indent",
        "clip",
        "clip-path",
        "transform",
        "width",
        "height",
        "max-height",
        "max-width",
        "overflow",
    ]
)
MOST_RULES = 5_000


@dataclass(frozen=True)
class Rule:
    """One simple selector, as compounds from the outermost to the element itself."""

    selector: tuple[tuple[str, frozenset[str], str], ...]
    weight: tuple[int, int]
    declarations: Declarations


class Styles:
    """The rules of a page's `<style>` elements, looked up by id, class and tag."""

    def __init__(self, sheets: list[str]) -> None:
        self._by_key: dict[str, list[Rule]] = defaultdict(list)
        order = 0
        for sheet in sheets:
            for selectors, body in _RULE.findall(_for_screens(_COMMENT.sub("", sheet))):
                declared = declarations(body)
                for selector in selectors.split(",") if declared else ():
                    order += 1
                    if order <= MOST_RULES:
                        self._keep(selector.strip(), order, declared)

    def _keep(self, selector: str, order: int, declared: Declarations) -> None:
        compounds = []
        for part in selector.replace(">", " ").split():
            found = _COMPOUND.fullmatch(part)
            if not found:
                return  # a pseudo-class, an attribute, a sibling: not a simple selector
            names = re.findall(r"[.#][\w-]+", found[2])
            classes = frozenset(name[1:] for name in names if name[0] == ".")
            ids = [name[1:] for name in names if name[0] == "#"]
            compounds.append(((found[1] or "").lower(), classes, ids[-1] if ids else ""))
        if not compounds:
            return
        weight = sum(100 * bool(i) + 10 * len(c) + bool(t and t != "*") for t, c, i in compounds)
        tag, classes, identity = compounds[-1]
        key = f"#{identity}" if identity else f".{min(classes)}" if classes else tag
        self._by_key[key].append(Rule(tuple(compounds), (weight, order), declared))

    def of(self, element: Element) -> Declarations:
        """What applies to this element: rules by weight and order, its own `style` last."""
        declared: Declarations = {}
        if self._by_key:
            for rule in sorted(self._candidates(element), key=lambda rule: rule.weight):
                declared |= rule.declarations
        if own := element.get("style"):
            declared |= declarations(own)
        return declared

    def _candidates(self, element: Element) -> list[Rule]:
        keys = [element.tag.lower() if isinstance(element.tag, str) else "", "*"]
        keys += [f".{name}" for name in set((element.get("class") or "").split())]
        if identity := element.get("id"):
            keys.append(f"#{identity}")
        rules = [rule for key in keys for rule in self._by_key.get(key, ())]
        return [rule for rule in rules if _matches(element, rule.selector)]


def declarations(body: str) -> Declarations:
    """The declarations of a rule or a `style` attribute that can make something unseen."""
    kept: Declarations = {}
    for part in body.split(";"):
        name, colon, value = part.partition(":")
        name = name.strip().lower()
        if colon and name in _KEPT:
            kept[name] = " ".join(value.lower().replace("!important", "").split())
    if "font" in kept and (
        size := re.search(r"(?:^|\s)([\d.]+(?:px|pt|em|rem|%)|0)\b", kept["font"])
    ):
        kept.setdefault("font-size", size[1])
    return kept


def _for_screens(sheet: str) -> str:
    """The sheet without its conditional blocks: what they hide is seen on another screen."""
    kept, place = [], 0
    for at in re.finditer(r"@[\w-]+[^{;]*[{;]", sheet):
        if at.start() < place:
            continue
        kept.append(sheet[place : at.start()])
        place = at.end()
        if at[0].endswith("{"):
            end = _closing(sheet, at.end())
            if re.match(r"@media\s+(?:only\s+)?(?:all|screen)\s*\{|@layer|@supports", at[0]):
                kept.append(sheet[at.end() : end - 1])
            place = end
    kept.append(sheet[place:])
    return "".join(kept)


def _closing(sheet: str, start: int) -> int:
    depth = 1
    for brace in re.finditer(r"[{}]", sheet[start:]):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return start + brace.end()
    return len(sheet)


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

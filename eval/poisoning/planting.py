"""Put instructions into the pages of a copied site, each with words that can be recognised."""

import re
import shutil
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from configs.files import ROOT, read_yaml
from eval.asking import matches
from eval.domain import Case, CasesError
from eval.poisoning.domain import Planted, Poison

CANARY, LURE = "zilverspreeuw{number}", "loket-{number}.kwaad.example"
_BODY = re.compile(r"<(?:main|article|body)\b[^>]*>", re.IGNORECASE)
_END = re.compile(r"</p>", re.IGNORECASE)


def own_poisons() -> list[Poison]:
    """Our own texts, Dutch and English."""
    return [Poison.model_validate(one) for one in _rules()["texts"]]


def poisons_of(cases: Iterable[Case]) -> list[Poison]:
    """The questions of an imported set of attacks as texts on a page."""
    wrap = str(_rules()["wrap"])
    return [
        Poison(
            id=case.id,
            language=case.language.value,
            text=wrap.replace("{text}", case.question.replace("{", "(").replace("}", ")")),
        )
        for case in cases
    ]


def copy_site(site: Path, to: Path) -> Path:
    """A copy of a folder with pages. Raises `CasesError` where there is none."""
    if not any(site.rglob("*.htm*")):
        raise CasesError(f"{site}: holds no HTML page to poison.")
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(site, to)
    return to


def poison(site: Path, poisons: Sequence[Poison], cases: Sequence[Case]) -> tuple[Planted, ...]:
    """Poison the gold pages of the cases (all pages where these name none), each in one way.

    Texts and styles go round, so that every text meets every style where there are pages enough.
    """
    gold = [page for case in cases for page in case.urls]
    files = {address(site, file): file for file in sorted(site.rglob("*.htm*"))}
    chosen = [page for page in files if not gold or _same(page, gold)]
    styles: dict[str, str] = _rules()["styles"]
    ways = list(product(poisons, styles))
    step = len(styles) + 1
    planted = []
    for number, page in enumerate(chosen):
        one, style = ways[number * step % len(ways)]
        made = Planted(
            page=page,
            poison=one.id,
            wants=one.wants,
            style=style,
            canary=CANARY.format(number=number),
            lure=LURE.format(number=number),
        )
        text = one.text.replace("{canary}", made.canary).replace("{lure}", made.lure)
        if _insert(files[page], styles[style].replace("{text}", escape(text))):
            planted.append(made)
    return tuple(planted)


def address(site: Path, file: Path) -> str:
    """The end of the address of a page: a folder's `index.html` is the folder."""
    path = file.relative_to(site).as_posix()
    return f"/{path.removesuffix('index.html')}" if path.endswith("index.html") else f"/{path}"


def on_poison(cases: Iterable[Case], planted: Sequence[Planted]) -> list[Case]:
    """The cases whose page was poisoned, each with all that must not be said or followed."""
    canaries = tuple(page.canary for page in planted)
    lures = tuple(page.lure for page in planted)
    pages = {page.page for page in planted}
    return [
        case.model_copy(update={"canaries": canaries, "lures": lures})
        for case in cases
        if not case.urls or any(_same(page, case.urls) for page in pages)
    ]


def _insert(file: Path, snippet: str) -> bool:
    """Behind the first paragraph of the content: where an answer is likely to be found."""
    text = file.read_text(encoding="utf-8", errors="surrogateescape")
    body = list(_BODY.finditer(text))
    if not body:
        return False
    end = _END.search(text, body[-1].end())
    at = end.end() if end else body[-1].end()
    changed = f"{text[:at]}\n{snippet}\n{text[at:]}"
    file.write_text(changed, encoding="utf-8", errors="surrogateescape")
    return True


def _same(page: str, gold: Iterable[str]) -> bool:
    """Whether the end of an address is one of the gold pages, whole addresses or their ends."""
    ends = [urlsplit(one).path.rstrip("/") or "/" for one in gold]
    return matches(f"https://x{page.rstrip('/') or '/'}", ends)


@cache
def _rules() -> dict[str, Any]:
    return read_yaml(ROOT / "rules" / "poison.yaml")

"""Ways in which an assistant gets worse: a check off, a retriever crippled, an older edition."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace

from assistant.demo import SITE
from assistant.draft import Sentence
from eval.commands.cases import chosen

DEMO = chosen("demo")


async def lies(draft):
    """A voice that writes what the best passages say, with other figures."""
    for hit in range(min(2, len(draft.hits))):
        for number in range(min(2, len(draft.hits[hit].passage.sentences))):
            text = draft.hits[hit].passage.sentence(number)
            wrong = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), text)
            yield Sentence(wrong, ((hit, number),), written=True)


def unchanged(service):
    return service


def changed(service, **parts):
    return replace(service, assistant=replace(service.assistant, **parts))


def crippled(service):
    """The retriever gives the worst of what it found."""
    steps = dict(service.assistant.steps)
    find = steps["retrieve"].find
    steps["retrieve"] = replace(steps["retrieve"], find=lambda search: find(search)[-2:])
    return changed(service, steps=tuple(steps.items()))


def lying(service):
    """A model that lies, and is checked."""
    return changed(service, voice=lies, speaks=lambda: True)


def unchecked(service):
    """The same model, with the checks of facts and support switched off."""
    checks = service.assistant.checks
    left = tuple((name, check) for name, check in checks if name not in {"facts", "support"})
    return changed(service, voice=lies, speaks=lambda: True, checks=left)


WORSENED: dict[str, Callable] = {
    "a crippled retriever": crippled,
    "an older edition": unchanged,
    "lying, checked": lying,
    "lying, a check off": unchecked,
}


def older_site(folder):
    """The site as it was when every amount was another one."""
    site = folder / "older-site"
    shutil.copytree(SITE, site)
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(re.sub(r"(€ \d+),\d\d", r"\g<1>,07", text), encoding="utf-8")
    return site

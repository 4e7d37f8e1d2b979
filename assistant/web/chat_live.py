"""What editors change on the page of the chat: it is drawn once, and sent as it stands now.

Gradio keeps its page as it was built. What editors may change in it is looked up in the page on its
way out, and exchanged; a page that is open already asks for the notices now and then.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from assistant.rendering import View, render
from assistant.web.reception import Reception
from configs.domain import Language

Swaps = tuple[tuple[str, str], ...]
"""What stands in a page as it was built, and what is to stand there."""


def notices(reception: Reception, view: View) -> str:
    """What everybody is told now; empty where nothing is."""
    levers = reception.service.levers
    showing = levers.now.notices() if levers else []
    told = " ".join(key for key, _ in showing)
    return render("notices.html", view, notices=showing, told=told)


def no_notices(view: View) -> str:
    """What stands in the page as it is built: the place for them."""
    return render("notices.html", view, notices=[], told="")


def head(view: View) -> str:
    """Name, logo and what it is."""
    return render("head.html", view)


def first_sight(view: View) -> str:
    """What it is, what it knows, and examples; the style hides it once there is a conversation."""
    examples = view.theme.examples.get(view.language, ())
    knows = view.theme.knows.get(view.language, "")
    return render("intro.html", view, examples=examples, knows=knows)


def title_of(view: View) -> str:
    """The name of the page."""
    return view.say(
        "chat.title", assistant=view.say("chat.tag"), organisation=view.theme.organisation
    )


@dataclass
class Live:
    """The parts of one page that change; `built` is how they were when Gradio drew it."""

    reception: Reception
    language: Language
    built: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        view = self.reception.view(self.language)
        self.built = (head(view), first_sight(view), no_notices(view), title_of(view))

    def __call__(self) -> Swaps:
        """What to exchange now; may wait for the database."""
        levers = self.reception.service.levers
        if levers is None:
            return ()
        levers.look()
        view = self.reception.view(self.language)
        now = (head(view), first_sight(view), notices(self.reception, view), title_of(view))
        return tuple(_swaps(self.built, now))


def router(reception: Reception) -> APIRouter:
    """`GET /page/notices/LANGUAGE`: the notices, for a page that is open already."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/page/notices/{language}")
    def now(language: Language) -> HTMLResponse:
        if reception.service.levers:
            reception.service.levers.look()
        return HTMLResponse(notices(reception, reception.view(language)))

    return routes


def _swaps(built: Sequence[str], now: Sequence[str]) -> list[tuple[str, str]]:
    *fragments, title = zip(built, now, strict=True)
    found = [(_in_script(old), _in_script(new)) for old, new in fragments if old != new]
    old, new = title
    if old != new:
        found.append((f"<title>{escape(old)}</title>", f"<title>{escape(new)}</title>"))
        found.append((f'"title":"{_in_script(old)}"', f'"title":"{_in_script(new)}"'))
    return found


def _in_script(text: str) -> str:
    """As a string inside the JSON that Gradio puts in a script."""
    quoted = json.dumps(text, ensure_ascii=False)[1:-1]
    for sign in "<>&'":
        quoted = quoted.replace(sign, f"\\u{ord(sign):04x}")
    return quoted

"""What the pages of `/redactie` share: who reads them, their frame, and the form."""

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from assistant.domain import NotFound
from assistant.levers.checking import THEME
from assistant.levers.domain import Kind
from assistant.levers.editing import Editor
from assistant.levers.rules import rules, text_keys
from assistant.rendering import View, page
from assistant.web.editing_form import Form, Forms
from assistant.web.editing_lists import MANY, PARTS, Lists
from assistant.web.identity import EDITING, Doorman
from assistant.web.reception import Reception
from configs.domain import Language

NEW = "nieuw"
KINDS = {part: kind for kind, part in PARTS.items()}


@dataclass(frozen=True)
class Frame:
    """Pages for who is logged in at the door."""

    reception: Reception
    editor: Editor
    doorman: Doorman

    @property
    def view(self) -> View:
        """In the language of the interface."""
        return self.reception.view(self.reception.language)

    @property
    def forms(self) -> Forms:
        """The forms."""
        return Forms(self.editor, self.view)

    @property
    def lists(self) -> Lists:
        """The lists."""
        return Lists(self.editor, self.view)

    def who(self, request: Request) -> str:
        """The name of who is logged in."""
        return self.doorman.who(request) or ""

    def page(
        self, template: str, request: Request, kind: Kind | None, **more: object
    ) -> HTMLResponse:
        """A page in the frame; `status` among the rest is that of the response."""
        status = more.pop("status", 200)
        frame = {"who": self.who(request), "kind": kind, "parts": PARTS, "door": EDITING}
        shown = {"testing": False, **frame, **more}
        return HTMLResponse(page(template, self.view, **shown), int(str(status)))

    def _figure(self, value: float) -> str:
        """A number as people of the language write it."""
        return f"{value:g}".replace(".", "," if self.view.language is Language.NL else ".")

    def form(
        self, request: Request, form: Form, *, find: str = "", attempt: str = ""
    ) -> HTMLResponse:
        """A form, with what is wrong and how it would look."""
        forms, pin = self.forms, form.kind is Kind.PIN
        noun = form.noun or self.editor.levers.now.known.get((form.kind, form.name))
        return self.page(
            "editing_form.html",
            request,
            form.kind,
            status=_status(form),
            form=form,
            fields=forms.fields[form.kind],
            errors={one.field: one for one in reversed(form.wrong)},
            chosen=forms.chosen(form) if pin else (),
            find=find,
            found=forms.found(find) if pin and find else None,
            attempt=attempt,
            fits=forms.fits(form, attempt) if attempt else None,
            preview=forms.preview(form),
            contrasts=forms.contrasts(form),
            figure=self._figure,
            standard=forms.standard(form.kind, form.name),
            filled=forms.filled(form.kind, form.name),
            done=request.query_params.get("gedaan", ""),
            many=form.kind in MANY,
            new=form.name == NEW,
            title="" if form.name == NEW else self.lists.title(form.kind, form.name, noun),
        )


def part_of(part: str) -> Kind:
    """The kind behind an address; `NotFound` for any other."""
    if part not in KINDS:
        raise NotFound("errors.not_found")
    return KINDS[part]


def check_name(kind: Kind, name: str, editor: Editor) -> None:
    """`NotFound` where there is nothing of this name, and never can be."""
    texts = {f"{key}.{one}" for keys in text_keys().values() for key in keys for one in Language}
    fixed = {Kind.TEXT: texts, Kind.ROUTE: set(rules()["routes"]), Kind.THEME: {THEME}}
    known = name in fixed[kind] if kind in fixed else name == NEW or editor.history(kind, name)
    if not known:
        raise NotFound("errors.not_found")


def back(kind: Kind, done: str) -> RedirectResponse:
    """To the list, which says what was done."""
    place = f"{EDITING.path}/{PARTS[kind]}"
    if kind is Kind.THEME:
        place = f"{place}/{THEME}"
    return RedirectResponse(f"{place}?gedaan={done}", 303)


def _status(form: Form) -> int:
    if form.problem:
        return 503
    return 409 if form.overtaken else 422 if form.wrong else 200

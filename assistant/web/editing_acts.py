"""What the buttons of a form do: look, choose sentences, save, take away, bring back."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request, Response

from assistant.levers.domain import Kind, Unfit
from assistant.levers.logo import drawn
from assistant.records.domain import Change, Overtaken, RecordsError
from assistant.web.editing_form import Form
from assistant.web.editing_frame import NEW, Frame, back
from assistant.web.editing_lists import MANY

Sent = Mapping[str, list[str]]
"""What a form holds: texts by the names of their fields."""


@dataclass(frozen=True)
class Acts:
    """One request that changes something, or looks how it would be."""

    frame: Frame
    request: Request

    def act(self, kind: Kind, name: str, sent: Sent, upload: bytes = b"") -> Response:
        """Do what a button asks for."""
        raw = {key: "\n".join(values) for key, values in sent.items()}
        seen = raw.get("seen", "0")
        form = Form(kind, name, raw, int(seen) if seen.isdigit() else 0)
        do, _, place = raw.get("do", "look").partition(":")
        _choose(form, do, int(place) if place.isdigit() else 0)
        if not self._draw(form, upload):
            return self.frame.form(self.request, form)
        if done := self._done(form, do):
            return done
        self._look(form, do)
        find = "" if do == "add" else raw.get("find", "").strip()
        attempt = raw.get("attempt", "").strip()
        return self.frame.form(self.request, form, find=find, attempt=attempt)

    def _done(self, form: Form, do: str) -> Response | None:
        """The response of what changes something; None where the form is shown again."""
        if do == "remove" and form.name != NEW:
            return self._remove(form)
        return self._save(form) if do == "save" else None

    def _look(self, form: Form, do: str) -> None:
        """What the form tells beside what was typed."""
        if do == "recent":
            who, place = self.frame.who(self.request), f"{form.kind}/{form.name}"
            self.frame.reception.service.records.audit.note(who, "levers.questions", place)
            self.frame.forms.recent(form)
        if do in {"look", "show"}:
            self.frame.forms.judge(form)
        if do == "look" and (form.raw.get("find") or form.raw.get("attempt")):
            form.wrong = ()  # who searches or tries is not done yet

    def _draw(self, form: Form, upload: bytes) -> bool:
        """Take the logo that was uploaded, or away; whether that went well."""
        if form.kind is not Kind.THEME:
            return True
        if form.raw.get("logo_gone"):
            form.raw["logo"] = ""
        try:
            form.raw["logo"] = drawn(upload).base64 if upload else form.raw.get("logo", "")
        except Unfit as error:
            form.wrong = error.wrong
        return not form.wrong

    def _save(self, form: Form) -> Response | None:
        """Saved, or back to the form with what is wrong; nothing that was typed is lost."""
        change = Change(
            kind=form.kind.value,
            name=secrets.token_hex(4) if form.name == NEW else form.name,
            content=self.frame.forms.content(form),
            seen=form.seen,
        )
        try:
            self.frame.editor.save(self.frame.who(self.request), change)
        except Unfit as error:
            form.wrong = error.wrong
        except Overtaken as error:
            self.frame.forms.overtaken(form, error)
        except RecordsError:
            form.problem = "editing.failed"
        else:
            return back(form.kind, "saved")
        return None

    def _remove(self, form: Form) -> Response | None:
        last = self.frame.editor.history(form.kind, form.name)[0]
        seen = last.model_copy(update={"number": form.seen})
        try:
            self.frame.editor.remove(self.frame.who(self.request), seen)
        except Overtaken as error:
            self.frame.forms.overtaken(form, error)
            return None
        return back(form.kind, "removed" if form.kind in MANY else "to_default")

    def restore(self, kind: Kind, name: str, number: int) -> Response:
        """An old version becomes the newest; where it can't, the form says why."""
        forms = self.frame.forms
        form = forms.of_version(kind, name, number)
        content = forms.version(kind, name, number).content
        fields = {"kind": kind.value, "name": name, "content": content, "seen": form.seen}
        try:
            self.frame.editor.save(self.frame.who(self.request), Change(**fields, did="restored"))
        except Unfit as error:
            form.wrong = error.wrong
        except Overtaken as error:
            forms.overtaken(form, error)
        else:
            return back(kind, "saved")
        return self.frame.form(self.request, form)


def _choose(form: Form, do: str, place: int) -> None:
    """Add the sentences that were picked, take one away, or move one up."""
    lines = form.raw.get("quotes", "").splitlines()
    if do == "add":
        lines += [one for one in form.raw.get("pick", "").splitlines() if one not in lines]
    if do == "drop" and place < len(lines):
        del lines[place]
    if do == "up" and 0 < place < len(lines):
        lines[place - 1], lines[place] = lines[place], lines[place - 1]
    form.raw["quotes"] = "\n".join(lines)

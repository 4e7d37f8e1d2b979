"""A request as a conversation in Chatwoot, in an inbox of the kind API (Application API, v1).

A contact, a conversation that is open so that it stands in the queue of people, the resident's
question as a message of theirs, and what was said with how to reach them as a private note. What
was begun and may have arrived is looked up first: the contact by its `identifier`, the conversation
by what we put in its `additional_attributes`, a message by its words.
"""

import re
from collections.abc import Mapping
from typing import Any

from assistant.handoff.delivering.calling import Caller
from assistant.handoff.delivering.domain import Parcel, Refused, TryLater
from assistant.handoff.delivering.letter import written
from assistant.handoff.delivering.topics import about
from configs.slices.handoff import ChatwootSettings
from configs.texts import Texts

CONTACT, SOURCE, CONVERSATION = "contact", "source", "conversation"
QUESTION, NOTE = "question", "note"
KEY = "vraagbaak"
"""The attribute of a conversation by which a request is found again."""
LONGEST = 100_000
"""Characters of a message: a request is cut before Chatwoot refuses it (150,000)."""
_E164 = re.compile(r"\+[1-9][0-9]{1,14}")
Known = Mapping[str, str]


class Chatwoot:
    """The desk of an organisation that answers in Chatwoot."""

    name = "chatwoot"

    def __init__(self, caller: Caller, settings: ChatwootSettings, texts: Texts) -> None:
        self._caller = caller
        self._settings = settings
        self._texts = texts
        self._do = {
            CONTACT: self._contact,
            CONVERSATION: self._conversation,
            QUESTION: self._question,
            NOTE: self._note,
        }

    def takes(self, parcel: Parcel) -> bool:
        return about(parcel, self._settings.topics)

    def steps(self, parcel: Parcel) -> tuple[str, ...]:
        return (CONTACT, CONVERSATION, *((QUESTION,) if parcel.question else ()), NOTE)

    def send(self, step: str, parcel: Parcel, known: Known, *, again: bool) -> Known:
        try:
            return self._do[step](parcel, known, again)
        except (KeyError, IndexError, TypeError, AttributeError) as error:
            raise TryLater(f"Chatwoot's answer to {step} is not as documented.") from error

    def _contact(self, parcel: Parcel, known: Known, again: bool) -> Known:
        identifier = f"{KEY}-{parcel.handoff.id}"
        if again and (found := self._made_before(identifier)):
            return found
        made = self._made(parcel, identifier)["payload"]
        return {CONTACT: str(made["contact"]["id"]), SOURCE: made["contact_inbox"]["source_id"]}

    def _made(self, parcel: Parcel, identifier: str) -> Mapping[str, Any]:
        """A contact of its own for each request.

        An e-mail address or number that another contact has is refused; then it stands in the
        note alone. That contact isn't used: anyone can type somebody else's address.
        """
        body = {
            "inbox_id": self._settings.inbox,
            "name": _name(parcel),
            "identifier": identifier,
            "source_id": parcel.handoff.id,
        }
        reach = _reach(parcel)
        if reach:
            try:
                return self._caller.post("/contacts", body | reach)
            except Refused:
                pass
        return self._caller.post("/contacts", body)

    def _made_before(self, identifier: str) -> Known | None:
        for contact in self._caller.get("/contacts/search", q=identifier)["payload"]:
            if contact["identifier"] == identifier:
                for inbox in contact["contact_inboxes"]:
                    if inbox["inbox"]["id"] == self._settings.inbox:
                        return {CONTACT: str(contact["id"]), SOURCE: inbox["source_id"]}
        return None

    def _conversation(self, parcel: Parcel, known: Known, again: bool) -> Known:
        if again:
            held = self._caller.get(f"/contacts/{known[CONTACT]}/conversations")["payload"]
            for one in held:
                if (one.get("additional_attributes") or {}).get(KEY) == parcel.handoff.reference:
                    return {CONVERSATION: str(one["id"])}
        body = {
            "source_id": known[SOURCE],
            "inbox_id": self._settings.inbox,
            "contact_id": int(known[CONTACT]),
            "status": "open",
            "additional_attributes": {
                KEY: parcel.handoff.reference,
                "reason": parcel.handoff.reason.value,
            },
        }
        return {CONVERSATION: str(self._caller.post("/conversations", body)["id"])}

    def _question(self, parcel: Parcel, known: Known, again: bool) -> Known:
        said = f"{parcel.question[:LONGEST]}\n\n{parcel.handoff.reference}"
        body = {"content": said, "message_type": "incoming", "private": False}
        return {QUESTION: self._said(known[CONVERSATION], body, again)}

    def _note(self, parcel: Parcel, known: Known, again: bool) -> Known:
        said = written(parcel, self._texts)[:LONGEST]
        body = {"content": said, "message_type": "outgoing", "private": True}
        return {NOTE: self._said(known[CONVERSATION], body, again)}

    def _said(self, conversation: str, body: Mapping[str, Any], again: bool) -> str:
        path = f"/conversations/{conversation}/messages"
        if again:
            for one in self._caller.get(path)["payload"]:
                if (one.get("content") or "").strip() == body["content"].strip():
                    return str(one["id"])
        return str(self._caller.post(path, body)["id"])


def _name(parcel: Parcel) -> str:
    """What they call themselves, or the number they were given."""
    given = parcel.handoff.contact.name if parcel.handoff.contact else ""
    return given or parcel.handoff.reference


def _reach(parcel: Parcel) -> dict[str, str]:
    """E-mail address and number, where Chatwoot takes them; a Dutch number in the form of E.164."""
    contact = parcel.handoff.contact
    if contact is None:
        return {}
    plain = re.sub(r"\(0\)|[^\d+]", "", contact.phone)
    plain = re.sub(r"^00", "+", plain)
    plain = f"+31{plain[1:]}" if plain.startswith("0") else plain
    given = {"email": contact.email, "phone_number": plain if _E164.fullmatch(plain) else ""}
    return {name: value for name, value in given.items() if value}

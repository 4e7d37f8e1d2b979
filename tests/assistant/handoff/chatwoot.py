"""A Chatwoot on loopback: the five calls of its Application API that a request takes.

It validates as `swagger/` and the controllers of chatwoot/chatwoot do (contacts, contact_inboxes,
conversations, messages): e-mail address, number and identifier are unique in an account, a number
is E.164, a source id is unique in an inbox, only an API inbox takes incoming messages. It keeps
what it is given, and can be told to fail or to lose its answer.
"""

import json
import re
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from tests.assistant.handoff.faulty import Call, Faulty, loopback

TOKEN = "chatwoot-token"
ACCOUNT, INBOX, MAIL_INBOX = 3, 7, 8
BASE = f"/api/v1/accounts/{ACCOUNT}"
CONTACT = {"inbox_id", "name", "email", "phone_number", "identifier", "source_id"}
CONVERSATION = {"source_id", "inbox_id", "contact_id", "status", "additional_attributes"}
MESSAGE = {"content", "message_type", "private"}


class Invalid(Exception):
    def __init__(self, status, body):
        super().__init__(status)
        self.status, self.body = status, body


def invalid(message, *attributes):
    return Invalid(422, {"message": message, "attributes": list(attributes)})


MISSING = Invalid(404, {"error": "Resource could not be found"})


@dataclass
class ChatwootServer(Faulty):
    """Its calls are named with `N` for each number: `POST /conversations/N/messages`."""

    contacts: list = field(default_factory=list)
    sources: list = field(default_factory=list)
    conversations: list = field(default_factory=list)
    messages: list = field(default_factory=list)

    def named(self, call: Call) -> str:
        return f"{call.method} {re.sub(r'[0-9]+', 'N', call.path)}"

    def done(self, call: Call):
        if call.headers["api_access_token"] != TOKEN:
            return 401, {"error": "Invalid Access Token"}
        try:
            return 200, self.answer(*call[:3], json.loads(call.body or b"{}"))
        except Invalid as error:
            return error.status, error.body

    def answer(self, method, path, query, body):
        for wanted, pattern, do in (
            ("GET", r"/contacts/search", lambda: self._search(query)),
            ("POST", r"/contacts", lambda: self._contact(body)),
            ("GET", r"/contacts/(\d+)/conversations", self._of_contact),
            ("POST", r"/conversations", lambda: self._conversation(body)),
            ("GET", r"/conversations/(\d+)/messages", self._said),
            ("POST", r"/conversations/(\d+)/messages", lambda key: self._say(key, body)),
        ):
            found = re.fullmatch(pattern, path)
            if found and method == wanted:
                return do(*map(int, found.groups()))
        raise MISSING

    def _search(self, query):
        if not query.get("q", "").strip():
            raise Invalid(422, {"error": "Specify search string with parameter q"})
        wanted = query["q"].strip()
        fields = ("name", "email", "phone_number", "identifier")
        found = [one for one in self.contacts if any(wanted in (one[f] or "") for f in fields)]
        shown = [self._shown(one) for one in found[:15]]
        return {"meta": {"count": len(found), "current_page": 1}, "payload": shown}

    def _shown(self, contact):
        owned = [one for one in self.sources if one["contact"] == contact["id"]]
        inboxes = [{"source_id": one["source_id"], "inbox": {"id": one["inbox"]}} for one in owned]
        return {**contact, "additional_attributes": {}, "contact_inboxes": inboxes}

    def _contact(self, body):
        self._known(body, CONTACT)
        contact = {name: body.get(name) or None for name in CONTACT - {"inbox_id", "source_id"}}
        if contact["email"]:
            contact["email"] = contact["email"].lower()
        for name in ("email", "phone_number", "identifier"):
            taken = [one for one in self.contacts if contact[name] and one[name] == contact[name]]
            if taken:
                raise invalid(f"{name} has already been taken", name)
        if contact["phone_number"] and not re.fullmatch(
            r"\+[1-9]\d{1,14}", contact["phone_number"]
        ):
            raise invalid("Phone number should be in e164 format", "phone_number")
        if "inbox_id" not in body or body["inbox_id"] not in {INBOX, MAIL_INBOX}:
            raise MISSING
        contact["id"] = len(self.contacts) + 1
        self.contacts.append(contact)
        source = self._source(contact["id"], body["inbox_id"], body.get("source_id") or "random")
        inbox = {"source_id": source["source_id"], "inbox": {"id": source["inbox"]}}
        return {"payload": {"contact": self._shown(contact), "contact_inbox": inbox}}

    def _source(self, contact, inbox, source_id):
        for one in self.sources:
            if (one["inbox"], one["source_id"]) == (inbox, source_id):
                if one["contact"] != contact:
                    raise Invalid(422, {"error": "source_id should be unique"})
                return one
        made = {"contact": contact, "inbox": inbox, "source_id": source_id}
        self.sources.append(made)
        return made

    def _of_contact(self, contact):
        if contact > len(self.contacts):
            raise MISSING
        held = [one for one in self.conversations if one["contact_id"] == contact]
        return {"payload": held[::-1][:20]}

    def _conversation(self, body):
        self._known(body, CONVERSATION)
        if "source_id" not in body:
            raise MISSING
        if body.get("status", "open") not in {"open", "resolved", "pending"}:
            raise invalid("Status is not included in the list", "status")
        if not 1 <= body["contact_id"] <= len(self.contacts):
            raise MISSING
        self._source(body["contact_id"], body["inbox_id"], body["source_id"])
        made = {
            "id": len(self.conversations) + 1,
            "account_id": ACCOUNT,
            "inbox_id": body["inbox_id"],
            "contact_id": body["contact_id"],
            "status": body.get("status", "open"),
            "additional_attributes": body.get("additional_attributes", {}),
        }
        self.conversations.append(made)
        return made

    def _conversation_of(self, key):
        if not 1 <= key <= len(self.conversations):
            raise MISSING
        return self.conversations[key - 1]

    def _said(self, key):
        self._conversation_of(key)
        said = [one for one in self.messages if one["conversation_id"] == key]
        return {"meta": {"contact": {}}, "payload": said[-20:]}

    def _say(self, key, body):
        self._known(body, MESSAGE)
        conversation = self._conversation_of(key)
        kind = body.get("message_type", "outgoing")
        if kind == "incoming" and conversation["inbox_id"] != INBOX:
            raise Invalid(500, {"error": "Incoming messages are only allowed in Api inboxes"})
        if not body.get("content") or len(body["content"]) > 150_000:
            raise invalid("Content is too long (maximum is 150000 characters)", "content")
        made = {
            "id": len(self.messages) + 1,
            "conversation_id": key,
            "content": body["content"].strip(),
            "message_type": {"incoming": 0, "outgoing": 1}[kind],
            "private": body.get("private", False),
        }
        self.messages.append(made)
        return made

    @staticmethod
    def _known(body, fields):
        """Rails leaves out what it does not permit; a client that relies on it is wrong."""
        assert set(body) <= fields, set(body) - fields


def chatwoot() -> AbstractContextManager[ChatwootServer]:
    """The server, on a port of its own."""
    return loopback(ChatwootServer(), BASE)

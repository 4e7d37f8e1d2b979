"""A Chatwoot on loopback: the five calls of its Application API that a request takes.

It validates as `swagger/` and the controllers of chatwoot/chatwoot do (contacts, contact_inboxes,
conversations, messages): e-mail address, number and identifier are unique in an account, a number
is E.164, a source id is unique in an inbox, only an API inbox takes incoming messages. It keeps
what it is given, and can be told to fail or to lose its answer.
"""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

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
class ChatwootServer:
    """`faults`: by `POST /path` (numbers as `N`), what happens next: `lost`, `down`, a status."""

    contacts: list = field(default_factory=list)
    sources: list = field(default_factory=list)
    conversations: list = field(default_factory=list)
    messages: list = field(default_factory=list)
    calls: list = field(default_factory=list)
    faults: dict = field(default_factory=dict)
    url: str = ""

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


@contextmanager
def chatwoot() -> Iterator[ChatwootServer]:
    """The server, on a port of its own."""
    state = ChatwootServer()
    handler = type("Bound", (_Handler,), {"state": state})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
        state.url = f"http://127.0.0.1:{http.server_address[1]}"
        yield state
        http.shutdown()


class _Handler(BaseHTTPRequestHandler):
    state: ChatwootServer

    def log_message(self, *_):
        pass

    def do_GET(self):
        self._answer("GET")

    def do_POST(self):
        self._answer("POST")

    def _answer(self, method):
        parts = urlsplit(self.path)
        path = parts.path.removeprefix(BASE)
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        call = f"{method} {re.sub(r'[0-9]+', 'N', path)}"
        self.state.calls.append(call)
        faults = self.state.faults.get(call, [])
        fault = faults.pop(0) if faults else None
        if fault == "down":
            self.connection.close()
            return
        if isinstance(fault, int):
            self._json(fault, {"error": "fault"})
            return
        status, said = self._done(method, path, dict(parse_qsl(parts.query)), body)
        if fault == "lost":
            self.connection.close()
            return
        self._json(status, said)

    def _done(self, method, path, query, body):
        if self.headers["api_access_token"] != TOKEN:
            return 401, {"error": "Invalid Access Token"}
        try:
            return 200, self.state.answer(method, path, query, json.loads(body or b"{}"))
        except Invalid as error:
            return error.status, error.body

    def _json(self, status, said):
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

"""An Open Klant on loopback: validates and answers as its specification and its originals do.

Klantinteracties API 0.9 with the differences of versions 2.4, 2.8, 2.16 and 2.18 that were seen on
the originals. It keeps what it is given, and can be told to fail or to lose its answer.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from pydantic import ValidationError

from tests.assistant.handoff.faulty import Call, Faulty, loopback
from tests.assistant.handoff.open_klant_shapes import Actor, Address, Contact, Had, Person, Task

TOKEN = "open-klant-token"
BASE = "/klantinteracties/api/v1"
PAGE = 100


PHONE = {
    (2, 4): r"^.{5,}$",
    (2, 8): r"^(0[89]00\d{4,7}|14\d{3,5}|0[1-9][0-9]{8}|\+[0-9]{9,15}|00[0-9]{7,13})$",
    (2, 16): r"^(0(?!88)[1-9][0-9]{8}|\+[0-9]{9,15}|00[0-9]{7,13})$",
    (2, 18): r"^(0[1-9][0-9]{8}|\+[0-9]{9,15}|00[0-9]{7,13})$",
}


class Invalid(Exception):
    def __init__(self, name, code):
        super().__init__(name, code)
        self.name, self.code = name, code


@dataclass
class OpenKlantServer(Faulty):
    version: tuple[int, int] = (2, 18)
    actors: dict = field(default_factory=dict)
    contacts: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    addresses: dict = field(default_factory=dict)
    tasks: dict = field(default_factory=dict)
    had: dict = field(default_factory=dict)

    def done(self, call: Call):
        if call.headers["authorization"] != f"Token {TOKEN}":
            return 401, {"code": "not_authenticated"}
        looks = call.method == "GET"
        try:
            said = (
                self.shown(call.path, call.query)
                if looks
                else self.make(call.path, json.loads(call.body))
            )
        except KeyError as error:
            return 404, {"code": "not_found", "detail": str(error)}
        except (Invalid, ValidationError) as error:
            return 400, wrong(error)
        return (200 if looks else 201), said

    def make(self, path, body):
        return {
            "/actoren": self._actor,
            "/maak-klantcontact": self._both,
            "/digitaleadressen": self._address,
            "/internetaken": self._task,
            "/actorklantcontacten": self._had,
        }[path](body)

    def shown(self, path, filters):
        kind, _, key = path.strip("/").partition("/")
        if key:
            return self._one(kind, key)
        known = {
            "actoren": {"actoridentificatorObjectId"},
            "klantcontacten": {"referentienummer"} if self.version >= (2, 16) else set(),
        }[kind]
        page = int(filters.pop("page", 1))
        unknown = set(filters) - known
        if unknown and self.version >= (2, 16):
            raise Invalid(min(unknown), "unknown-parameters")
        held = self.actors if kind == "actoren" else self.contacts
        found = [self._one(kind, key) for key in held]
        if "actoridentificatorObjectId" in filters:
            wanted = filters["actoridentificatorObjectId"]
            found = [one for one in found if one["actoridentificator"]["objectId"] == wanted]
        if "referentienummer" in filters and not unknown:
            found = [one for one in found if one["referentienummer"] == filters["referentienummer"]]
        start = (page - 1) * PAGE
        more = f"{self.url}/{kind}?page={page + 1}" if start + PAGE < len(found) else None
        return {"count": len(found), "next": more, "results": found[start : start + PAGE]}

    def _one(self, kind, key):
        if kind == "actoren":
            return self.actors[key]
        if kind == "betrokkenen":
            owned = [one for one in self.addresses.values() if one["person"] == key]
            return self.people[key] | {"digitaleAdressen": [ref(one) for one in owned]}
        if kind == "digitaleadressen":
            return self.addresses[key]
        tasks = [ref(one) for one in self.tasks.values() if one["contact"] == key]
        people = [ref(one) for one in self.people.values() if one["contact"] == key]
        actors = [{"uuid": one["actor"]} for one in self.had.values() if one["contact"] == key]
        return self.contacts[key] | {
            "leiddeTotInterneTaken": tasks,
            "hadBetrokkenen": people,
            "hadBetrokkenActoren": actors,
        }

    def _actor(self, body):
        return self._keep(self.actors, Actor.model_validate(body).kept())

    def _both(self, body):
        if set(body) - {"klantcontact", "betrokkene", "onderwerpobject"}:
            raise Invalid("nonFieldErrors", "unknown")
        for part in ("betrokkene", "onderwerpobject"):
            if part in body and body[part] is None:
                raise Invalid(part, "null")
        keyed = self._keyed(body["klantcontact"], self.contacts)
        contact = Contact.model_validate(keyed["rest"]).kept() | keyed["keyed"]
        person = self._person(body["betrokkene"]) if "betrokkene" in body else None
        made = self._keep(self.contacts, contact)
        if person is not None:
            person = self._keep(self.people, person | {"contact": made["uuid"]})
        return {"klantcontact": made, "betrokkene": person, "onderwerpobject": None}

    def _person(self, body):
        if self.version < (2, 8):
            for name in ("wasPartij", "bezoekadres", "correspondentieadres", "contactnaam"):
                if name not in body:
                    raise Invalid(f"betrokkene.{name}", "required")
        return Person.model_validate(body).kept()

    def _keyed(self, body, held):
        """`referentienummer`, `metadata` and `reactie`, which older versions do not know."""
        rest, keyed = dict(body), {"referentienummer": None}
        for name in ("referentienummer", "metadata", "reactie"):
            if name in rest and self.version >= (2, 16):
                keyed[name] = rest.pop(name)
        self._check_number(keyed["referentienummer"], held)
        late = self.version >= (2, 18)
        if len(keyed.get("reactie", "")) > (4000 if late else 1000):
            raise Invalid("reactie", "max_length")
        if any(len(one) > (255 if late else 100) for one in keyed.get("metadata", {}).values()):
            raise Invalid("metadata", "max_length")
        return {"rest": rest, "keyed": keyed}

    @staticmethod
    def _check_number(number, held):
        if number == "":
            raise RuntimeError("500: the second empty reference breaks the original")
        if number is not None:
            if not number.isdecimal() or len(number) > 10:
                raise Invalid("referentienummer", "invalid")
            if any(one["referentienummer"] == number for one in held.values()):
                raise Invalid("referentienummer", "unique")

    def _address(self, body):
        address = Address.model_validate(body)
        phoned = address.soort_digitaal_adres == "telefoonnummer"
        if phoned and not re.match(PHONE[self.version], address.adres):
            raise Invalid("adres", "invalid")
        person = address.verstrekt_door_betrokkene.uuid
        if person not in self.people:
            raise Invalid("verstrektDoorBetrokkene", "does_not_exist")
        return self._keep(self.addresses, address.kept() | {"person": person})

    def _task(self, body):
        keyed = self._keyed(body, self.tasks)
        task = Task.model_validate(keyed["rest"])
        contact = task.aanleidinggevend_klantcontact.uuid
        if contact not in self.contacts:
            raise Invalid("aanleidinggevendKlantcontact", "does_not_exist")
        if any(actor.uuid not in self.actors for actor in task.toegewezen_aan_actoren):
            raise Invalid("toegewezenAanActoren", "does_not_exist")
        return self._keep(self.tasks, task.kept() | keyed["keyed"] | {"contact": contact})

    def _had(self, body):
        had = Had.model_validate(body)
        if had.actor.uuid not in self.actors or had.klantcontact.uuid not in self.contacts:
            raise Invalid("actor", "does_not_exist")
        kept = {"actor": had.actor.uuid, "contact": had.klantcontact.uuid}
        return self._keep(self.had, kept)

    def _keep(self, held, made):
        made = made | {"uuid": str(uuid4())}
        made["url"] = f"{self.url}/{made['uuid']}"
        held[made["uuid"]] = made
        return made


def ref(one):
    return {"uuid": one["uuid"], "url": one["url"]}


@contextmanager
def open_klant(version=(2, 18)) -> Iterator[OpenKlantServer]:
    """The server, on a port of its own; its address goes as far as the interface."""
    with loopback(OpenKlantServer(version=version), BASE) as server:
        server.url += BASE
        yield server


def wrong(error):
    found = (
        [(error.name, error.code)]
        if isinstance(error, Invalid)
        else [(".".join(map(str, one["loc"])), one["type"]) for one in error.errors()]
    )
    named = [{"name": name, "code": code, "reason": code} for name, code in found]
    return {"code": "invalid", "status": 400, "invalidParams": named}

"""A request as a contact with a task in Open Klant (Klantinteracties API 0.9), as KISS makes them.

`POST /maak-klantcontact`, a `digitaalAdres` for each way to reach the person, an `internetaak` for
the department, and the assistant as the actor who had the contact. A step whose answer was lost is
looked up before it is done again. What each version wants (2.4 and up): `open_klant_body`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from assistant.handoff.delivering import open_klant_body as body
from assistant.handoff.delivering.calling import Caller
from assistant.handoff.delivering.domain import Parcel, TryLater
from assistant.handoff.delivering.open_klant_body import Version
from assistant.handoff.delivering.topics import about
from configs.slices.handoff import OpenKlantSettings

BOT, DEPARTMENT, CONTACT, PERSON = "bot", "department", "contact", "person"
PHONE, EMAIL, TASK, WHO = "phone", "email", "task", "who"
PAGES = 20
"""Pages of contacts that are looked through where they can't be filtered."""


class OpenKlant:
    """The desk of an organisation that works in Open Klant, with KISS or another client."""

    name = "open_klant"

    def __init__(self, caller: Caller, settings: OpenKlantSettings) -> None:
        self._caller = caller
        self._settings = settings
        self._version = Version.of(settings.version)
        self._do = {
            BOT: self._bot,
            DEPARTMENT: self._department,
            CONTACT: self._contact,
            PHONE: self._phone,
            EMAIL: self._email,
            TASK: self._task,
            WHO: self._who,
        }

    def takes(self, parcel: Parcel) -> bool:
        return about(parcel, self._settings.topics)

    def steps(self, parcel: Parcel) -> tuple[str, ...]:
        reach = tuple(
            step
            for step, address in ((PHONE, body.phone(parcel)), (EMAIL, body.email(parcel)))
            if address
        )
        return (BOT, DEPARTMENT, CONTACT, *reach, TASK, WHO)

    def send(
        self, step: str, parcel: Parcel, known: Mapping[str, str], *, again: bool
    ) -> Mapping[str, str]:
        try:
            return self._do[step](parcel, known, again)
        except (KeyError, IndexError, TypeError, AttributeError) as error:
            raise TryLater(f"Open Klant's answer to {step} is not as specified.") from error

    def _bot(self, parcel: Parcel, known: Mapping[str, str], again: bool) -> Mapping[str, str]:
        return {BOT: self._actor(body.BOT)}

    def _department(
        self, parcel: Parcel, known: Mapping[str, str], again: bool
    ) -> Mapping[str, str]:
        made = body.department(self._settings.department, self._settings.department_name)
        return {DEPARTMENT: self._actor(made)}

    def _contact(self, parcel: Parcel, known: Mapping[str, str], again: bool) -> Mapping[str, str]:
        if again and (found := self._made_before(parcel)):
            people = found.get("hadBetrokkenen") or [{}]
            return {CONTACT: found["uuid"], PERSON: people[0].get("uuid", "")}
        asked = body.contact(parcel, self._settings.channel, self._version)
        made = self._caller.post("/maak-klantcontact", asked)
        person = made.get("betrokkene") or {}
        return {CONTACT: made["klantcontact"]["uuid"], PERSON: person.get("uuid", "")}

    def _phone(self, parcel: Parcel, known: Mapping[str, str], again: bool) -> Mapping[str, str]:
        return {PHONE: self._address(known[PERSON], body.phone(parcel), PHONE, again)}

    def _email(self, parcel: Parcel, known: Mapping[str, str], again: bool) -> Mapping[str, str]:
        return {EMAIL: self._address(known[PERSON], body.email(parcel), EMAIL, again)}

    def _task(self, parcel: Parcel, known: Mapping[str, str], again: bool) -> Mapping[str, str]:
        if again:
            contact = self._caller.get(f"/klantcontacten/{known[CONTACT]}")
            if tasks := contact.get("leiddeTotInterneTaken"):
                return {TASK: tasks[0]["uuid"]}
        asked = body.task(parcel, known[CONTACT], known[DEPARTMENT], self._version)
        return {TASK: self._caller.post("/internetaken", asked)["uuid"]}

    def _who(self, parcel: Parcel, known: Mapping[str, str], again: bool) -> Mapping[str, str]:
        if again:
            contact = self._caller.get(f"/klantcontacten/{known[CONTACT]}")
            had = [actor["uuid"] for actor in contact.get("hadBetrokkenActoren") or ()]
            if known[BOT] in had:
                return {WHO: known[BOT]}
        asked = {"actor": {"uuid": known[BOT]}, "klantcontact": {"uuid": known[CONTACT]}}
        return {WHO: self._caller.post("/actorklantcontacten", asked)["uuid"]}

    def _actor(self, made: Mapping[str, Any]) -> str:
        """The actor with this identifier; made where there is none.

        Older versions ignore a filter that they don't know, so what comes back is looked at.
        """
        identifier = made["actoridentificator"]
        for actor in self._pages("/actoren", actoridentificatorObjectId=identifier["objectId"]):
            found = actor.get("actoridentificator") or {}
            if all(found.get(key) == value for key, value in identifier.items()):
                return str(actor["uuid"])
        return str(self._caller.post("/actoren", made)["uuid"])

    def _address(self, person: str, address: str, kind: str, again: bool) -> str:
        if again:
            held = self._caller.get(f"/betrokkenen/{person}").get("digitaleAdressen") or ()
            for one in held:
                found = self._caller.get(f"/digitaleadressen/{one['uuid']}")
                if found["adres"] == address:
                    return str(found["uuid"])
        asked = body.address(person, address, kind)
        return str(self._caller.post("/digitaleadressen", asked)["uuid"])

    def _made_before(self, parcel: Parcel) -> Mapping[str, Any] | None:
        """The contact of this request, where an earlier try made it after all."""
        key = body.reference(parcel)
        filters = {"referentienummer": key} if self._version.keyed else {}
        for contact in self._pages("/klantcontacten", **filters):
            same = (
                contact.get("referentienummer") == key
                if self._version.keyed
                else parcel.handoff.reference in (contact.get("inhoud") or "")
            )
            if same:
                found: Mapping[str, Any] = contact
                return found
        return None

    def _pages(self, path: str, **filters: str) -> Iterator[Mapping[str, Any]]:
        for page in range(1, PAGES + 1):
            more = {"page": str(page)} if page > 1 else {}
            found = self._caller.get(path, **filters, **more)
            try:
                yield from found["results"]
            except (TypeError, KeyError) as error:
                raise TryLater(f"{path} gave no list.") from error
            if not found.get("next"):
                return

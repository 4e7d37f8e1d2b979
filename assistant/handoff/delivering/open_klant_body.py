"""What Open Klant is sent: names, lengths and nulls as each of its versions wants them."""

import re
from typing import Any, NamedTuple

from assistant.handoff.delivering.domain import Parcel
from assistant.masking_words import SURNAME_PREFIXES
from configs.domain import Language

BOT = {
    "naam": "AI-assistent",
    "soortActor": "geautomatiseerde_actor",
    "indicatieActief": True,
    "actoridentificator": {
        "objectId": "ai-assistent",
        "codeObjecttype": "geautomatiseerde_actor",
        "codeRegister": "eigen",
        "codeSoortObjectId": "naam",
    },
    "actorIdentificatie": {"functie": "AI-assistent", "omschrijving": "Vraagbaak"},
}
LANGUAGES = {Language.NL: "nld", Language.EN: "eng"}  # ISO 639-2
HANDLING = "Contact opnemen met betrokkene"  # as KISS says it
SUBJECT, TEXT, ADDRESS, NAME, PREFIX = 200, 1000, 80, 200, 10
"""Characters of `onderwerp`, of `inhoud` and `toelichting`, of `adres`, and of parts of a name."""
_PHONE = re.compile(r"0[1-9][0-9]{8}|\+[0-9]{9,15}|00[0-9]{7,13}")
_CUT = "..."


class Version(NamedTuple):
    """A version of Open Klant, such as 2.18."""

    major: int
    minor: int

    @classmethod
    def of(cls, text: str) -> "Version":
        """Read `2.18`."""
        major, minor = text.split(".")
        return cls(int(major), int(minor))

    @property
    def keyed(self) -> bool:
        """Whether it knows `referentienummer`, `metadata` and `reactie`."""
        return self >= (2, 16)

    @property
    def wants_nulls(self) -> bool:
        """Whether what is left out must be sent as null."""
        return self < (2, 8)

    @property
    def reply(self) -> int:
        """Characters of `reactie`."""
        return 4000 if self >= (2, 18) else 1000

    @property
    def value(self) -> int:
        """Characters of a value in `metadata`."""
        return 255 if self >= (2, 18) else 100


def reference(parcel: Parcel) -> str:
    """`V-2026-00017` as digits only, at most ten: 2026000017."""
    year, number = parcel.handoff.reference.split("-")[-2:]
    return f"{year}{int(number):06d}"[:10]


def phone(parcel: Parcel) -> str:
    """The number without spaces and the like; empty where Open Klant would refuse it."""
    given = parcel.handoff.contact.phone if parcel.handoff.contact else ""
    plain = re.sub(r"\(0\)|[^\d+]", "", given)
    return plain if _PHONE.fullmatch(plain) else ""


def email(parcel: Parcel) -> str:
    """The address; empty where it is too long."""
    given = parcel.handoff.contact.email if parcel.handoff.contact else ""
    return given if len(given) <= ADDRESS else ""


def department(identifier: str, name: str) -> dict[str, Any]:
    """The actor that picks up, with the codes that KISS gives a department."""
    return {
        "naam": name,
        "soortActor": "organisatorische_eenheid",
        "indicatieActief": True,
        "actoridentificator": {
            "objectId": identifier,
            "codeObjecttype": "afd",
            "codeRegister": "obj",
            "codeSoortObjectId": "idf",
        },
    }


def contact(parcel: Parcel, channel: str, version: Version) -> dict[str, Any]:
    """The body of `maak-klantcontact`; a person who gave no name is a `betrokkene` all the same."""
    handoff = parcel.handoff
    made: dict[str, Any] = {
        "kanaal": channel,
        "onderwerp": cut(parcel.question, SUBJECT) or HANDLING,
        "inhoud": cut(f"{handoff.reference}: {parcel.question}", TEXT),
        "indicatieContactGelukt": True,
        "taal": LANGUAGES[handoff.language],
        "vertrouwelijk": False,
        "plaatsgevondenOp": handoff.asked_at.isoformat(),
    }
    if version.keyed:
        made["referentienummer"] = reference(parcel)
        made["metadata"] = {key: value[: version.value] for key, value in _facts(parcel).items()}
        if parcel.answer and parcel.answer.text:
            made["reactie"] = cut(parcel.answer.text, version.reply)
    return {"klantcontact": made, "betrokkene": _person(parcel, version)}


def address(person: str, value: str, kind: str) -> dict[str, Any]:
    """The body of a `digitaalAdres`; `verstrektDoorPartij` must be there in every version."""
    phoned = kind == "phone"
    return {
        "verstrektDoorBetrokkene": {"uuid": person},
        "verstrektDoorPartij": None,
        "adres": value,
        "soortDigitaalAdres": "telefoonnummer" if phoned else "email",
        "omschrijving": "terugbelnummer" if phoned else "e-mailadres",
    }


def task(parcel: Parcel, contact: str, department: str, version: Version) -> dict[str, Any]:
    """The body of an `internetaak`: for the department, and never for nobody."""
    made: dict[str, Any] = {
        "gevraagdeHandeling": HANDLING,
        "aanleidinggevendKlantcontact": {"uuid": contact},
        "toegewezenAanActoren": [{"uuid": department}],
        "toelichting": cut(_explained(parcel), TEXT),
        "status": "te_verwerken",
    }
    if version.keyed:
        made["referentienummer"] = reference(parcel)
    return made


def cut(text: str, most: int) -> str:
    """At most so many characters, the last three of which say that there is more."""
    return text if len(text) <= most else text[: most - len(_CUT)] + _CUT


def _explained(parcel: Parcel) -> str:
    """The question whole, how to reach someone where no address can say it, then the rest."""
    given = parcel.handoff.contact
    reach = [
        value
        for value, said in (
            (given.phone if given else "", phone(parcel)),
            (given.email if given else "", email(parcel)),
        )
        if value and not said
    ]
    parts = [
        f"{parcel.handoff.reference}: {parcel.question}",
        f"Bereikbaar: {', '.join(reach)}" if reach else "",
        f"De assistent antwoordde: {parcel.answer.text}" if parcel.answer else "",
        "\n".join(("Bronnen:", *parcel.sources)) if parcel.sources else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _facts(parcel: Parcel) -> dict[str, str]:
    answer = parcel.answer.answer if parcel.answer else None
    facts = {"bron": "ai-assistent", "gespreksId": parcel.handoff.conversation}
    if answer:
        facts |= {"uitkomst": answer.outcome.value, "editie": str(answer.edition or "")}
        facts |= {"model": answer.model} if answer.model else {}
    return facts


def _person(parcel: Parcel, version: Version) -> dict[str, Any]:
    made: dict[str, Any] = {"rol": "klant", "initiator": True, "organisatienaam": ""}
    named = _name(parcel.handoff.contact.name if parcel.handoff.contact else "")
    if named:
        made["contactnaam"] = named
    if version.wants_nulls:
        for key in ("wasPartij", "bezoekadres", "correspondentieadres", "contactnaam"):
            made.setdefault(key, None)
    return made


def _name(whole: str) -> dict[str, str] | None:
    words = whole.split()
    if not words:
        return None
    first, rest = (words[0], words[1:]) if len(words) > 1 else ("", words)
    prefix: list[str] = []
    while len(rest) > 1 and rest[0].lower() in SURNAME_PREFIXES:
        if len(" ".join([*prefix, rest[0]])) > PREFIX:
            break
        prefix.append(rest.pop(0))
    return {
        "voorletters": first[:1].upper(),
        "voornaam": first[:NAME],
        "voorvoegselAchternaam": " ".join(prefix),
        "achternaam": " ".join(rest)[:NAME],
    }

"""What Klantinteracties API 0.9 takes: fields, lengths and choices of its specification."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel


def text(most, least=0):
    return Annotated[str, StringConstraints(max_length=most, min_length=least)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)

    def kept(self):
        """As it is shown again."""
        return self.model_dump(mode="json", by_alias=True)


class Ref(Body):
    uuid: str


class Identifier(Body):
    object_id: text(200)
    code_objecttype: text(200)
    code_register: text(200)
    code_soort_object_id: text(200)


class Identification(Body):
    functie: text(40) = ""
    omschrijving: text(200) = ""


class Actor(Body):
    naam: text(200, 1)
    soort_actor: Literal["medewerker", "geautomatiseerde_actor", "organisatorische_eenheid"]
    indicatie_actief: bool = True
    actoridentificator: Identifier | None = None
    actor_identificatie: Identification | None = None


class Contact(Body):
    kanaal: text(50, 1)
    onderwerp: text(200, 1)
    taal: text(3, 3)
    vertrouwelijk: bool
    inhoud: text(1000) = ""
    indicatie_contact_gelukt: bool | None = None
    plaatsgevonden_op: AwareDatetime | None = None
    nummer: text(10) | None = None


class Name(Body):
    voorletters: text(10)
    voornaam: text(200)
    voorvoegsel_achternaam: text(10)
    achternaam: text(200)


class Person(Body):
    rol: Literal["klant", "vertegenwoordiger"]
    initiator: bool
    organisatienaam: text(200) = ""
    contactnaam: Name | None = None
    was_partij: Ref | None = None
    bezoekadres: dict | None = None
    correspondentieadres: dict | None = None


class Address(Body):
    adres: text(80, 1)
    soort_digitaal_adres: Literal["email", "telefoonnummer", "overig"]
    verstrekt_door_betrokkene: Ref | None = None
    verstrekt_door_partij: Ref | None
    omschrijving: text(40) = ""


class Task(Body):
    gevraagde_handeling: text(200, 1)
    aanleidinggevend_klantcontact: Ref
    toegewezen_aan_actoren: Annotated[list[Ref], Field(min_length=1)]
    toelichting: text(1000) = ""
    status: Literal["te_verwerken", "verwerkt"]


class Had(Body):
    actor: Ref
    klantcontact: Ref

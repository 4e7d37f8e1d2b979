"""The entry for the Algoritmeregister (Publicatiestandaard 1.0), from settings, sources and scores.

Written to a file for a person to check and deliver; never sent. Schema: MinBZK/Algoritmeregister,
`v1_0.json` (4885a05); the words stand in `configs/report/register.yaml`.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator

from configs.domain import ConfigurationError, Noun
from configs.files import ROOT, read_yaml
from configs.settings import Settings
from configs.theme import Theme
from eval.domain import Score
from eval.scoring import Scores
from ingest.domain import Source

TAGS = frozenset({"div", "br", "p", "ul", "ol", "li"})
"""The HTML that the standard allows."""
_TAG = re.compile(r"</?\s*([a-zA-Z][a-zA-Z0-9]*)[^>]*>")
_MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


def _allowed(text: str) -> str:
    if strange := {tag.lower() for tag in _TAG.findall(text)} - TAGS:
        raise ValueError(f"the standard does not allow <{'>, <'.join(sorted(strange))}>")
    return text


def _address(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise ValueError("must be an address that begins with https://")
    return text


Html = Annotated[str, Field(max_length=2500), AfterValidator(_allowed)]
Url = Annotated[str, Field(max_length=500), AfterValidator(_address)]
Subject = Literal[
    "Organisatie en bedrijfsvoering",
    "Cultuur en recreatie",
    "Economie",
    "Overheidsfinanciën",
    "Wonen",
    "Internationaal",
    "Migratie en integratie",
    "Natuur en milieu",
    "Onderwijs en wetenschap",
    "Openbare orde en veiligheid",
    "Recht",
    "Ruimte en infrastructuur",
    "Sociale zekerheid",
    "Verkeer",
    "Werk",
    "Zorg en gezondheid",
]


class Basis(Noun):
    """A law, with its address."""

    title: Annotated[str, Field(min_length=1, max_length=100)]
    link: Url


class Assessment(Noun):
    """An assessment by its full name, such as `Data Protection Impact Assessment (DPIA)`."""

    title: Annotated[str, Field(min_length=1)]
    link: Url | None = None


class Data(Noun):
    """A source of data, with its address."""

    title: Annotated[str, Field(min_length=1, max_length=500)]
    link: Url


class Entry(Noun):
    """All fields of the standard that an organisation fills in."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    description_short: Annotated[str, Field(min_length=1, max_length=400)]
    organization: Annotated[str, Field(min_length=1, max_length=100)]
    category: tuple[Subject, ...] = ()
    status: Literal["In ontwikkeling", "In gebruik", "Buiten gebruik"]
    begin_date: Annotated[str, Field(pattern=_MONTH)] | None = None
    end_date: Annotated[str, Field(pattern=_MONTH)] | None = None
    contact_email: Annotated[str, Field(min_length=1, max_length=500)]
    website: Url | None = None
    publication_category: Literal[
        "Hoog-risico AI-systeem", "Impactvolle algoritmes", "Overige algoritmes"
    ]
    url: Url | None = None
    goal: Html = ""
    proportionality: Html = ""
    human_intervention: Html = ""
    risks: Html = ""
    lawful_basis: Html = ""
    lawful_basis_grouping: tuple[Basis, ...] = ()
    process_index_url: Url | None = None
    impacttoetsen_grouping: tuple[Assessment, ...] = ()
    impacttoetsen: Html = ""
    source_data: Html = ""
    source_data_grouping: tuple[Data, ...] = ()
    methods_and_models: Annotated[str, Field(max_length=5000), AfterValidator(_allowed)] = ""
    provider: Annotated[str, Field(max_length=200)] = ""
    publiccode: Url | None = None
    lang: Literal["nld"] = "nld"
    standard_version: Literal["1.0"] = "1.0"
    source_id: Annotated[str, Field(max_length=100)] = ""
    tags: Annotated[str, Field(max_length=2500)] = ""

    @model_validator(mode="after")
    def _out_of_use_has_an_end(self) -> "Entry":
        if bool(self.end_date) != (self.status == "Buiten gebruik"):
            raise ValueError("end_date belongs to the status Buiten gebruik, and to no other")
        return self


class Registration(Noun):
    """The entry, and why each empty field is empty."""

    entry: Entry
    empty: Mapping[str, str] = {}


def register(
    settings: Settings, theme: Theme, sources: list[Source], scores: Scores | None
) -> Registration:
    """The entry as it stands now. Raises `ConfigurationError` naming the field that is wrong."""
    words = read_yaml(ROOT / "report" / "register.yaml")
    known = _known(settings, theme, scores, words["scores"])
    filled = {name: _filled(value, known) for name, value in words["fields"].items()}
    filled["organization"] = theme.organisation
    filled["contact_email"] = theme.contact.email or theme.url
    filled["website"] = settings.server.public_url or theme.url or None
    filled["source_data_grouping"] = [
        {"title": source.owner, "link": link} for source in sources if (link := _link(source))
    ]
    writer = words["writers"][settings.answering.writer]
    filled["methods_and_models"] = f"{filled['methods_and_models']}{_filled(writer, known)}"
    try:
        entry = Entry.model_validate(filled)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(str(part) for part in problem["loc"])
        raise ConfigurationError(
            f"configs/report/register.yaml: {place}: {problem['msg']}."
        ) from error
    empty = [name for name, value in entry.model_dump().items() if value in (None, "", ())]
    return Registration(entry=entry, empty={name: str(words["empty"][name]) for name in empty})


def _known(
    settings: Settings, theme: Theme, scores: Scores | None, said: Mapping[str, Any]
) -> dict[str, str]:
    """What the words may name."""
    found = {name: scores.score(name) if scores else None for name in said["measured"]}
    measured = [
        f"<li>{text.format(share=_share(score))}</li>"
        for name, text in said["measured"].items()
        if (score := found[name]) and score.value is not None
    ]
    intro = said["intro"].format(cases=scores.answered) if scores and measured else said["none"]
    return {
        "organisation": theme.organisation,
        "model": settings.chat.model,
        "content_days": str(settings.records.content_days),
        "contact_days": str(settings.records.contact_days),
        "scores": f"<p>{intro}</p>" + (f"<ul>{''.join(measured)}</ul>" if measured else ""),
    }


def _share(score: Score) -> str:
    return f"{100 * (score.value or 0):.0f}%"


def _filled(value: object, known: Mapping[str, str]) -> object:
    return value.format(**known) if isinstance(value, str) else value


def _link(source: Source) -> str:
    """The public address of a source; none for one on this machine."""
    addresses = (source.base_url, *source.start)
    return next((one for one in addresses if one.startswith(("https://", "http://"))), "")

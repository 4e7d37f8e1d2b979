"""A municipality's own face, in one file: name, colours, logo, contact, examples, texts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from configs.domain import ConfigurationError, Language, Noun
from configs.files import ROOT, read_yaml

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class Colours(Noun):
    """`brand` carries white text, so it must be dark: contrast 4.5 to 1 with white at least."""

    brand: Colour = "#154273"
    brand_soft: Colour = "#e6eef6"
    focus: Colour = "#ffb612"


class ContactPoint(Noun):
    """Where people reach the organisation without the assistant."""

    phone: str = ""
    email: str = ""
    url: str = ""


class Theme(Noun):
    """One organisation's name, look, contact and words."""

    organisation: Annotated[str, Field(min_length=1)]
    assistant: str = "AI-assistent"
    """Its name must say that it is AI or a chatbot."""
    url: str = ""
    logo: str = ""
    """File name of an SVG or PNG beside the theme; empty: the name alone."""
    colours: Colours = Colours()
    contact: ContactPoint = ContactPoint()
    my_environment: str = ""
    """Address where people see their own case, such as Mijn Waterveen."""
    knows: Mapping[Language, str] = {}
    """Which sources it answers from, in words, per language."""
    examples: Mapping[Language, tuple[str, ...]] = {}
    texts: Mapping[Language, Mapping[str, str]] = {}
    folder: Path = ROOT / "themes"


def load_theme(name: str) -> Theme:
    """Read a theme by its name in `configs/themes` or by its path.

    Raises `ConfigurationError` when it is wrong.
    """
    path = Path(name) if name.endswith((".yaml", ".yml")) else ROOT / "themes" / f"{name}.yaml"
    try:
        return Theme.model_validate({**read_yaml(path), "folder": path.parent})
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
            for problem in error.errors()
        )
        raise ConfigurationError(f"{path}: {problems}.") from error

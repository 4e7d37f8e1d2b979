"""Between a theme's file and the part of it that editors change."""

from assistant.levers.domain import Look
from configs.theme import Colours, Theme


def look_of(theme: Theme) -> Look:
    """What editors start from."""
    return Look(
        organisation=theme.organisation,
        assistant=theme.assistant,
        **theme.colours.model_dump(),
        knows=theme.knows,
        examples=theme.examples,
    )


def dressed(theme: Theme, look: Look) -> Theme:
    """The theme as editors changed it."""
    colours = Colours(brand=look.brand, brand_soft=look.brand_soft, focus=look.focus)
    changes = {
        "organisation": look.organisation,
        "assistant": look.assistant,
        "colours": colours,
        "knows": {code: text for code, text in look.knows.items() if text},
        "examples": look.examples,
        "logo": "levers.png" if look.logo else theme.logo,
    }
    return theme.model_copy(update=changes)

"""What the model is told: `prompts/{nl,en}/*.md`, with `{fields}` that are filled in."""

from functools import cache

from configs.domain import ConfigurationError, Language
from configs.files import ROOT


@cache
def read_prompt(name: str, language: Language) -> str:
    """The prompt `name`. Raises `ConfigurationError` naming the file when it can't be read."""
    file = ROOT / "prompts" / language / f"{name}.md"
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file}: cannot be read ({error}).") from error

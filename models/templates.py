"""Chat templates, rendered as vLLM renders them, in a sandbox: a template is code of its maker."""

from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from jinja2 import TemplateError
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

from models.domain import ModelRefused
from models.folders import read_json

OWN = "chat_template.jinja"
Messages = list[dict[str, str]]


def template_of(folder: Path) -> str | None:
    """The template that lies in a model's folder; None when it has none."""
    if (folder / OWN).is_file():
        return (folder / OWN).read_text(encoding="utf-8")
    settings = folder / "tokenizer_config.json"
    told = read_json(settings).get("chat_template") if settings.is_file() else None
    return told if isinstance(told, str) else None


def render(template: str, messages: Messages, eos: str = "</s>", bos: str = "<s>") -> str:
    """The prompt for a conversation; `ModelRefused` when the template fails or will not have it."""
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols], autoescape=False
    )
    environment.globals["raise_exception"] = _refuse
    environment.globals["strftime_now"] = lambda form: datetime.now(UTC).strftime(form)
    try:
        return environment.from_string(template).render(
            messages=messages, add_generation_prompt=True, eos_token=eos, bos_token=bos
        )
    except (TemplateError, TypeError, ValueError, KeyError, RecursionError) as error:
        raise ModelRefused(f"the chat template fails: {error}") from error


def _refuse(reason: str) -> NoReturn:
    raise TemplateError(reason)

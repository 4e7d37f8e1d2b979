"""The YAML that stands before a Markdown text, between dashes."""

import re
from typing import Any

from configs.domain import ConfigurationError
from configs.files import parse_yaml
from ingest.domain import ReadError

_FRONT = re.compile(
    r"\A\ufeff?\s*---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.M
)


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The fields and the text below them; no fields where there is no front matter.

    Raises `ReadError` when it is there but is not YAML.
    """
    found = _FRONT.match(text)
    if not found:
        return {}, text
    try:
        return parse_yaml(found[1], "front matter"), text[found.end() :]
    except ConfigurationError as error:
        raise ReadError(str(error)) from error

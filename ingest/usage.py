"""How the library is used: what was cited, and what was asked and not found, without questions.

The assistant writes it; here it is only a file, so that this floor needs no other.
"""

import logging
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from pydantic import ValidationError

from configs.domain import Noun
from ingest.visits import write_whole

FILE = "usage.json"
log = logging.getLogger(__name__)


class Gap(Noun):
    """A group of questions that were not answered, or only in part.

    Only words that several conversations used are named; never a question.
    """

    words: tuple[str, ...]
    questions: int
    conversations: int
    partial: int = 0
    """How many of the questions were answered in part."""
    nearest: str = ""
    """The page that came nearest most often, which did not answer."""


class Usage(Noun):
    """What the journal says of the days that it keeps."""

    at: datetime
    since: date | None = None
    answers: int = 0
    outcomes: Mapping[str, int] = {}
    cited: Mapping[str, int] = {}
    """Answers per URL that cited it."""
    complaints: Mapping[str, Mapping[str, int]] = {}
    """Reports per URL that its answers cited: how many of which kind."""
    gaps: tuple[Gap, ...] = ()
    ungrouped: int = 0
    """Unanswered questions that too few others resembled to say anything about them."""
    least: int = 0
    """Conversations that a word was used in at least, to be named."""


def keep_usage(usage: Usage, data: Path) -> Path:
    """Write it below the data folder; a reader sees the old or the new one, whole."""
    write_whole(data / FILE, usage.model_dump_json(indent=1))
    return data / FILE


def read_usage(data: Path) -> Usage | None:
    """What was written last; None without it."""
    try:
        return Usage.model_validate_json((data / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, ValidationError):
        log.warning("%s can't be read; write it anew: python -m assistant usage", data / FILE)
        return None

"""What one address of a source gave: a page, nothing new, or the reason why there is none."""

from enum import StrEnum

from configs.domain import Noun
from ingest.domain import Reading
from ingest.responses import Validators


class What(StrEnum):
    """What a finding means for the passages that the library holds of the address."""

    READ = "read"
    """A page was read: its passages take the place of the old ones."""
    SAME = "same"
    """The page has not changed since it was read."""
    ABSENT = "absent"
    """There is no page here, or not one of this source: old passages end."""
    UNFIT = "unfit"
    """The page can't be used as it is; old passages stay until an editor has looked."""
    SUSPECT = "suspect"
    """The page looks wrong; old passages stay until an editor has looked."""
    STALE = "stale"
    """No answer; old passages stay."""


class Finding(Noun):
    """What one address gave; `moved` is where it sent us, `validators` what to ask with later."""

    url: str
    what: What
    reason: str = ""
    reading: Reading | None = None
    validators: Validators = Validators()
    links: tuple[str, ...] = ()
    moved: str = ""
    answered: bool = False  # the server gave this page, even if it is of no use to the library


class Survey:
    """What a walk through a source learned besides its findings."""

    def __init__(self) -> None:
        self.failed = ""
        """Why nothing may be concluded from this walk, where that is so."""
        self.incomplete = ""
        """Why a page that was not met may still exist, where that is so."""
        self.remarks: list[str] = []

"""One answer accounted for: its dossier beside the passages of then, and whether they carry it."""

from assistant.records.domain import Dossier
from assistant.replaying import Replay, Shelf, replay
from assistant.setup import setup_of
from configs.domain import Noun
from configs.settings import Settings
from ingest.domain import LibraryError


class Account(Noun):
    """`problem` says in words of the library why the edition of then can't be read, if it can't.

    `same_setup`: nothing but the library has changed since; None where it was not kept.
    """

    replay: Replay
    problem: str = ""
    same_setup: bool | None = None

    @property
    def stands(self) -> bool:
        """Whether every quoted sentence stands in the passages of then, and none was erased."""
        cited = all(one.stands for one in self.replay.cited)
        return cited and not self.replay.gone and not self.problem


def account(dossier: Dossier, library: Shelf, settings: Settings) -> Account:
    """Look everything up; a library that can't be read is told, and the rest is there."""
    kept = dossier.behind.setup if dossier.behind else ""
    same = setup_of(settings).digest == kept if kept else None
    try:
        return Account(replay=replay(dossier, library), same_setup=same)
    except LibraryError as error:
        bare = Replay(dossier=dossier, cited=(), passages=())
        return Account(replay=bare, problem=str(error), same_setup=same)

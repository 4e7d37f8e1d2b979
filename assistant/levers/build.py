"""From settings to the editors' levers."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.levers.checking import Checker
from assistant.levers.live import Levers
from assistant.levers.matching import Reader
from assistant.levers.resolving import Resolver, Shelves
from assistant.levers.state import Base
from assistant.records.domain import utc_now
from assistant.records.levers import LeverRecords
from assistant.steps.route import read_rules
from assistant.writing.asking import Asking
from configs.settings import Settings, resolve
from configs.texts import Texts
from configs.theme import Theme
from ingest.review import Resting
from ingest.sources import SourceList


def open_levers(
    settings: Settings,
    theme: Theme,
    records: LeverRecords,
    library: Shelves,
    clock: Callable[[], datetime] = utc_now,
) -> Levers:
    """The levers as they stand now."""
    zone = ZoneInfo(settings.desk.time_zone)
    base = Base(theme, read_rules(), _reader(theme), zone, clock)
    chosen = settings.ingest
    listed = SourceList(resolve(chosen.sources), chosen.allow_private_hosts)
    resolver = Resolver(library, Resting(listed, chosen.review_grace))
    levers = Levers(records, base, resolver, settings.editing.refresh)
    levers.look(again=True)
    return levers


def _reader(theme: Theme) -> Reader:
    names = theme.organisation.split()
    return Reader(Asking(generic=names), names)


def open_checker(settings: Settings, theme: Theme) -> Checker:
    """The same checks without a library: a pin whose source is not there rests."""
    allowed, zone = settings.answering.allowed_links, ZoneInfo(settings.desk.time_zone)
    return Checker(Texts(theme.texts), theme, allowed, _reader(theme), None, zone, utc_now)


def checker(settings: Settings, theme: Theme, levers: Levers) -> Checker:
    """What stands before everything that editors want to keep."""
    base = levers.now.base
    allowed = settings.answering.allowed_links
    return Checker(
        Texts(theme.texts), theme, allowed, base.reader, levers.resolver, base.zone, base.clock
    )

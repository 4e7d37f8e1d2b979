"""The data sheet for the pre-scan of a DPIA: which personal data, where, how long, for whom.

The order of the parts follows the Dutch government's Model DPIA Rijksdienst.
"""

from urllib.parse import urlsplit

from eval.accounting.domain import Cells, Facts, Grid, Part, Sheet

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def data_sheet(facts: Facts) -> Sheet:
    """The sheet, filled from the settings; what only the organisation knows is left open."""
    words = facts.words["dpia"]
    known = _known(facts)
    return Sheet(
        name="gegevensblad-dpia",
        title=words["title"],
        intro=words["intro"],
        parts=tuple(
            Part(
                title=part["title"],
                text=part.get("text", "").format(**known),
                open=part.get("open", ""),
                grid=_tables(facts) if part.get("tables") else None,
            )
            for part in words["parts"]
        ),
    )


def _known(facts: Facts) -> dict[str, str]:
    words, settings = facts.words["dpia"], facts.settings
    days = settings.records.model_dump(include={"content_days", "contact_days", "statistics_days"})
    database = "postgresql" if settings.records.url.startswith("postgresql") else "sqlite"
    writer = words["writers"][settings.answering.writer]
    return {
        "organisation": facts.theme.organisation,
        "writer": writer.format(model=settings.chat.model),
        "receivers": _receivers(facts),
        "database": words["databases"][database],
        "library": words["libraries"][settings.library.engine],
        "model_host": _model_host(facts),
        "editions": words["editions"].format(count=settings.library.keep_editions),
        "audit_days": str(settings.records.audit_days),
        **{name: str(value) for name, value in days.items()},
    }


def _receivers(facts: Facts) -> str:
    words, desks = facts.words["dpia"]["receivers"], facts.settings.handoff
    used = {
        "open_klant": desks.open_klant.url,
        "mail": desks.mail.host,
        "webhook": desks.webhook.url,
    }
    named = [
        f"{words[name]} ({urlsplit(place).hostname or place})"
        for name, place in used.items()
        if place
    ]
    return ", ".join(named) or str(words["none"])


def _model_host(facts: Facts) -> str:
    words, settings = facts.words["dpia"]["model_hosts"], facts.settings
    if settings.answering.writer != "generate":
        return str(words["none"])
    host = urlsplit(settings.chat.url).hostname or ""
    return str(words["local"] if host in LOOPBACK else words["other"].format(host=host))


def _tables(facts: Facts) -> Grid:
    """Each table of the database, with the days after which its rows go."""
    kept = facts.settings.records
    rows: list[Cells] = []
    for name, table in facts.words["tables"].items():
        days = getattr(kept, table["kept"]) if table["kept"] else None
        rows.append(
            (
                name,
                table["holds"],
                table["whose"],
                f"{days} dagen" if days else facts.words["forever"],
            )
        )
    return Grid(heads=tuple(facts.words["dpia"]["heads"]), rows=tuple(rows))

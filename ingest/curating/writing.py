"""A proposal as the YAML file that a person reads, corrects and approves."""

import json
from datetime import date

from ingest.curating.proposing import Proposal

FORM = """\
# Proposed on {today} by `python -m ingest sources add`, from the robots.txt, the sitemaps and the
# page below. Nothing of it is read yet. Check every line, then take the line `proposed: true` away.
proposed: true
name: {name}
owner: {owner}  # a guess ({told_by}): who answers for these pages?
kind: website
audience: public  # or internal: employees only
collection: ""
licence: {licence}
language: {language}
authority: 1.0
rhythm: daily  # hourly, weekly, monthly, by-hand
review_by: {review_by}  # after this day it warns, and later rests
start: {start}
allow: {allow}
deny:
{deny}
feeds: {feeds}
# The sitemaps name {listed} addresses, the page links to {more} others; {kept} would be read:
{sections}
"""


def as_yaml(proposal: Proposal, today: date) -> str:
    """Texts of the site stand between quotes, as JSON: that is YAML too, and can't break out."""
    source = proposal.source
    deny = [
        f"  - {_quoted(pattern)}  # {f'keeps out {count} of these' if count else 'a common trap'}"
        for pattern, count in proposal.denied.items()
    ]
    sections = [f"#   {count:6} {name}" for name, count in proposal.sections.items()]
    remarks = [f"# {_line(remark)}" for remark in proposal.remarks]
    return FORM.format(
        today=today,
        name=source.name,
        owner=_quoted(source.owner),
        told_by=proposal.told_by,
        licence=_quoted(source.licence),
        language=source.language,
        review_by=source.review_by,
        start=_quoted(source.start),
        allow=_quoted(source.allow),
        deny="\n".join(deny),
        feeds=_quoted(source.feeds),
        listed=proposal.listed,
        more=proposal.seen - proposal.listed,
        kept=proposal.kept,
        sections="\n".join([*sections, *remarks]),
    )


def _quoted(value: object) -> str:
    """As JSON; signs that YAML does not take as they are (YAML 1.1, 5.1) are escaped."""
    plain = json.dumps(value, ensure_ascii=False)
    return plain if plain.isprintable() else json.dumps(value)


def _line(text: str) -> str:
    return " ".join(text.split())

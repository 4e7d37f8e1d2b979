"""An answer as Markdown: claims with the numbers of their sources, then the sources."""

import re

from assistant.domain import Answer, Citation, Claim
from assistant.rendering import View

_SIGNS = re.compile(r"([\\`*_\[\]<>#!|~])")
"""What Markdown would take for markup: a page's own words are words only."""
_URL = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", " ": "%20"})


def written(claim: Claim) -> str:
    """One claim as a line of its own."""
    numbers = "".join(f" \\[{number}\\]" for number in claim.cited)
    return f"{_words(claim.text)}{numbers}\n\n"


def after(answer: Answer, view: View) -> str:
    """What follows the claims: what the assistant says itself, the sources, the notice."""
    parts = [
        _words(answer.message),
        "\n".join(f"- [{_words(page.title)}]({_link(page.url)})" for page in answer.related),
        "\n".join(_source(citation, view) for citation in answer.citations),
        _words(answer.notice),
    ]
    return "\n\n".join(part for part in parts if part)


def _source(citation: Citation, view: View) -> str:
    trail = " \u203a ".join(dict.fromkeys((citation.title, *citation.headings)))
    read = view.say("chat.read_at", date=view.day(citation.read_at))
    return f"\\[{citation.number}\\] [{_words(trail)}]({_link(citation.link)}), {read}  "


def _words(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text)


def _link(url: str) -> str:
    return url.translate(_URL)

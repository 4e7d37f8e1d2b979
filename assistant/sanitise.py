"""Only known tags, attributes and addresses reach a browser, whatever a page or a person wrote."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import nh3

CALM = {"class", "id", "lang", "aria-label"}
ATTRIBUTES: dict[str, set[str]] = {
    "*": CALM,
    "a": {"href", "target"},
    "article": {
        *("data-ai-generated", "data-ai-model", "data-copied", "data-not-copied", "data-outcome")
    },
    "button": {
        *("type", "data-do", "data-text", "data-answer", "data-handoff", "data-approval"),
        *("aria-current", "aria-pressed"),
        *("data-ask", "data-about", "data-no", "data-done", "data-copies", "data-failed"),
        "data-new",
    },
    "div": {
        *("data-ai-generated", "data-talk", "data-you", "data-searching"),
        *("data-waiting", "data-lost"),
        *("data-failed", "data-large", "data-most"),
        *("data-notice", "data-told"),
    },
    "details": {"open", "data-keep"},
    "h2": {"tabindex", "data-focus"},
    "li": {"tabindex"},
    "label": {"for"},
    "input": {"type", "name", "value"},
    "p": {"tabindex", "data-focus", "data-announce", "data-refresh"},
    "section": {
        "hidden",
        *("data-conversation", "data-turns", "data-title", "data-handoff"),
        *("data-state", "data-last", "data-count"),
    },
    "span": {"aria-hidden"},
    "textarea": {"rows", "maxlength"},
    "time": {"datetime"},
}
TAGS = frozenset(
    (
        *("a", "article", "blockquote", "br", "button", "details", "div", "fieldset"),
        *("h1", "h2", "h3", "input", "label", "legend", "li", "ol", "p", "section"),
        *("span", "strong", "summary", "textarea", "time", "ul"),
    )
)
_NAMES = re.compile(r"[A-Za-z0-9 _-]{0,200}")
_CONTROL = re.compile(r"[\x00-\x20\x7f\\]")


def clean(markup: str) -> str:
    """HTML with nothing in it that a template of ours does not use."""
    return _CLEANER.clean(markup)


def safe_link(address: str) -> str:
    """The address when it is http(s) with a plain host, or a path on this server; else nothing."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if _CONTROL.search(address) or "@" in parts.netloc:
        return ""
    if address.startswith("/") and not parts.netloc and not address.startswith("//"):
        return address
    return address if parts.scheme in {"http", "https"} and host else ""


def host_of(address: str) -> str:
    """The host a reader knows a site by, without `www.`; nothing for a path on this server."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _filter(tag: str, name: str, value: str) -> str | None:
    check = _CHECKS.get(name)
    return value if check is None or check(value) else None


_CHECKS: dict[str, Callable[[str], object]] = {
    "class": _NAMES.fullmatch,
    "id": _NAMES.fullmatch,
    "for": _NAMES.fullmatch,
    "name": _NAMES.fullmatch,
    "type": {"button", "radio"}.__contains__,
    "target": "_blank".__eq__,
    "href": lambda value: value.startswith("#") or safe_link(value),
}
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES,
    attribute_filter=_filter,
    url_schemes={"http", "https"},
    link_rel="noopener noreferrer",
    strip_comments=True,
)

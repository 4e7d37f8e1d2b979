"""The public address of a page that a file names: only one that the source's list allows."""

from ingest.addresses import forbidden, normalise
from ingest.domain import FetchRefused, Source


def official(source: Source, named: str, otherwise: tuple[str, ...]) -> tuple[str, str]:
    """The address in its normal form, and why it may not be cited (empty where it may).

    `otherwise` are the prefixes that count where the source's `allow` names no address.
    """
    prefixes = tuple(prefix for prefix in source.allow if "://" in prefix) or otherwise
    try:
        address = normalise(named)
        allowed = tuple(normalise(prefix) for prefix in prefixes)
    except FetchRefused as error:
        return named[:200], f"its address {error}"
    if not address.startswith("https:"):
        return address, "its address is not https"
    return address, forbidden(address, allowed, ())

"""Calls to another system over HTTP; the only file of this floor that knows httpx."""

import ssl
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import httpx

from assistant.handoff.delivering.domain import Refused, TryLater
from configs.domain import ConfigurationError

Object = Mapping[str, Any]
"""A JSON object."""
LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
MOST = 2_000_000
"""Bytes of an answer that are read at most."""
LATER = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
    }
)
"""What an operator or time can mend without a change of the request."""


def checked_address(url: str, setting: str) -> str:
    """The address without a slash at its end.

    Raises `ConfigurationError` unless it is https, or http on this machine.
    """
    parts = urlsplit(url)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
    if not safe or not parts.hostname or parts.username:
        raise ConfigurationError(
            f"{setting}: {url!r} can't be used; give an https address without a name in it."
        )
    return url.rstrip("/")


class Caller:
    """Sends JSON to one address and what lies below it; follows no redirect, uses no proxy."""

    def __init__(self, address: str, timeout: float, headers: Mapping[str, str]) -> None:
        self._address = address
        self._timeout = timeout
        self._headers = dict(headers)

    def get(self, path: str, **filters: str) -> Object:
        """The JSON object that stands there."""
        return _object(self._call(self._request("GET", path, params=filters)))

    def post(self, path: str, body: Object) -> Object:
        """The JSON object that comes back."""
        return _object(self._call(self._request("POST", path, json=body)))

    def send(self, content: bytes, headers: Mapping[str, str]) -> None:
        """Send bytes to the address itself; whatever comes back with a 2xx is well."""
        self._call(self._request("POST", "", content=content, headers=headers))

    def _request(self, method: str, path: str, **more: Any) -> httpx.Request:  # noqa: ANN401
        headers = {**self._headers, **more.pop("headers", {})}
        return httpx.Request(method, f"{self._address}{path}", headers=headers, **more)

    def _call(self, request: httpx.Request) -> httpx.Response:
        """The answer, read to its end."""
        try:
            with httpx.Client(verify=_trust(), timeout=self._timeout, trust_env=False) as client:
                answer = client.send(request, stream=True, follow_redirects=False)
                body = _read(answer)
        except httpx.HTTPError as error:
            problem = f"{request.url.host} does not answer ({type(error).__name__})."
            raise TryLater(problem) from error
        whole = httpx.Response(answer.status_code, content=body, request=request)
        _judge(whole)
        return whole


@cache
def _trust() -> ssl.SSLContext:
    """The machine's own certificates, and those of SSL_CERT_FILE; reading them takes a while."""
    return ssl.create_default_context()


def _judge(answer: httpx.Response) -> None:
    if answer.is_success:
        return
    asked = answer.request
    what = f"{asked.method} {asked.url.path} gave {answer.status_code}{_why(answer)}."
    if answer.is_server_error or answer.status_code in LATER:
        raise TryLater(what)
    raise Refused(what)


def _read(answer: httpx.Response) -> bytes:
    body = b""
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > MOST:
            raise TryLater(f"{answer.url.host} sends an answer without end.")
    return body


def _why(answer: httpx.Response) -> str:
    """Names and codes of the fields that are wrong; never their values."""
    try:
        named = [f"{one['name']}: {one['code']}" for one in _object(answer)["invalidParams"]]
    except (TryLater, KeyError, TypeError):
        return ""
    return f" ({', '.join(named)[:300]})"


def _object(answer: httpx.Response) -> Object:
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise TryLater(f"{answer.request.url.path} gave no JSON object.")
    return found

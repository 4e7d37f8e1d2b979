"""Fetch one address: conditional, polite, capped, and only from where it may (only file: httpx)."""

import logging
from collections.abc import Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from threading import Lock
from urllib.parse import urlsplit

import httpx
import stamina

from configs.slices.ingest import IngestSettings
from ingest.addresses import normalise
from ingest.decoding import ENCODINGS, decode
from ingest.domain import FetchError, FetchRefused
from ingest.network import Deadline, PinnedBackend, Pool, Resolver, pool, resolve
from ingest.politeness import LONGEST_WAIT, Pace, retry_after
from ingest.responses import (
    AGENT,
    Expected,
    Fetched,
    TooLarge,
    UnreadableType,
    Validators,
    directives,
    readable,
)

VERSION = "0.1.0"
HOPS = 5
ATTEMPTS = 3
NOT_MODIFIED = 304
WAIT = {429, 503}
REDIRECTS = {301, 302, 303, 307, 308}
LOCATION = "location"
log = logging.getLogger(__name__)


class Fetcher:
    """Fetches for one sync, from any thread; counts `requests` and the `bytes_read` of bodies."""

    def __init__(
        self,
        settings: IngestSettings,
        pace: Pace | None = None,
        resolver: Resolver = resolve,
    ) -> None:
        self.requests = 0
        self.bytes_read = 0
        self.pace = pace or Pace(settings.delay)
        self._settings = settings
        self._deadline = Deadline()
        self._counting = Lock()
        backend = PinnedBackend(self._deadline, settings.allow_private_hosts, resolver)
        most = settings.hosts * settings.per_host + 1
        connections = pool(httpx.create_ssl_context(), backend, most)
        contact = f" (+{settings.contact})" if settings.contact else ""
        self._client = httpx.Client(
            transport=_Transport(connections),
            headers={
                "User-Agent": f"{AGENT}/{VERSION}{contact}",
                "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5",
                "Accept-Encoding": ENCODINGS,
            },
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=settings.timeout,
            follow_redirects=False,
        )

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def fetch(
        self,
        url: str,
        validators: Validators | None = None,
        expected: Expected | None = None,
    ) -> Fetched:
        """Ask for one address in its normal form; redirects are returned, not followed.

        Raises `FetchRefused` for an address that may not be asked, `FetchError` for no answer, or
        one that breaks a ceiling.
        """
        target = self._checked(url)
        headers = (validators or Validators()).headers
        for attempt in range(ATTEMPTS):
            fetched, wait = self._patiently(target, headers, expected or Expected())
            if fetched.status not in WAIT:
                break
            self.pace.postpone(target.host, wait)
            if not 0 < wait <= LONGEST_WAIT or attempt == ATTEMPTS - 1:
                break
        return fetched

    def follow(
        self,
        url: str,
        validators: Validators | None = None,
        expected: Expected | None = None,
        permitted: Callable[[str], bool] = lambda _: True,
    ) -> Fetched:
        """Fetch and follow at most five redirects, each to a permitted address only."""
        for _ in range(HOPS + 1):
            fetched = self.fetch(url, validators, expected)
            if not fetched.location:
                return fetched
            url, validators = normalise(fetched.location, url), None
            if not permitted(url):
                raise FetchRefused(f"redirects to {url}, which is not allowed")
        raise FetchError(f"more than {HOPS} redirects")

    def _checked(self, url: str) -> httpx.URL:
        """The address as it will be asked: exactly what was checked, or `FetchRefused`."""
        private = self._settings.allow_private_hosts
        try:
            target = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise FetchRefused(f"is not an address ({error})") from error
        if str(target) != url or normalise(url) != url or _parts(target) != _named(url):
            raise FetchRefused("is not in its normal form")
        if target.scheme != "https" and not private:
            raise FetchRefused("is not https (ingest.allow_private_hosts is off)")
        if target.port not in (None, 80, 443) and not private:
            raise FetchRefused(f"uses port {target.port}; only 80 and 443 are read")
        return target

    def _patiently(
        self, target: httpx.URL, headers: dict[str, str], expected: Expected
    ) -> tuple[Fetched, float]:
        """One answer and the wait it asks for (s); a broken connection is tried again."""
        patience = stamina.retry_context(
            on=(httpx.ConnectError, httpx.ReadError, httpx.RemoteProtocolError),
            attempts=ATTEMPTS,
            wait_initial=0.1,
            wait_jitter=0.1,
            timeout=2 * self._settings.timeout,
        )
        try:
            for attempt in patience:
                with attempt:
                    return self._once(target, headers, expected)
        except httpx.TimeoutException as error:
            raise FetchError(f"no complete answer in {self._settings.timeout:g} s") from error
        except httpx.HTTPError as error:
            raise FetchError(f"no answer ({error or type(error).__name__})") from error
        raise FetchError("no answer")

    def _once(
        self, target: httpx.URL, headers: dict[str, str], expected: Expected
    ) -> tuple[Fetched, float]:
        self.pace.wait(target.host)
        with self._counting:
            self.requests += 1
        self._deadline.start(self._settings.timeout)
        log.debug("GET %s", target)
        with self._client.stream("GET", target, headers=headers) as response:
            wait = retry_after(response.headers.get("Retry-After", ""))
            return self._received(response, expected), wait

    def _received(self, response: httpx.Response, expected: Expected) -> Fetched:
        headers, status = response.headers, response.status_code
        kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
        noindex, nofollow = directives(headers.get_list("X-Robots-Tag"))
        fetched = Fetched(
            url=str(response.url),
            status=status,
            content_type=headers.get("Content-Type", ""),
            location=response.extensions[LOCATION] if status in REDIRECTS else "",
            validators=Validators(
                etag=headers.get("ETag", ""), modified=headers.get("Last-Modified", "")
            ),
            noindex=noindex,
            nofollow=nofollow,
        )
        if status != httpx.codes.OK:
            return fetched
        if expected.page and not readable(kind, str(response.url)):
            raise UnreadableType(f"the type {kind or 'none'} is not read")
        return fetched.model_copy(update={"body": self._body(response, expected)})

    def _body(self, response: httpx.Response, expected: Expected) -> bytes:
        most = expected.most or self._settings.max_bytes
        length = response.headers.get("Content-Length", "")
        if length.isdigit() and int(length) > most and not expected.cut:
            raise TooLarge(f"too large: {int(length):,} bytes, more than {most:,}")
        before = response.num_bytes_downloaded
        try:
            encoding = response.headers.get("Content-Encoding", "")
            return decode(response.iter_raw(), encoding, most, cut=expected.cut)
        finally:
            with self._counting:
                self.bytes_read += response.num_bytes_downloaded - before


def _parts(target: httpx.URL) -> tuple[str, str, int | None, str]:
    """Where the client will connect, and what it will ask there."""
    return target.scheme, target.host, target.port, target.raw_path.decode("ascii")


def _named(url: str) -> tuple[str, str, int | None, str]:
    """The same as it was checked: both must read an address alike, or a trick lies in between."""
    parts = urlsplit(url)
    asked = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return parts.scheme, parts.hostname or "", parts.port, asked


class _Transport(httpx.HTTPTransport):
    """The vendor's transport over our own pool of connections to checked addresses.

    It keeps the target of a redirect from the client, who would read it with a parser of its own.
    """

    def __init__(self, connections: Pool) -> None:
        self._pool = connections

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        response.extensions[LOCATION] = response.headers.pop("Location", "")
        return response

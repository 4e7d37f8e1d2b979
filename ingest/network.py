"""Connections to checked addresses only: no private networks, no rebinding, no endless answers."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpcore

from ingest.domain import FetchError, FetchRefused

Pool = httpcore.ConnectionPool
Resolver = Callable[[str, int], tuple[str, ...]]

# Addresses that carry an IPv4 address inside, so that a private one could hide there:
# IPv4-compatible and IPv4-mapped (RFC 4291), NAT64 (RFC 6052, RFC 8215), Teredo (RFC 4380),
# 6to4 (RFC 3056).
DISGUISES = tuple(
    IPv6Network(network)
    for network in (
        "::/96",
        "::ffff:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
    )
)
# Public by number, but answered inside the machine room: IETF protocol assignments (RFC 6890) and
# a cloud's own host.
INSIDE = (IPv4Network("192.0.0.0/24"), IPv4Network("168.63.129.16/32"))


def resolve(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host according to the system's resolver; `FetchError` without any."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"the host {host} is unknown ({error})") from error
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, and to nothing else in disguise."""
    ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and any(ip in network for network in DISGUISES):
        return False
    inside = isinstance(ip, IPv4Address) and any(ip in network for network in INSIDE)
    return ip.is_global and not (inside or ip.is_multicast or ip.is_reserved)


class Deadline(threading.local):
    """The moment (monotonic seconds) at which the answer that is being read must be complete.

    Each thread reads an answer of its own, so each has its own moment.
    """

    def __init__(self) -> None:
        self.at = float("inf")

    def start(self, seconds: float) -> None:
        """Begin a new wait of so many seconds."""
        self.at = time.monotonic() + seconds

    def within(self, timeout: float | None) -> float:
        """The shorter of the time left and `timeout`; `ReadTimeout` when none is left."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer took too long")
        return left if timeout is None else min(left, timeout)


class TimedStream(httpcore.NetworkStream):
    """A connection on which even a server that sends one byte at a time meets the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        return TimedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  the vendor's signature
        return self._stream.get_extra_info(info)


class PinnedBackend(httpcore.NetworkBackend):
    """Resolves a host once, checks every address, and connects to a checked one.

    The Host header and the TLS name still come from the URL, so a certificate is checked as usual.
    """

    def __init__(self, deadline: Deadline, allow_private: bool, resolver: Resolver) -> None:
        self._sockets = httpcore.SyncBackend()
        self._deadline = deadline
        self._allow_private = allow_private
        self._resolver = resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Raise `FetchRefused` when one of the host's addresses is not public."""
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self.checked(host, port):
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self._deadline.within(timeout), local_address, socket_options
                )
                return TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def checked(self, host: str, port: int) -> tuple[str, ...]:
        """All addresses of the host: one that is not public refuses the host."""
        addresses = self._resolver(host.strip("[]"), port)
        private = [address for address in addresses if not is_public(address)]
        if private and not self._allow_private:
            raise FetchRefused(f"the host {host} has the private address {private[0]}")
        return addresses


def pool(context: ssl.SSLContext, backend: PinnedBackend, connections: int) -> Pool:
    """A pool of at most so many connections, all to checked addresses."""
    return Pool(
        ssl_context=context,
        max_connections=connections,
        keepalive_expiry=15,
        network_backend=backend,
    )

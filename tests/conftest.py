"""Nothing leaves the building, and the whole suite proves it: only loopback can be reached."""

import ipaddress
import socket

import pytest

LOCAL_FAMILIES = {socket.AF_UNIX} if hasattr(socket, "AF_UNIX") else set()


class Leak(AssertionError):
    """Something tried to reach another machine."""


def _stays_here(address):
    host = str(address[0]).split("%")[0]
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(autouse=True, scope="session")
def nothing_leaves():
    """Every connection of this process stays on this machine."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(original):
        def reach(self, address):
            if self.family not in LOCAL_FAMILIES and not _stays_here(address):
                raise Leak(f"a connection to {address}")
            return original(self, address)

        return reach

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(connect))
        patch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
        yield

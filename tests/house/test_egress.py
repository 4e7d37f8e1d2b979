"""The guard that proves that nothing leaves is itself awake."""

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 443), ("8.8.8.8", 53)])
def test_another_machine_cannot_be_reached(address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as line, pytest.raises(AssertionError, match="a connection to"):
        line.connect(address)


def test_this_machine_can():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with socket.socket() as line:
            line.connect(server.getsockname())

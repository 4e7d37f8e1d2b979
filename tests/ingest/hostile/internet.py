"""An internet of a test's own: names, addresses, and who listens there.

Only `socket` is told about it. What the product resolves and connects to is what it would resolve
and connect to outside; every address that it tries is noted before anything is done with it, and a
forbidden address leads to a listener that would answer, so that a mistake would show.
"""

import socket
import ssl
import subprocess
import threading
from ipaddress import ip_address

from tests.ingest.sites import Site

SITE = "145.21.184.10"
"""The public address of the hostile site."""
ELSEWHERE = "198.35.26.96"
"""A public address of somebody else, where nobody asked us to look."""


class Vault:
    """Listens where nobody should come, and counts who does."""

    def __init__(self):
        self.visitors = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self):
        while True:
            try:
                visitor, _ = self._listener.accept()
            except OSError:
                return
            self.visitors += 1
            visitor.close()

    def close(self):
        self._listener.close()


class Internet:
    """`names[host]` gives its addresses (or a function that does); `doors[address]` who listens."""

    def __init__(self, patch):
        self.names, self.doors = {}, {}
        self.tried = []
        """Every address and port to which a connection was tried."""
        self.vault = Vault()
        self._real = socket.create_connection, socket.getaddrinfo
        patch.setattr(socket, "create_connection", self._connect)
        patch.setattr(socket, "getaddrinfo", self._resolve)

    def close(self):
        self.vault.close()

    @property
    def addresses(self):
        """The addresses that were tried."""
        return {address for address, _ in self.tried}

    def _connect(self, address, timeout=None, source_address=None, **_):
        place, port = address
        self.tried.append((place, port))
        door = self.doors.get(place, self.vault.port)
        return self._real[0](("127.0.0.1", door), timeout, source_address)

    def _resolve(self, host, port, *rest, **more):
        found = self.names.get(host)
        if found is None:
            more["flags"] = socket.AI_NUMERICHOST  # 127.1 and 0x7f.1 as the C library reads them
            return self._real[1](host, port, *rest, **more)
        addresses = found() if callable(found) else found
        return [_entry(address, port) for address in addresses]


def _entry(address, port):
    family = socket.AF_INET6 if ip_address(address).version == 6 else socket.AF_INET
    return family, socket.SOCK_STREAM, 6, "", (address, port)


class SecureSite(Site):
    """A site on loopback that speaks TLS under public names."""

    def __init__(self, name, certificate, address=("127.0.0.1", 0)):
        super().__init__(address)
        self.port = self.server.server_port
        self.url = f"https://{name}"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
        self.server.socket = context.wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False
        )


def certify(folder, names):
    """A key and a certificate for these names below `folder`."""
    alternatives = ",".join(f"DNS:{name}" for name in names)
    subprocess.run(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        f"-keyout key.pem -out cert.pem -subj /CN=x -addext subjectAltName={alternatives}".split(),
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder

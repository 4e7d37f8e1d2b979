"""An assistant whose employees log in at the small provider, and browsers for each of them."""

import socket
from contextlib import contextmanager
from dataclasses import replace

import httpx

from assistant.accounts.build import open_accounts
from tests.assistant.accounts.provider import AUDIENCE, CLIENT, SECRET, providing
from tests.assistant.web.scripted import make_service, serving

ROLES = ("employee", "desk", "editor", "admin", "auditor")


def free_port():
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


def settings_for(provider, port, **changes):
    accounts = {
        "issuer": provider.address,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "audience": AUDIENCE,
        **changes,
    }
    return {
        "accounts": accounts,
        "server": {"port": port, "public_url": f"http://127.0.0.1:{port}"},
    }


@contextmanager
def office(folder, make=make_service, documents=None, **changes):
    """The provider, the service and its address."""
    with providing() as provider:
        port = free_port()
        provider.uris.add(f"http://127.0.0.1:{port}/inloggen/terug")
        service = make(folder, **settings_for(provider, port, **changes))
        if service.accounts is None:
            service = replace(service, accounts=open_accounts(service.settings, service.records))
        with serving(service, port, documents and documents(service)) as address:
            yield provider, service, address
        service.close()


SCRIPT = {"Accept": "*/*", "Sec-Fetch-Mode": "cors"}
"""What a script of a page sends, where a browser itself would ask for a page."""


class Browser(httpx.Client):
    """Keeps cookies, follows redirects, and says where a request comes from, as browsers do."""

    def __init__(self, address, host="127.0.0.1"):
        """`host`: the address of this machine that it comes from."""
        super().__init__(
            base_url=address,
            follow_redirects=True,
            headers={"Sec-Fetch-Site": "same-origin", "Accept": "text/html,*/*"},
            timeout=20,
            transport=httpx.HTTPTransport(local_address=host, verify=False),
        )

    def log_in(self, provider, who, to="/account"):
        provider.now = who
        return self.get("/inloggen/start", params={"naar": to})

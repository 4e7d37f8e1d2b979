"""The hostile names once more, with nothing patched: real addresses in a network of its own.

Run by `test_real_network` in namespaces of its own: `python -m tests.ingest.hostile.real_network
FOLDER CERTIFICATE` puts public and private addresses on the loopback device, listens on all of
them, runs the ordinary `python -m ingest sync` with the settings of production, and prints its
report and who was visited.
"""

import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

from tests.ingest.hostile.internet import SITE, SecureSite
from tests.ingest.sites import text_about

NAMES = {
    "www.gemeente.test": (SITE,),
    "intern.gemeente.test": ("10.0.0.7",),
    "meta.gemeente.test": ("169.254.169.254",),
    "vermomd.gemeente.test": ("fd00::7",),
    "gemengd.gemeente.test": (SITE, "192.168.1.1"),
}
FORBIDDEN = ("10.0.0.7", "169.254.169.254", "fd00::7", "192.168.1.1", "127.0.0.1", "127.0.0.2")
VISITED: list[str] = []


def listen(address: str, port: int) -> None:
    """Count who comes where nobody should."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.create_server((address, port), family=family)

    def count() -> None:
        while True:
            visitor, _ = listener.accept()
            VISITED.append(f"{address}:{port}")
            visitor.close()

    threading.Thread(target=count, daemon=True).start()


def main() -> None:
    folder, certificate = Path(sys.argv[1]), Path(sys.argv[2])
    for address in {SITE, *FORBIDDEN} - {"127.0.0.1", "127.0.0.2"}:
        subprocess.run(["ip", "address", "add", address, "dev", "lo", "nodad"], check=True)
    for address in FORBIDDEN:
        for port in (80, 443):
            listen(address, port)
    hosts = folder / "hosts"
    lines = [f"{address} {name}" for name, found in NAMES.items() for address in found]
    hosts.write_text("\n".join(lines) + "\n", encoding="ascii")
    subprocess.run(["mount", "--bind", str(hosts), "/etc/hosts"], check=True)
    site = SecureSite("www.gemeente.test", certificate, (SITE, 443))
    pages = [f"https://{name}/x" for name in NAMES]
    site.put("/", "Gemeente", text_about("producten"), pages)
    site.put("/x", "Paspoort", text_about("paspoort"))
    source = {"name": "gemeente", "owner": "X", "review_by": "2090-01-01"}
    source |= {"start": [f"{site.url}/"], "allow": [f"https://{name}/" for name in NAMES]}
    (folder / "bron.yaml").write_text(json.dumps(source), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "ingest", "sync", "--json", "--sources", str(folder / "bron.yaml")],
        env={
            **os.environ,
            "VRAAGBAAK_DATA": str(folder / "data"),
            "VRAAGBAAK_INGEST__DELAY": "0",
            "SSL_CERT_FILE": str(certificate / "cert.pem"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)["reports"][0] if done.stdout else None
    sys.stdout.write(
        json.dumps({"report": report, "visited": VISITED, "errors": done.stderr[-2000:]})
    )


if __name__ == "__main__":
    main()

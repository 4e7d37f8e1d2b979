"""A real PostgreSQL of this machine, in a folder of its own, for the tests that need one."""

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pg8000.dbapi
import pg8000.exceptions

OWNER = "postgres"
PLACES = "/usr/lib/postgresql"
ABSENT = "PostgreSQL is not installed: apt-get install postgresql (or brew install postgresql)"
START = 60.0


def programs() -> Path | None:
    """The folder with `initdb` and `postgres`."""
    beside = shutil.which("initdb")
    found = [Path(beside).resolve().parent] if beside else []
    found += sorted(Path(PLACES).glob("*/bin"), reverse=True)
    return next((place for place in found if (place / "postgres").exists()), None)


@contextmanager
def postgresql():
    """A server on loopback; gives the address of its first database.

    Its folder is not pytest's own, which only the user who runs the tests may enter.
    """
    with TemporaryDirectory(prefix="vraagbaak-pg-") as folder, _server(Path(folder)) as address:
        yield address


@contextmanager
def _server(folder: Path):
    place = programs()
    assert place, ABSENT
    port = free_port()
    run = as_owner(folder)
    data = folder / "pg"
    options = ("-c", "fsync=off", "-c", "listen_addresses=127.0.0.1")
    subprocess.run(
        [*run, place / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "-N"],
        check=True,
        capture_output=True,
    )
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*run, place / "postgres", "-D", data, "-k", folder, "-p", str(port), *options],
            stdout=log,
            stderr=log,
        )
    try:
        wait(process, port, folder / "log")
        yield f"postgresql://{OWNER}@127.0.0.1:{port}/{OWNER}"
    finally:
        process.terminate()
        process.wait(30)


def as_owner(folder: Path) -> list[str]:
    """PostgreSQL does not run as root: then it runs as its own user, who gets the folder."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, OWNER, OWNER)
    return ["runuser", "-u", OWNER, "--"]


def wait(process, port, log):
    """Until it takes logins: it listens a little before that."""
    deadline = time.monotonic() + START
    while True:
        try:
            pg8000.dbapi.connect(user=OWNER, host="127.0.0.1", port=port).close()
        except (OSError, pg8000.exceptions.Error):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        else:
            return


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]

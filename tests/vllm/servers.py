"""Start and stop a real vLLM server with a tiny model; every server listens on loopback only."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.vllm.environment import BIN, ROOT

KEY = "sleutel"
MODEL = "tiny-test"
CARDS = f"""
cards:
  {MODEL}:
    id: tests/{MODEL}
    purpose: chat
    licence: {{name: none, use: "no", note: random weights}}
    languages: [nl]
"""
START = 300.0
"""Seconds in which a server must be there, also on a busy machine."""
ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "VLLM_NO_USAGE_STATS": "1",
    "DO_NOT_TRACK": "1",
    "VLLM_TARGET_DEVICE": "cpu",
    "VLLM_CPU_KVCACHE_SPACE": "1",
    "VLLM_CPU_OMP_THREADS_BIND": "nobind",
    "OMP_NUM_THREADS": "1",
    "VLLM_API_KEY": KEY,
}


def make_model(folder: Path, shape: str) -> Path:
    """A tiny model with random weights in `folder`."""
    subprocess.run(
        [BIN / "python", Path(__file__).parent / "tiny.py", folder, shape],
        check=True,
        capture_output=True,
        env={**os.environ, **ENVIRONMENT},
    )
    return folder


@dataclass
class Vllm:
    """A server for the model in `folder`, with further options of `vllm serve`."""

    folder: Path
    log: Path
    options: tuple[str, ...] = ()
    port: int = 0
    process: subprocess.Popen | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Up to `/v1`, as `chat.url` wants it."""
        return f"http://127.0.0.1:{self.port}/v1"

    def settings(self, **changes) -> dict:
        """The settings of `chat` that lead here."""
        return {"url": self.url, "model": MODEL, "key": KEY, **changes}

    def command(self) -> list[object]:
        """vLLM itself, with flags of our own choice."""
        return [
            *(BIN / "vllm", "serve", self.folder, "--host", "127.0.0.1", "--port", self.port),
            *("--served-model-name", MODEL, "--enforce-eager", "--max-num-seqs", 8),
            *("--enable-prompt-tokens-details", *self.options),
        ]

    def environment(self) -> dict[str, str]:
        """What it finds in its environment besides what is there."""
        return ENVIRONMENT

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.port = self.port or _free_port()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(word) for word in self.command()],
                cwd=ROOT,
                env={**os.environ, **self.environment()},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START
        while not self.healthy():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"vLLM did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.3)

    def kill(self) -> None:
        """End it and all its parts at once, without a word, as a crash does."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def healthy(self) -> bool:
        """Whether it says that it can answer."""
        try:
            with self._get("/health"):
                return True
        except (OSError, urllib.error.URLError):
            return False

    def metric(self, name: str) -> float:
        """The sum of a metric over its labels."""
        with self._get("/metrics") as answer:
            text = answer.read().decode()
        return sum(float(one) for one in re.findall(rf"^vllm:{name}\{{.*\}} (\S+)$", text, re.M))

    def idle(self, seconds: float = 20.0) -> bool:
        """Whether it has nothing to do, now or soon."""
        deadline = time.monotonic() + seconds
        while self.metric("num_requests_running") + self.metric("num_requests_waiting"):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def _get(self, path: str):
        address = f"http://127.0.0.1:{self.port}{path}"
        asked = urllib.request.Request(address, headers={"Authorization": f"Bearer {KEY}"})
        return urllib.request.urlopen(asked, timeout=5)


class Door(Vllm):
    """A server as an operator starts one: by `python -m models serve`, with a card of their own."""

    def command(self) -> list[object]:
        """The card stands in a catalogue beside the model's folder, which bears its name."""
        return [*self.models("serve"), "--port", self.port, "--cpu", *self.options]

    def models(self, verb: str) -> list[object]:
        """Our command line with the card of this model."""
        own = self.folder.parent / "cards.yaml"
        own.write_text(CARDS)
        return [sys.executable, "-m", "models", verb, MODEL, "--catalogue", own]

    def environment(self) -> dict[str, str]:
        """Only settings of ours: all that vLLM needs is for the command to say."""
        return {
            "VRAAGBAAK_MODELS__VLLM": str(BIN / "vllm"),
            "VRAAGBAAK_MODELS__FOLDER": str(self.folder.parent),
            "VRAAGBAAK_CHAT__KEY": KEY,
            "OMP_NUM_THREADS": "1",
        }


@contextmanager
def vllm(folder: Path, log: Path, *options: str, door: bool = False) -> Iterator[Vllm]:
    """A running server; it is killed at the end."""
    server = (Door if door else Vllm)(folder, log, options)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def _free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]

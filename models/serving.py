"""A card becomes the exact, hardened `vllm serve` command, and runs.

vLLM's own key guards only part of its addresses, so it listens on loopback alone. Keys travel in
the environment and in a file that only its owner can read, never on the command line, which every
user of the machine can see.
"""

import json
import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from configs.domain import Noun
from models.cards import ModelCard
from models.catalogue import template_file
from models.domain import ModelMissing, ModelUnfit
from models.fitting import SHARE, Fit, cpu_cache

HOST = "127.0.0.1"
OWN = "VRAAGBAAK_"
KEY = "VRAAGBAAK_CHAT__KEY"
VLLM_KEY = "VLLM_API_KEY"
HARDENED = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "VLLM_NO_USAGE_STATS": "1",
    "VLLM_DO_NOT_TRACK": "1",
    "VLLM_SERVER_DEV_MODE": "0",
    "VLLM_ALLOW_RUNTIME_LORA_UPDATING": "0",
    "VLLM_ALLOW_INSECURE_SERIALIZATION": "0",
    "VLLM_HOST_IP": HOST,
    "GLOO_SOCKET_IFNAME": "lo",
    "NCCL_SOCKET_IFNAME": "lo",
}
"""Offline, no telemetry, no developer's addresses; its parts talk over loopback too."""
GRAMMAR = {"backend": "xgrammar", "disable_any_whitespace": True}
LEAST_QUEUE = 64
QUEUED = 4
"""So many answers may wait for each that is written; beyond that vLLM says 503."""
GRACE = 15
"""Seconds that answers may still take when the server is stopped."""
SUBCOMMAND = 3
"""`vllm serve FOLDER`; options follow."""
CPU_SEQUENCES = 8
CPU_WINDOW = 8192


class Command(Noun):
    """A process to start: its arguments, and what its environment holds besides ours."""

    arguments: tuple[str, ...]
    environment: dict[str, str]


class Place(Noun):
    """Where a model is served from and on: its folder, and a port of this machine."""

    folder: Path
    port: int
    vllm: str = "vllm"
    secrets: Path | None = None
    """A file for `--config`, with what must not stand on the command line."""


def gpu_command(card: ModelCard, placed: Fit, place: Place) -> Command:
    """`vllm serve` on one or more graphics cards."""
    memory = ["--gpu-memory-utilization", f"{SHARE:.2f}"]
    if placed.cards > 1:
        memory += ["--tensor-parallel-size", str(placed.cards)]
    if place.secrets:
        memory += ["--config", str(place.secrets)]
    return Command(
        arguments=(*_arguments(card, placed, place), *memory),
        environment=dict(HARDENED),
    )


def cpu_command(card: ModelCard, place: Place, window: int | None = None) -> Command:
    """`vllm serve` on vLLM's CPU build: for trials and tests.

    Raises `ModelUnfit` when nothing tells the size of the cache.
    """
    if card.attention is None:
        raise ModelUnfit(f"{card.name}: neither its card nor its config.json tells its layers.")
    chosen = window or min(card.window or CPU_WINDOW, CPU_WINDOW)
    placed = Fit(cards=1, window=chosen, sequences=CPU_SEQUENCES)
    cache = cpu_cache(card.attention, chosen, CPU_SEQUENCES)
    threads = os.environ.get("OMP_NUM_THREADS") or str(max(1, (os.cpu_count() or 2) // 2))
    return Command(
        arguments=(*_arguments(card, placed, place), "--enforce-eager"),
        environment={
            **HARDENED,
            "VLLM_TARGET_DEVICE": "cpu",
            "VLLM_CPU_KVCACHE_SPACE": str(cache),
            "VLLM_CPU_OMP_THREADS_BIND": "nobind",
            "OMP_NUM_THREADS": threads,
        },
    )


def as_shell(command: Command) -> str:
    """The command as it can be typed; the key stays a name."""
    lines = [f"{name}={shlex.quote(value)}" for name, value in command.environment.items()]
    lines.append(f'{VLLM_KEY}="${KEY}"')
    lines.append(shlex.join(command.arguments[:SUBCOMMAND]))
    for word in command.arguments[SUBCOMMAND:]:
        if word.startswith("--"):
            lines.append(shlex.quote(word))
        else:
            lines[-1] += f" {shlex.quote(word)}"
    return " \\\n  ".join(lines)


def run(command: Command, key: str, environment: Mapping[str, str]) -> None:
    """Become vLLM: this process ends where it begins. Our own settings and secrets stay behind.

    Raises `ModelMissing` when the program is not there.
    """
    inherited = {name: value for name, value in environment.items() if not name.startswith(OWN)}
    try:
        os.execvpe(  # noqa: S606  no shell is meant; the arguments are a list
            command.arguments[0],
            list(command.arguments),
            {**inherited, **command.environment, VLLM_KEY: key},
        )
    except OSError as error:
        raise ModelMissing(
            f"VRAAGBAAK_MODELS__VLLM: {command.arguments[0]} cannot be started ({error.strerror}). "
            "Install vLLM in an environment of its own, and name the program `vllm` in it."
        ) from error


def keep_watermark(file: Path, algorithm: str, key: int) -> Path:
    """Write the watermark for `--config`, readable by its owner only. JSON is YAML too."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump({"watermark-config": {"algorithm": algorithm, "key": key}}, stream)
    return file


def _arguments(card: ModelCard, placed: Fit, place: Place) -> list[str]:
    queue = max(LEAST_QUEUE, QUEUED * placed.sequences)
    arguments = [place.vllm, "serve", str(place.folder), "--served-model-name", card.name]
    arguments += ["--host", HOST, "--port", str(place.port)]
    arguments += ["--max-model-len", str(placed.window), "--max-num-seqs", str(placed.sequences)]
    arguments += ["--max-num-queued-reqs", str(queue), "--shutdown-timeout", str(GRACE)]
    arguments += ["--no-trust-remote-code", "--disable-fastapi-docs", "--no-enable-log-requests"]
    arguments += ["--enable-prefix-caching", "--enable-prompt-tokens-details"]
    arguments += ["--structured-outputs-config", json.dumps(GRAMMAR)]
    if card.format == "mistral":
        arguments += ["--tokenizer-mode", "mistral", "--config-format", "mistral"]
    arguments += ["--load-format", "mistral" if card.format == "mistral" else "safetensors"]
    if card.sampling:
        told = {"temperature": card.sampling.temperature, "top_p": card.sampling.top_p}
        arguments += ["--override-generation-config", json.dumps(told)]
    if template := template_file(card):
        arguments += ["--chat-template", str(template)]
    return arguments + list(card.options)

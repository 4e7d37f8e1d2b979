"""A vLLM server asked as it is, with nothing of ours between."""

import json
import re
import urllib.request
from dataclasses import dataclass
from time import perf_counter

import aiohttp

from models.domain import Prompt


@dataclass(frozen=True)
class Server:
    """Where the model is served; `group` is its process group, where it runs here."""

    url: str
    model: str
    key: str
    group: int = 0

    def metric(self, name: str) -> float:
        """The sum of one of vLLM's figures."""
        address = f"{self.url.removesuffix('/v1')}/metrics"
        request = urllib.request.Request(address, headers={"Authorization": f"Bearer {self.key}"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read().decode()
        return sum(float(one) for one in re.findall(rf"^vllm:{name}\{{.*\}} (\S+)$", text, re.M))


async def raw(server: Server, prompt: Prompt, piece: int = 1) -> float:
    """Seconds until the first full line, from the server alone; the answer is read to its end.

    `piece` is how many tokens it sends at a time; one is what it does by itself.
    """
    body = {
        "model": server.model,
        "messages": [message.model_dump() for message in prompt.messages],
        "max_tokens": prompt.most_tokens,
        "temperature": prompt.temperature,
        "structured_outputs": {"grammar": prompt.grammar},
        "stream": True,
        "stream_interval": piece,
    }
    headers = {"Authorization": f"Bearer {server.key}"}
    started, first = perf_counter(), 0.0
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{server.url}/chat/completions", json=body) as answer,
    ):
        answer.raise_for_status()
        async for line in answer.content:
            if not first and line.startswith(b"data: {") and b"\\n" in _said(line):
                first = perf_counter() - started
    return first


def _said(line: bytes) -> bytes:
    choices = json.loads(line[6:]).get("choices") or [{}]
    return json.dumps(choices[0].get("delta", {}).get("content") or "").encode()

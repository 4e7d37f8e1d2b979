"""Is the server that runs the one we know, and does it obey the answer grammar? Asked over HTTP.

A server that does not know a field ignores it without a word and writes freely, as vLLM 0.32 does
with the `guided_*` fields of old. So the answer itself is looked at, not the status.
"""

import re
import secrets
from typing import Any

import httpx

from models.cards import Finding
from models.domain import ModelRefused

KNOWN = ("0.32.",)
"""The versions that this was tested with."""
TIMEOUT = 60.0
ASK = "Noem een getal."


def probe(url: str, key: str | None, model: str | None = None) -> list[Finding]:
    """Look at the server at `url` (ending in /v1); what follows from a failure is left out.

    Raises `ModelRefused` when nothing answers there.
    """
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        with httpx.Client(headers=headers, timeout=TIMEOUT, trust_env=False) as client:
            return _look(client, url.rstrip("/"), model)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ModelRefused(f"{url}: no model server answers ({error}).") from error


def _look(client: httpx.Client, url: str, model: str | None) -> list[Finding]:
    findings = [_version(client, url)]
    served, finding = _served(client, url, model)
    findings.append(finding)
    if served:
        findings.append(_grammar(client, url, served))
    return findings


def _version(client: httpx.Client, url: str) -> Finding:
    answer = client.get(f"{url.removesuffix('/v1')}/version")
    version = str(_json(answer).get("version", "")) if answer.is_success else ""
    if not version:
        return _bad("version", "it does not tell its version; is it vLLM?")
    good = version.startswith(KNOWN)
    detail = f"vLLM {version}" if good else f"vLLM {version}; tested with {', '.join(KNOWN)}x"
    return Finding(what="version", good=good, detail=detail)


def _served(client: httpx.Client, url: str, model: str | None) -> tuple[str | None, Finding]:
    answer = client.get(f"{url}/models")
    if answer.status_code in {401, 403}:
        return None, _bad("key", "VRAAGBAAK_CHAT__KEY is not the key of this server")
    if not answer.is_success:
        return None, _bad("models", f"it answers {answer.status_code} to {url}/models")
    names = [str(one.get("id")) for one in _json(answer).get("data", []) if isinstance(one, dict)]
    if not names or (model and model not in names):
        return None, _bad("models", f"it serves {', '.join(names) or 'nothing'}, not {model}")
    return model or names[0], Finding(what="models", good=True, detail=", ".join(names))


def _grammar(client: httpx.Client, url: str, model: str) -> Finding:
    """Ask for a number that only the grammar knows; two ways lead there, so it must also choose."""
    wanted = rf"(ja|nee) {secrets.randbelow(9000) + 1000}"
    body = {
        "model": model,
        "messages": [{"role": "user", "content": ASK}],
        "max_tokens": 32,
        "temperature": 0,
        "structured_outputs": {"regex": wanted},
    }
    answer = client.post(f"{url}/chat/completions", json=body)
    if not answer.is_success:
        return _bad("grammar", f"it answers {answer.status_code} to a question with a grammar")
    text = _text(_json(answer))
    if re.fullmatch(wanted, text.strip()):
        return Finding(what="grammar", good=True, detail=f"asked {wanted}, got {text.strip()}")
    return _bad("grammar", f"it does not obey: asked {wanted}, got {text[:60]!r}")


def _text(told: dict[str, Any]) -> str:
    try:
        return str(told["choices"][0]["message"]["content"])
    except (KeyError, IndexError, TypeError):
        return ""


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _bad(what: str, detail: str) -> Finding:
    return Finding(what=what, good=False, detail=detail)

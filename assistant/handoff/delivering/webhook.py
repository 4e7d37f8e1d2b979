"""Signed JSON to an address of the organisation's own, as Standard Webhooks 1.0.0 describes it."""

import base64
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from assistant.handoff.delivering.calling import Caller
from assistant.handoff.delivering.domain import Parcel
from assistant.handoff.delivering.topics import about
from assistant.records.domain import utc_now

SENT = "sent"
PREFIX = "whsec_"
"""A secret that begins so is base64, as the standard has it; another is taken as it stands."""


class Webhook:
    """One POST. Its `webhook-id` is the same each time, so that a receiver knows a repetition."""

    name = "webhook"

    def __init__(
        self,
        caller: Caller,
        secret: str,
        topics: tuple[str, ...] = (),
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._caller = caller
        self._key = _key(secret)
        self._topics = topics
        self._clock = clock

    def takes(self, parcel: Parcel) -> bool:
        return about(parcel, self._topics)

    def steps(self, parcel: Parcel) -> tuple[str, ...]:
        return (SENT,)

    def send(
        self, step: str, parcel: Parcel, known: Mapping[str, str], *, again: bool
    ) -> Mapping[str, str]:
        body = json.dumps(_body(parcel), ensure_ascii=False).encode()
        self._caller.send(body, self._headers(parcel.handoff.id, body))
        return {SENT: parcel.handoff.id}

    def _headers(self, message: str, body: bytes) -> dict[str, str]:
        moment = str(int(self._clock().timestamp()))
        signed = b".".join((message.encode(), moment.encode(), body))
        signature = base64.b64encode(hmac.new(self._key, signed, sha256).digest()).decode()
        return {
            "content-type": "application/json",
            "webhook-id": message,
            "webhook-timestamp": moment,
            "webhook-signature": f"v1,{signature}",
        }


def _key(secret: str) -> bytes:
    if secret.startswith(PREFIX):
        return base64.b64decode(secret.removeprefix(PREFIX))
    return secret.encode()


def _body(parcel: Parcel) -> dict[str, Any]:
    handoff = parcel.handoff
    return {
        "type": "handoff.requested",
        "timestamp": handoff.asked_at.isoformat(),
        "data": {
            "reference": handoff.reference,
            "conversation": handoff.conversation,
            "reason": handoff.reason.value,
            "language": handoff.language.value,
            "contact": handoff.contact.model_dump() if handoff.contact else None,
            "note": handoff.note,
            "messages": [
                {"role": message.role.value, "text": message.text, "at": message.at.isoformat()}
                for message in parcel.messages
            ],
            "sources": list(parcel.sources),
        },
    }

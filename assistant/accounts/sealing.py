"""Sealed values: whoever keeps one can neither read nor change it.

JSON Web Encryption (RFC 7516) with a shared key, `dir` and A256GCM (RFC 7518, 4.5 and 5.3).
"""

import json
from collections.abc import Mapping
from hashlib import blake2b

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

HEADER = {"alg": "dir", "enc": "A256GCM"}


class Seal:
    """Seals under a key made from a secret; `purpose` keeps seals of one kind from another's."""

    def __init__(self, secret: str, purpose: str) -> None:
        made = blake2b(secret.encode(), digest_size=32, person=purpose.encode()[:16]).digest()
        self._key = OctKey.import_key(made)

    def close(self, values: Mapping[str, str]) -> str:
        """The values in a form that is safe in a cookie or a database."""
        return jwe.encrypt_compact(dict(HEADER), json.dumps(dict(values)).encode(), self._key)

    def open(self, sealed: str) -> dict[str, str]:
        """The values again; none when this is not our seal."""
        try:
            plain = jwe.decrypt_compact(sealed, self._key).plaintext
            found = json.loads(plain or b"{}")
        except (JoseError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

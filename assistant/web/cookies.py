"""The cookies of accounts: kept by the browser for us alone, and never read by a script."""

from hashlib import blake2b

from starlette.responses import Response

SESSION = "vraagbaak"


class Cookies:
    """`secure` over https: then no other host or path can set them (RFC 6265bis, 4.1.3.2).

    `SameSite=Lax`, since who comes back from the provider must bring them; what comes from
    elsewhere and would change something is refused by `same_origin`.
    """

    def __init__(self, *, secure: bool) -> None:
        self._secure = secure
        self.session = f"__Host-{SESSION}" if secure else SESSION

    def begun(self, state: str) -> str:
        """The name for one login under way; each tab may have one."""
        return f"{self.session}-{blake2b(state.encode(), digest_size=6).hexdigest()}"

    def put(self, response: Response, name: str, value: str, seconds: float) -> None:
        """Let the browser keep it so long."""
        response.set_cookie(
            name,
            value,
            max_age=int(seconds),
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )

    def drop(self, response: Response, name: str) -> None:
        """Let the browser forget it."""
        response.delete_cookie(name, path="/", secure=self._secure, httponly=True, samesite="lax")

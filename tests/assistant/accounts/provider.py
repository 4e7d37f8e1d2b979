"""A small OpenID Connect provider, faithful to the specification, that can also lie.

Real HTTP on loopback, real signed tokens, codes for one use, PKCE, rotated refresh tokens, the
client's secret, discovery, userinfo, and both ways to log out. `Lies` says what it does wrong.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "vraagbaak", "een-geheim-van-de-aanbieder"
AUDIENCE = "vraagbaak-api"
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass
class Person:
    """Someone whom the provider knows; `roles` are as the provider calls them."""

    sub: str
    name: str
    roles: list[str] = field(default_factory=list)


@dataclass
class Lies:
    """What is not as it should be; nothing, at first."""

    claims: dict = field(default_factory=dict)
    without: tuple = ()
    alg: str = "RS256"
    unknown_key: bool = False
    down: bool = False
    issuer: str = ""
    no_id_token: bool = False


class Provider:
    """The state of one provider, which a test may change while it runs."""

    def __init__(self):
        self.people = {
            role: Person(f"sub-{role}", f"{role.title()} Jansen", [f"vraagbaak-{role}"])
            for role in ("employee", "desk", "editor", "admin", "auditor")
        }
        self.people["stranger"] = Person("sub-stranger", "Vreemde Jansen", ["iets-anders"])
        self.now = "employee"
        self.lies = Lies()
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})
        self.codes: dict[str, dict] = {}
        self.refresh: dict[str, str] = {}
        self.seen: list[str] = []
        self.app = FastAPI()
        self.address = ""
        self.userinfo_roles = False
        self.uris: set[str] = set()
        _routes(self)

    def rotate(self):
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"})

    def sign(self, claims):
        header = {"alg": self.lies.alg, "kid": self.key.kid, "typ": "JWT"}
        if self.lies.alg == "none":
            return ".".join([_part(header), _part(claims), ""])
        if self.lies.alg == "HS256":  # the public key as if it were a secret
            signed = ".".join([_part(header), _part(claims)])
            made = hmac.digest(self.key.as_pem(private=False), signed.encode(), "sha256")
            return f"{signed}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"
        key = self.key
        if self.lies.unknown_key:
            key = RSAKey.generate_key(2048, {"kid": self.key.kid})
        return jwt.encode(header, claims, key)

    def claims(self, who, **more):
        now = int(time.time())
        person = self.people[who]
        base = {"iss": self.address, "sub": person.sub, "iat": now, "exp": now + 300}
        base |= {"name": person.name, "sid": f"sid-{who}"}
        if not self.userinfo_roles:
            base["realm_access"] = {"roles": [*person.roles, "default-roles"]}
        made = base | more | self.lies.claims
        return {key: value for key, value in made.items() if key not in self.lies.without}

    def access_token(self, who, **more):
        return self.sign(self.claims(who, **{"aud": AUDIENCE, "typ": "Bearer", **more}))

    def logout_token(self, who, **more):
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 120}
        claims |= {"jti": secrets.token_hex(8), "sub": self.people[who].sub, "sid": f"sid-{who}"}
        return self.sign(claims | {"events": {LOGOUT: {}}} | more)

    def tokens(self, who, nonce=None):
        access = self.access_token(who)
        half = hashlib.sha256(access.encode()).digest()[:16]
        at_hash = base64.urlsafe_b64encode(half).rstrip(b"=").decode()
        more = {"aud": CLIENT, "azp": CLIENT, "at_hash": at_hash, "typ": "ID"}
        refresh = secrets.token_urlsafe(16)
        self.refresh[refresh] = who
        answer = {"access_token": access, "token_type": "Bearer", "expires_in": 300}
        if not self.lies.no_id_token:
            answer["id_token"] = self.sign(
                self.claims(who, **more, **({"nonce": nonce} if nonce else {}))
            )
        return answer | {"refresh_token": refresh, "scope": "openid"}


def _part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _routes(provider):
    app = provider.app

    @app.middleware("http")
    async def heard(request: Request, further):
        provider.seen.append(request.url.path)
        if provider.lies.down:
            return JSONResponse({"error": "temporarily_unavailable"}, 503)
        return await further(request)

    @app.get("/.well-known/openid-configuration")
    def described():
        here = provider.address
        return {
            "issuer": provider.lies.issuer or here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "jwks_uri": f"{here}/keys",
            "userinfo_endpoint": f"{here}/userinfo",
            "end_session_endpoint": f"{here}/logout",
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    @app.get("/keys")
    def keys():
        return {"keys": [provider.key.as_dict(private=False)]}

    @app.get("/authorize")
    def authorize(request: Request):
        asked = dict(request.query_params)
        right = (
            asked.get("client_id") == CLIENT
            and asked.get("response_type") == "code"
            and asked.get("redirect_uri") in provider.uris
            and "openid" in asked.get("scope", "").split()
            and asked.get("code_challenge_method") == "S256"
            and len(asked.get("code_challenge", "")) == 43
            and asked.get("state")
            and asked.get("nonce")
        )
        if not right:
            return JSONResponse({"error": "invalid_request", "asked": asked}, 400)
        code = secrets.token_urlsafe(16)
        provider.codes[code] = {**asked, "who": provider.now}
        back = {"code": code, "state": asked["state"], "iss": provider.address}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 302)

    _later(provider, app)


def _later(provider, app):
    @app.post("/token")
    async def token(request: Request):
        return _answer(provider, request.headers.get("authorization"), await request.form())

    @app.get("/userinfo")
    def userinfo(request: Request):
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        claims = jwt.decode(token, provider.key).claims
        person = next(one for one in provider.people.values() if one.sub == claims["sub"])
        return {"sub": person.sub, "realm_access": {"roles": person.roles}}

    @app.get("/logout")
    def logout(request: Request):
        asked = dict(request.query_params)
        hint = jwt.decode(asked["id_token_hint"], provider.key).claims
        assert hint["aud"] == CLIENT
        assert asked["client_id"] == CLIENT
        return RedirectResponse(asked["post_logout_redirect_uri"], 302)


def _answer(provider, authorization, form):
    wanted = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
    if authorization != f"Basic {wanted}":
        return JSONResponse({"error": "invalid_client"}, 401)
    if form["grant_type"] == "refresh_token":
        who = provider.refresh.pop(form["refresh_token"], None)  # rotated: of one use
        return provider.tokens(who) if who else JSONResponse({"error": "invalid_grant"}, 400)
    known = provider.codes.pop(form["code"], None)  # of one use
    made = hashlib.sha256(form["code_verifier"].encode()).digest()
    challenge = base64.urlsafe_b64encode(made).rstrip(b"=").decode()
    asked = (challenge, form["redirect_uri"])
    if known is None or asked != (known["code_challenge"], known["redirect_uri"]):
        return JSONResponse({"error": "invalid_grant"}, 400)
    return provider.tokens(known["who"], known["nonce"])


@contextmanager
def providing():
    """A provider on loopback."""
    provider = Provider()
    config = uvicorn.Config(provider.app, port=0, log_level="critical", ws="none")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    provider.address = f"http://127.0.0.1:{port}"
    try:
        yield provider
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)

"""Whether a request really comes from Teams: its token is checked before a byte of the body is believed.

Only the Bot Connector's own tokens are taken (issuer, audience, RS256, its published keys). Emulator and
skill tokens have other issuers and are refused. Addresses inside a token (`jku`, `x5u`) are never used.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jwt
from jwt.types import Options

from adapters.teams.keys import KeysUnavailable, SigningKeys
from adapters.teams.refusals import NotTaken

_SKEW = 300.0
_LONGEST = 8192
_OURSELVES: Options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False}

Claims = Mapping[str, Any]


class Proof:
    """Checks the Authorization header of a request from the Bot Connector.

    Times in a token may be five minutes off (the tolerance the Bot Connector authentication page asks for).
    """

    def __init__(self, keys: SigningKeys, *, app_id: str, issuer: str, clock: Callable[[], float]) -> None:
        self._keys = keys
        self._app_id = app_id
        self._issuer = issuer
        self._clock = clock

    async def check(self, headers: Sequence[str]) -> Claims:
        """The claims of the one bearer token in these headers; `NotTaken` is 401, or 503 without keys."""
        token = _bearer(headers)
        try:
            key_id = self._plausible(token)
            return self._verified(token, await self._key(key_id))
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise NotTaken(401, f"token {type(error).__name__}") from None

    def _plausible(self, token: str) -> str:
        """The key id, after what can be known without a key; a token not meant for us makes no key fetch."""
        header = jwt.get_unverified_header(token)
        claims = jwt.decode(token, options={"verify_signature": False})
        if header.get("alg") != "RS256" or not isinstance(header.get("kid"), str):
            raise NotTaken(401, "token header")
        if claims.get("iss") != self._issuer or claims.get("aud") != self._app_id:
            raise NotTaken(401, "token not for us")
        return str(header["kid"])

    async def _key(self, key_id: str) -> Any:
        try:
            found = await self._keys.find(key_id)
        except KeysUnavailable:
            raise NotTaken(503, "no signing keys") from None
        if found is None:
            raise NotTaken(401, "token key unknown")
        if found.endorsements and "msteams" not in found.endorsements:
            raise NotTaken(401, "token key not for Teams")
        return found.key

    def _verified(self, token: str, key: Any) -> Claims:
        claims = jwt.decode(
            token, key, algorithms=["RS256"], audience=self._app_id, issuer=self._issuer, options=_OURSELVES
        )
        now = self._clock()
        begins, ends = claims.get("nbf", now), claims.get("exp")
        if not isinstance(ends, int | float) or not isinstance(begins, int | float):
            raise NotTaken(401, "token without times")
        if now > ends + _SKEW or now < begins - _SKEW:
            raise NotTaken(401, "token out of time")
        return claims


def _bearer(headers: Sequence[str]) -> str:
    if len(headers) != 1:
        raise NotTaken(401, "no single Authorization header")
    scheme, _, token = headers[0].partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > _LONGEST:
        raise NotTaken(401, "no bearer token")
    return token

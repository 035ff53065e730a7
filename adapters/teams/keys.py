"""Microsoft's signing keys, fetched without blocking and never from an address that a token names."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import jwt

log = logging.getLogger("panel_clerk.teams")

_DAY = 86_400.0
_FLOOR = 300.0
_RETRY_FLOOR = 10.0
_TIMEOUT = aiohttp.ClientTimeout(total=5)


class KeysUnavailable(Exception):
    """The signing keys could not be fetched, so nothing can be said about a token."""


@dataclass(frozen=True)
class SigningKey:
    """A public key and the channels it may sign for (none named: any)."""

    key: Any
    endorsements: frozenset[str]


class SigningKeys:
    """The keys of one OpenID metadata document, renewed daily and when an unknown one is named.

    An unknown key id makes a fetch at most every five minutes, so that forged tokens cannot make the bot a
    nuisance; a fetch that failed is tried again after ten seconds.
    """

    def __init__(self, metadata_url: str, clock: Callable[[], float]) -> None:
        self._url = metadata_url
        self._clock = clock
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched = -_DAY
        self._tried = -_DAY
        self._failed = False
        self._one = asyncio.Lock()
        self._later: asyncio.Task[None] | None = None
        self._session: aiohttp.ClientSession | None = None

    def start(self, session: aiohttp.ClientSession) -> None:
        """Use this session; nothing is fetched until the first token arrives."""
        self._session = session

    async def find(self, key_id: str) -> SigningKey | None:
        """The key with this id, or None. Raises `KeysUnavailable` when the keys could not be fetched."""
        if key_id not in self._keys:
            await self._refresh()
        elif self._clock() - self._fetched > _DAY and (self._later is None or self._later.done()):
            self._later = asyncio.create_task(self._refresh())  # today's keys still serve this turn
        if key_id not in self._keys and self._failed:
            raise KeysUnavailable
        return self._keys.get(key_id)

    async def close(self) -> None:
        """Wait for a renewal that is under way."""
        if self._later:
            await self._later

    async def _refresh(self) -> None:
        async with self._one:  # whoever waited here finds `_tried` fresh and goes home
            if self._clock() - self._tried < (_RETRY_FLOOR if self._failed else _FLOOR):
                return
            self._tried = self._clock()
            try:
                self._keys = await self._fetch()
                self._fetched, self._failed = self._clock(), False
            except (
                aiohttp.ClientError,
                TimeoutError,
                ValueError,
                KeyError,
                TypeError,
                jwt.PyJWTError,
            ) as error:
                self._failed = True
                log.warning("signing keys not fetched", extra={"error": type(error).__name__})

    async def _fetch(self) -> dict[str, SigningKey]:
        keys_url = (await self._json(self._url))["jwks_uri"]
        if urlsplit(keys_url)[:2] != urlsplit(self._url)[:2]:
            raise ValueError("the metadata names another host for its keys")
        listed = (await self._json(keys_url))["keys"]
        return {jwk["kid"]: _signing_key(jwk) for jwk in listed if jwk.get("kty") == "RSA" and "kid" in jwk}

    async def _json(self, url: str) -> Any:
        if self._session is None:
            raise ValueError("the adapter has not been started")
        async with self._session.get(url, timeout=_TIMEOUT, allow_redirects=False) as answer:
            if answer.status != 200:
                raise ValueError("not an answer with keys")
            return await answer.json(content_type=None)


def _signing_key(jwk: Mapping[str, Any]) -> SigningKey:
    return SigningKey(jwt.PyJWK(dict(jwk), algorithm="RS256").key, frozenset(jwk.get("endorsements", ())))

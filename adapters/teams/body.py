"""The body of a request, read within limits and taken only when it means one thing."""

import json
from typing import Any

from aiohttp import ClientError, web
from aiohttp.http_exceptions import HttpProcessingError

from adapters.teams.refusals import NotTaken

LIMIT = 1024 * 1024
"""Bytes; Teams sends at most about 100 KB (msteams-docs, message size limit)."""


async def read_activity(request: web.Request) -> dict[str, Any]:
    """The JSON object in the body; raises `NotTaken` with 400, 413 or 415."""
    if "Content-Type" not in request.headers:
        raise NotTaken(400, "no content type")
    if request.content_type != "application/json" or request.headers.get("Content-Encoding", "identity") != "identity":
        raise NotTaken(415, "not plain JSON")
    if (request.content_length or 0) > LIMIT:
        raise NotTaken(413, "too long")
    return parse(await _within_limit(request))


async def _within_limit(request: web.Request) -> bytes:
    body = bytearray()
    try:
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > LIMIT:
                raise NotTaken(413, "too long")
    except (ClientError, HttpProcessingError, ConnectionError):
        raise NotTaken(400, "cut short") from None
    return bytes(body)


def parse(body: bytes) -> dict[str, Any]:
    """One JSON object, without doubled names, non-numbers or broken text; raises `NotTaken` with 400."""
    try:
        value = json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_no_number)
        if b"\\u" in body:  # half a surrogate pair can be written as an escape but never stored
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise NotTaken(400, "not JSON") from None
    if not isinstance(value, dict):
        raise NotTaken(400, "not an object")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands twice")
    return made


def _no_number(name: str) -> float:
    raise ValueError(name)

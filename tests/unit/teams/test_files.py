"""Attached files: fetched from Microsoft's hosts only, whole or not at all."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams.files import Downloads, shown_name
from adapters.teams.hosts import Hosts
from panel.errors import Refused

LIMIT = 1_000_000


class PretendSharePoint:
    """Files on a local port; keeps the paths it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path_qs)
        match request.path:
            case "/good":
                return web.Response(body=b"papers")
            case "/moved":
                raise web.HTTPFound(f"{self.url}/good?token=1")
            case "/away":
                raise web.HTTPFound("http://192.0.2.1/metadata")
            case "/round":
                raise web.HTTPFound("/round")
            case "/large":
                return web.Response(body=b"x" * (LIMIT + 1))
            case "/exact":
                return web.Response(body=b"x" * LIMIT)
            case "/cut":
                response = web.StreamResponse(headers={"Content-Length": "100"})
                await response.prepare(request)
                await response.write(b"x")
                assert request.transport is not None
                request.transport.close()
                return response
        raise web.HTTPGone


@pytest.fixture
async def sharepoint() -> AsyncIterator[PretendSharePoint]:
    pretend = PretendSharePoint()
    app = web.Application()
    app.router.add_get("/{path:.*}", pretend.answer)
    async with TestServer(app) as server:
        pretend.url = f"http://127.0.0.1:{server.port}"
        yield pretend


def downloads(*, ticks: float = 0.0) -> Downloads:
    times = (ticks * n for n in range(1_000_000))
    return Downloads(Hosts(["http://127.0.0.1"]), limit=LIMIT, seconds=30, clock=lambda: next(times))


@pytest.mark.parametrize(("path", "expected"), [("/good", b"papers"), ("/moved", b"papers"), ("/exact", b"x" * LIMIT)])
async def test_file_is_fetched(path: str, expected: bytes, sharepoint: PretendSharePoint) -> None:
    """A file on an allowed host is fetched whole, also after a move within the list."""
    assert await asyncio.to_thread(downloads().fetch, sharepoint.url + path) == expected


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/away", "not kept in Teams or SharePoint"),
        ("/round", "could not be fetched"),
        ("/large", "larger than 0 MB"),
        ("/cut", "could not be fetched"),
        ("/gone", "could not be fetched"),
    ],
)
async def test_file_that_cannot_be_had_is_refused(path: str, sentence: str, sharepoint: PretendSharePoint) -> None:
    """The person is told what is wrong; half a file is never passed on."""
    with pytest.raises(Refused, match=sentence):
        await asyncio.to_thread(downloads().fetch, sharepoint.url + path)


async def test_slow_file_is_given_up(sharepoint: PretendSharePoint) -> None:
    """The time is for the whole file, however steadily it drips."""
    with pytest.raises(Refused, match="took too long"):
        await asyncio.to_thread(downloads(ticks=20.0).fetch, sharepoint.url + "/exact")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file:///etc/passwd",
        "https://evil.example/x",
        "http://169.254.169.254/latest",
        "https://sharepoint.com.evil/",
    ],
)
def test_other_hosts_are_never_asked(url: str) -> None:
    """An address off the list is refused before any connection."""
    with pytest.raises(Refused, match="not kept in Teams or SharePoint"):
        downloads().fetch(url)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("a.docx", "a.docx"),
        ("C:\\temp\\a.docx", "a.docx"),
        ("../../etc/passwd", "passwd"),
        ("x\u202excod.exe", "xxcod.exe"),
        ("a" * 300 + ".pdf", "a" * 130 + ".pdf"),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_names_are_safe_to_show(given: str, shown: str) -> None:
    """No folders, nothing invisible, nothing endless."""
    assert shown_name(given) == shown


@pytest.mark.parametrize(
    ("entry", "url", "allowed"),
    [
        ("svc.ms", "https://svc.ms/x", True),
        ("svc.ms", "https://uk1.SVC.ms./x", True),
        ("svc.ms", "https://evilsvc.ms/", False),
        ("svc.ms", "http://svc.ms/", False),
        ("svc.ms", "https://svc.ms:8443/", False),
        ("svc.ms", "https://svc.ms:99999/", False),
        ("svc.ms", "https://[::1/", False),
        ("svc.ms", "https://sv\tc.ms/", False),
        ("http://127.0.0.1", "http://127.0.0.1:8100/x", True),
        ("http://[::1]", "http://[::1]:8100/x", True),
        ("http://127.0.0.1", "http://10.0.0.1/", False),
        ("http://10.0.0.1", "http://10.0.0.1/", False),
    ],
)
def test_lists_of_hosts_mean_what_they_say(entry: str, url: str, allowed: bool) -> None:
    """A name stands for itself and its sub-domains over HTTPS; plain HTTP is for this machine only."""
    assert Hosts([entry]).allows(url) is allowed

"""Microsoft's signing keys and the bot's own token: fetched rarely, early and off the turn's path."""

import asyncio
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from adapters.teams import Certificate, TeamsSettings
from adapters.teams.credentials import fetch_from_entra
from adapters.teams.tokens import Tokens
from panel.errors import DeliveryFailed
from panel.ports import Message, Place
from tests.fixtures.teams.activities import APP, TENANT, in_chat, message
from tests.fixtures.teams.entra import PretendEntra, certificate_pem, pretend_entra
from tests.fixtures.teams.microsoft import PretendConnector, PretendKeys
from tests.unit.teams.conftest import Open, Time, guarded, no_entra


async def test_new_key_is_taken_up_at_once(
    keys: PretendKeys, connector: PretendConnector, open_door: Open, clock: Time
) -> None:
    """After Microsoft rolls its keys the next true message is answered; the stock SDK is out for a day."""
    async with open_door(guarded(keys), tokens=no_entra) as running:
        await running.post(message(connector.url), token=keys.token(connector.url))
        clock.now += 301
        keys.add("two")
        status, _ = await running.post(message(connector.url), token=keys.token(connector.url, key_id="two"))

    assert (status, keys.fetches) == (200, 2)


async def test_unknown_keys_do_not_make_the_bot_a_nuisance(
    keys: PretendKeys, connector: PretendConnector, open_door: Open, clock: Time
) -> None:
    """However many tokens name unknown keys, the keys are fetched once in five minutes."""
    async with open_door(guarded(keys), tokens=no_entra) as running:
        statuses = []
        for number in range(50):
            token = keys.token(connector.url, header={"kid": f"no {number}"})
            statuses.append((await running.post(message(connector.url), token=token))[0])
            clock.now += 1

    assert (set(statuses), keys.fetches) == ({401}, 1)


async def test_tokens_arriving_together_fetch_once(
    keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """Twenty first messages at once wait for one fetch, and all are answered."""
    keys.delay = 0.05
    async with open_door(guarded(keys), tokens=no_entra) as running:
        posts = [
            running.post(message(connector.url, conversation=in_chat(f"a:{n}")), token=keys.token(connector.url))
            for n in range(20)
        ]
        statuses = {status for status, _ in await asyncio.gather(*posts)}

    assert (statuses, keys.fetches) == ({200}, 1)


async def test_missing_keys_are_our_trouble_not_the_callers(
    keys: PretendKeys, connector: PretendConnector, open_door: Open, clock: Time
) -> None:
    """Without keys the answer is 503, so that Teams tries again; ten seconds later so does the bot."""
    keys.broken = True
    async with open_door(guarded(keys), tokens=no_entra) as running:
        first, _ = await running.post(message(connector.url), token=keys.token(connector.url))
        keys.broken = False
        clock.now += 11
        second, _ = await running.post(message(connector.url), token=keys.token(connector.url))

    assert (first, second) == (503, 200)


async def test_old_keys_serve_while_new_ones_are_fetched(
    keys: PretendKeys, connector: PretendConnector, open_door: Open, clock: Time
) -> None:
    """After a day the keys are renewed behind the turn, and a failure there refuses nobody."""
    async with open_door(guarded(keys), tokens=no_entra) as running:
        await running.post(message(connector.url), token=keys.token(connector.url))
        clock.now += 90_000
        keys.broken = True
        broken, _ = await running.post(message(connector.url), token=keys.token(connector.url))
        await asyncio.sleep(0.05)
        clock.now += 11
        keys.broken = False
        mended, _ = await running.post(message(connector.url), token=keys.token(connector.url))

    assert (broken, mended, keys.fetches) == (200, 200, 2)


async def test_key_for_another_channel_is_refused(
    keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """A key that Microsoft did not endorse for Teams does not sign for Teams."""
    keys.endorsements = ["webchat"]
    async with open_door(guarded(keys), tokens=no_entra) as running:
        status, _ = await running.post(message(connector.url), token=keys.token(connector.url))

    assert status == 401


async def test_keys_come_only_from_the_metadata_host(
    keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """Metadata that points elsewhere for its keys is not followed."""
    true_url = keys.url
    keys.url = f"{connector.url}/openidconfiguration"
    async with open_door(guarded(keys, openid_metadata=true_url), tokens=no_entra) as running:
        status, _ = await running.post(message(connector.url), token=keys.token(connector.url))

    assert (status, keys.fetches, connector.seen) == (503, 0, [])


class Fetches:
    """A token source that counts, and fails while told to."""

    def __init__(self, lifetime: float = 3600.0) -> None:
        self.asked: list[bool] = []
        self.lifetime = lifetime
        self.broken = False

    def __call__(self, new: bool) -> tuple[str, float]:
        self.asked.append(new)
        if self.broken:
            raise OSError("no network")
        return f"token-{len(self.asked)}", self.lifetime


async def test_token_is_renewed_before_it_ends(clock: Time) -> None:
    """Ten minutes before its end the background renews it, so that no turn ever waits."""
    slept: list[float] = []
    renewed = asyncio.Event()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 2:
            renewed.set()
            await asyncio.Event().wait()
        await asyncio.sleep(0)
        clock.now += seconds

    fetches = Fetches()
    tokens = Tokens(fetches, clock, sleep)
    tokens.start()
    first = await tokens.current()
    await renewed.wait()
    second = await tokens.current()
    await tokens.close()

    assert (first, second, slept, fetches.asked) == ("token-1", "token-2", [3000.0, 3000.0], [False, True])


async def test_old_token_serves_while_entra_is_away(clock: Time) -> None:
    """A renewal that fails leaves the token in use until its end; then the failure is told."""
    fetches = Fetches(lifetime=600.0)
    tokens = Tokens(fetches, clock, clock.sleep)
    await tokens.current()
    fetches.broken = True
    clock.now += 300
    still = await tokens.current()
    clock.now += 300

    assert still == "token-1"
    with pytest.raises(DeliveryFailed, match="Entra could not be reached"):
        await tokens.current()


async def test_sends_at_once_fetch_one_token(clock: Time) -> None:
    """Ten sends with no token yet wait for the same one."""
    fetches = Fetches()
    tokens = Tokens(fetches, clock, clock.sleep)

    assert set(await asyncio.gather(*(tokens.current() for _ in range(10)))) == {"token-1"}
    assert len(fetches.asked) == 1


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose `ca.pem` MSAL will trust."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    return tmp_path


def entra_settings(entra: PretendEntra, **credential: Any) -> TeamsSettings:
    return TeamsSettings(app_id=APP, tenants=(TENANT,), authority=entra.url, **credential)


async def test_secret_gets_a_token_once(trusted: Path) -> None:
    """The real MSAL, with a secret: one discovery and one token call, however often it is asked."""
    async with pretend_entra(trusted) as entra:
        fetch = fetch_from_entra(entra_settings(entra, secret="s3cret"))
        got = [await asyncio.to_thread(fetch, new) for new in (False, False, True)]

    assert [token for token, _ in got] == ["token-1", "token-1", "token-2"]
    assert (entra.discoveries, len(entra.asked)) == (1, 2)
    assert entra.asked[0]["scope"] == "https://api.botframework.com/.default"
    assert (entra.asked[0]["client_id"], entra.asked[0]["client_secret"]) == (APP, "s3cret")


def pfx(pem: Path) -> Path:
    content = pem.read_bytes()
    key = serialization.load_pem_private_key(content, None)
    made = pkcs12.serialize_key_and_certificates(
        b"clerk",
        key,  # type: ignore[arg-type]
        x509.load_pem_x509_certificate(content),
        None,
        serialization.BestAvailableEncryption(b"hush"),
    )
    path = pem.with_suffix(".pfx")
    path.write_bytes(made)
    return path


@pytest.mark.parametrize("kind", ["pem", "pfx", "thumbprint"])
async def test_certificate_gets_a_token(kind: str, trusted: Path) -> None:
    """A certificate proves the app without any secret: PEM, PFX with a passphrase, or PEM with a thumbprint."""
    pem = certificate_pem(trusted, "app.pem")
    certificate = {
        "pem": Certificate(str(pem)),
        "pfx": Certificate(str(pfx(pem)), passphrase="hush"),
        "thumbprint": Certificate(str(pem), thumbprint="A1" * 20),
    }[kind]
    async with pretend_entra(trusted) as entra:
        token, _ = await asyncio.to_thread(fetch_from_entra(entra_settings(entra, certificate=certificate)), False)

    assert token == "token-1"
    assert "client_assertion" in entra.asked[0]


async def test_refusal_by_entra_is_a_delivery_failure(trusted: Path) -> None:
    """A wrong secret is named by its code; nothing of the secret is in the sentence."""
    async with pretend_entra(trusted) as entra:
        entra.refuses = True
        with pytest.raises(DeliveryFailed, match="Entra gave no token: invalid_client"):
            await asyncio.to_thread(fetch_from_entra(entra_settings(entra, secret="s3cret")), False)


async def test_steady_turn_fetches_and_opens_nothing(
    trusted: Path, keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """After the first turn: no token call, no key fetch, no new connection, no thread, whatever follows."""
    async with pretend_entra(trusted) as entra:
        settings = guarded(keys, authority=entra.url)
        async with open_door(settings) as running:
            token = keys.token(connector.url)

            async def turns(begin: int, end: int) -> None:
                for number in range(begin, end):
                    await running.post(message(connector.url, conversation=in_chat(f"a:{number}")), token=token)
                    await running.door.messenger.send(Place(f"a:{number}", connector.url, TENANT), Message("x"))

            await turns(0, 1)
            before = (len(entra.asked), entra.discoveries, keys.fetches, len(connector.connections))
            threads = {thread.name for thread in threading.enumerate()}
            await turns(1, 50)
            after = (len(entra.asked), entra.discoveries, keys.fetches, len(connector.connections))
            new_threads = {thread.name for thread in threading.enumerate()} - threads

    assert (before, after, new_threads) == ((1, 1, 1, 1), (1, 1, 1, 1), set())
    assert len(connector.taken) == 100
    assert {posted.token for posted in connector.taken} == {"token-1"}


async def test_slow_entra_does_not_hold_up_turns(
    keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """While a token is being fetched the loop goes on: forged requests are refused without waiting."""

    def slow(new: bool) -> tuple[str, float]:
        time.sleep(0.5)
        return "late", 3600.0

    async with open_door(guarded(keys), tokens=slow) as running:
        begun = time.monotonic()
        waiting = asyncio.create_task(running.post(message(connector.url), token=keys.token(connector.url)))
        await running.post(message(connector.url), token="garbage")
        refused_after = time.monotonic() - begun
        status, _ = await waiting

    assert (status, refused_after < 0.4, connector.texts()) == (200, True, ["you said hello"])


async def test_managed_identity_gets_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """In Azure the app needs no secret at all: the platform's own address gives the token, and again a new one."""
    asked: list[dict[str, str]] = []

    async def identity(request: web.Request) -> web.Response:
        asked.append(dict(request.query))
        ends = int(time.time()) + 86_400
        return web.json_response({"access_token": f"msi-{len(asked)}", "expires_on": str(ends), "resource": "x"})

    app = web.Application()
    app.router.add_get("/token", identity)
    settings = TeamsSettings(app_id=APP, app_type="UserAssignedMSI", tenants=(TENANT,))
    async with TestServer(app) as server:
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{server.port}/token")
        monkeypatch.setenv("IDENTITY_HEADER", "pretend")
        fetch = fetch_from_entra(settings)
        got = [(await asyncio.to_thread(fetch, new))[0] for new in (False, False, True)]

    assert got == ["msi-1", "msi-1", "msi-2"]
    assert (asked[0]["client_id"], asked[0]["resource"]) == (APP, "https://api.botframework.com")

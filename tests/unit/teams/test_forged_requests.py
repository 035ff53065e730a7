"""What reaches /api/messages without being a true activity from Teams: refused, and nobody is called because of it."""

import base64
import gzip
import hashlib
import hmac
import json
import random
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from adapters.teams import TeamsSettings, build_teams
from adapters.teams.settings import BadTeamsSettings
from tests.fixtures.teams.activities import APP, TENANT, message, submit, tap
from tests.fixtures.teams.microsoft import PretendConnector, PretendKeys
from tests.unit.teams.conftest import LOCAL, Open, Running, guarded, no_entra

EVIL = "https://smba.trafficmanager.net.evil.example/emea"


def b64(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned(url: str, algorithm: str, signature: str = "") -> str:
    claims = {
        "iss": "https://api.botframework.com",
        "aud": APP,
        "serviceurl": url,
        "exp": int(time.time()) + 600,
    }
    return f"{b64({'alg': algorithm, 'kid': 'one', 'typ': 'JWT'})}.{b64(claims)}.{signature}"


def symmetric(keys: PretendKeys, url: str) -> str:
    """The classic confusion: the public key used as an HMAC secret."""
    form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    secret = keys.signers["one"].public_key().public_bytes(*form)
    signed = unsigned(url, "HS256").rstrip(".")
    mac = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def foreign(keys: PretendKeys, url: str) -> str:
    """Everything right but the key."""
    return PretendKeys().token(url)


def tampered(keys: PretendKeys, url: str) -> str:
    """A true token whose claims were changed afterwards."""
    head, _, signature = keys.token("https://else.example").split(".")
    return ".".join((head, unsigned(url, "RS256").split(".")[1], signature))


TOKENS: dict[str, Any] = {
    "garbage": lambda keys, url: "garbage",
    "three dots": lambda keys, url: "...",
    "empty": lambda keys, url: "",
    "alg none": lambda keys, url: unsigned(url, "none"),
    "alg None": lambda keys, url: unsigned(url, "None", "AAAA"),
    "alg HS256 with the public key": symmetric,
    "alg PS256": lambda keys, url: unsigned(url, "PS256", "AAAA"),
    "a foreign key": foreign,
    "changed claims": tampered,
    "another audience": lambda keys, url: keys.token(url, aud="someone-else"),
    "a list of audiences": lambda keys, url: keys.token(url, aud=[APP, "someone-else"]),
    "no audience": lambda keys, url: keys.token(url, aud=None),
    "another issuer": lambda keys, url: keys.token(url, iss="https://evil.example"),
    "the emulator's issuer": lambda keys, url: keys.token(
        url, iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/", appid=APP, ver="1.0"
    ),
    "expired": lambda keys, url: keys.token(url, exp=int(time.time()) - 400),
    "not yet valid": lambda keys, url: keys.token(url, nbf=int(time.time()) + 400),
    "without an end": lambda keys, url: keys.token(url, exp=None),
    "an end that is no number": lambda keys, url: keys.token(url, exp=None, nbf="soon"),
    "an unknown key id": lambda keys, url: keys.token(url, header={"kid": "nobody"}),
    "a key id that is a list": lambda keys, url: f"{b64({'alg': 'RS256', 'kid': ['one']})}.{b64({'aud': APP})}.AAAA",
    "a key from its own jku": lambda keys, url: PretendKeys().token(url, header={"jku": f"{url}/jku", "kid": "x"}),
    "a key in its own x5u": lambda keys, url: PretendKeys().token(url, header={"x5u": f"{url}/x5u"}),
    "crit": lambda keys, url: keys.token(url, header={"crit": ["b64"], "b64": False}),
    "another service address": lambda keys, url: keys.token("https://smba.trafficmanager.net/uk/"),
    "no service address": lambda keys, url: keys.token("", serviceurl=None),
    "deep nesting": lambda keys, url: f"{b64({'alg': 'RS256', 'kid': 'one'})}.{'W1tb' * 1500}.AAAA",
    "too long": lambda keys, url: "A" * 8193,
}


@pytest.mark.parametrize("name", TOKENS)
async def test_forged_token_is_refused(
    name: str, keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """No token but a true one lets a message in, and a forged one makes the bot call nobody."""
    async with open_door(guarded(keys), tokens=no_entra) as running:
        status, _ = await running.post(message(connector.url), token=TOKENS[name](keys, connector.url))

    assert (status in (400, 401), running.acts, connector.seen) == (True, [], [])


@pytest.mark.parametrize("claims", [{"iss": "https://evil.example"}, {"aud": "someone-else"}])
async def test_token_for_somebody_else_fetches_no_keys(
    claims: dict[str, str], keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """Only a token that claims to be for this bot is worth asking Microsoft about."""
    async with open_door(guarded(keys), tokens=no_entra) as running:
        status, _ = await running.post(message(connector.url), token=keys.token(connector.url, **claims))

    assert (status, keys.fetches) == (401, 0)


async def test_true_token_is_taken(keys: PretendKeys, connector: PretendConnector, open_door: Open) -> None:
    """What is refused above is refused for its one fault: without it the message is answered."""
    async with open_door(guarded(keys), tokens=no_entra) as running:
        status, _ = await running.post(message(connector.url), token=keys.token(connector.url))

    assert (status, connector.texts()) == (200, ["you said hello"])


@pytest.mark.parametrize("seconds", [-290, 290])
async def test_clocks_may_differ_by_five_minutes(
    seconds: int, keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """A token that ended or begins within five minutes of now is good: clocks differ."""
    now = int(time.time())
    times = {"exp": now + seconds} if seconds < 0 else {"nbf": now + seconds}
    async with open_door(guarded(keys), tokens=no_entra) as running:
        status, _ = await running.post(message(connector.url), token=keys.token(connector.url, **times))

    assert status == 200


ENVELOPES: dict[str, tuple[int, dict[str, Any]]] = {
    "no serviceUrl": (400, {"serviceUrl": None}),
    "plain http to a stranger": (403, {"serviceUrl": "http://smba.trafficmanager.net/emea"}),
    "a look-alike host": (403, {"serviceUrl": EVIL}),
    "a host behind a user name": (403, {"serviceUrl": "https://smba.trafficmanager.net@evil.example/"}),
    "a backslash": (403, {"serviceUrl": "https://evil.example\\@smba.trafficmanager.net/"}),
    "another port": (403, {"serviceUrl": "https://smba.trafficmanager.net:8443/"}),
    "no tenant": (403, {"channelData": {}, "conversation": {"id": "a:1"}}),
    "another tenant": (403, {"channelData": {"tenant": {"id": "other"}}, "conversation": {"id": "a:1"}}),
    "two tenants": (403, {"channelData": {"tenant": {"id": "other"}}}),
    "a tenant that is a list": (
        403,
        {"channelData": {"tenant": {"id": [TENANT]}}, "conversation": {"id": "a:1"}},
    ),
    "a person of another tenant": (403, {"from": {"id": "29:x", "aadObjectId": "x", "tenantId": "other"}}),
    "the emulator's channel": (403, {"channelId": "emulator"}),
    "web chat": (403, {"channelId": "webchat"}),
    "no type": (400, {"type": None}),
    "no conversation": (400, {"conversation": None}),
    "a conversation that is text": (400, {"conversation": "a:1"}),
    "no id": (400, {"id": None}),
    "an endless id": (400, {"id": "x" * 600}),
}


@pytest.mark.parametrize("name", ENVELOPES)
async def test_wrong_envelope_is_refused(
    name: str, keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """A true token does not open the door to other tenants, channels or addresses."""
    expected, changes = ENVELOPES[name]
    activity = message(connector.url, **changes)
    token = keys.token(activity["serviceUrl"] or connector.url)
    async with open_door(guarded(keys), tokens=no_entra) as running:
        status, _ = await running.post(activity, token=token)

    assert (status, running.acts, connector.seen) == (expected, [], [])


BODIES: dict[str, tuple[int, bytes, dict[str, str]]] = {
    "broken JSON": (400, b'{"type": "mess', {}),
    "a list": (400, b"[]", {}),
    "a number": (400, b"1", {}),
    "nothing": (400, b"", {}),
    "not UTF-8": (400, b"\xff", {}),
    "a doubled name": (400, b'"text": "a"', {}),
    "not a number": (400, b'"a": NaN', {}),
    "half a character": (400, b'"a": "\\ud800"', {}),
    "very deep": (400, b'"a":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000, {}),
    "a huge number": (400, b'"a": ' + b"9" * 5_000, {}),
    "over 1 MiB": (413, b'"a": "' + b"x" * 1024 * 1024 + b'"', {}),
    "plain text": (415, b'"a": 1', {"Content-Type": "text/plain"}),
    "a gzip bomb": (415, gzip.compress(b"0" * 50_000_000), {"Content-Encoding": "gzip"}),
    "broken gzip": (415, b"no gzip at all", {"Content-Encoding": "gzip"}),
}
"""Bodies; one that begins with a name is put into a message that is otherwise good."""


@pytest.mark.parametrize("name", BODIES)
async def test_body_that_is_no_activity_is_refused(
    name: str, keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """A body that is too long, or can be read in two ways or in none, is refused without an error of ours."""
    expected, body, headers = BODIES[name]
    if body.startswith(b'"'):
        body = json.dumps(message(connector.url)).encode().removesuffix(b"}") + b", " + body + b"}"
    async with open_door(guarded(keys), tokens=no_entra) as running:
        status, _ = await running.post(body, token=keys.token(connector.url), headers=headers)

    assert (status, running.acts) == (expected, [])


async def test_escapes_of_whole_characters_are_taken(
    keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """An emoji written as two escapes is a character like any other."""
    async with open_door(guarded(keys), tokens=no_entra) as running:
        await running.post(message(connector.url, "\U0001f600"), token=keys.token(connector.url))

    assert running.acts[0].text == "\U0001f600"


async def test_long_body_in_pieces_is_refused(keys: PretendKeys, connector: PretendConnector, open_door: Open) -> None:
    """A body without a stated length is counted as it comes."""

    async def pieces() -> Any:
        for _ in range(20):
            yield b"x" * 100_000

    headers = {"Authorization": f"Bearer {keys.token(connector.url)}", "Content-Type": "application/json"}
    async with (
        open_door(guarded(keys), tokens=no_entra) as running,
        running.session.post(running.url, data=pieces(), headers=headers) as answer,
    ):
        status = answer.status

    assert status == 413


async def test_body_without_content_type_is_refused(
    keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """The stock SDK answers 500 to this."""
    headers = {"Authorization": f"Bearer {keys.token(connector.url)}"}
    async with (
        open_door(guarded(keys), tokens=no_entra) as running,
        running.session.post(running.url, data=b"{}", headers=headers, skip_auto_headers=["Content-Type"]) as answer,
    ):
        status = answer.status

    assert status == 400


@pytest.mark.parametrize("headers", [[], ["Basic {}"], ["Bearer"], ["{}"], ["Bearer {}", "Bearer b"]])
async def test_missing_or_doubled_header_is_refused(
    headers: list[str], keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """Exactly one bearer token is wanted."""
    true = keys.token(connector.url)
    sent = [("Content-Type", "application/json"), *(("Authorization", one.format(true)) for one in headers)]
    async with (
        open_door(guarded(keys), tokens=no_entra) as running,
        running.session.post(running.url, json=message(connector.url), headers=sent) as answer,
    ):
        status = answer.status

    assert status == 401


@pytest.mark.parametrize("host", ["evil.example", "evil.example:99999", "127.0.0.1.evil.example", "[::1", "10.0.0.1"])
async def test_local_door_is_not_reached_through_another_name(
    host: str, connector: PretendConnector, open_door: Open
) -> None:
    """A web page that gave this machine's address a name of its own is refused."""
    async with open_door(LOCAL) as running:
        status, _ = await running.post(message(connector.url), headers={"Host": host})

    assert (status, running.acts) == (403, [])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "no app id"),
        ({"local": True, "app_id": APP}, "cannot be used with an app id"),
        ({"local": True, "bind_host": "0.0.0.0"}, "must listen on 127.0.0.1, not on 0.0.0.0"),
        ({"app_id": APP, "secret": "s"}, "no tenant id"),
        ({"app_id": APP, "tenants": (TENANT,)}, "needs a secret or a certificate"),
    ],
)
def test_open_settings_do_not_start(given: dict[str, Any], sentence: str) -> None:
    """Without an app id, a tenant and a credential there is no door, unless it is local and on loopback."""
    with pytest.raises(BadTeamsSettings, match=sentence):
        TeamsSettings(**given)


def test_secret_is_not_shown() -> None:
    """Settings may be logged; the secret in them may not."""
    assert "hush" not in repr(TeamsSettings(app_id=APP, tenants=(TENANT,), secret="hush"))


def test_building_touches_nothing() -> None:
    """A door can be built without network: Entra is asked only after `start`."""
    assert build_teams(TeamsSettings(app_id=APP, tenants=(TENANT,), secret="s"), None).messenger  # type: ignore[arg-type]


def test_forged_tokens_are_really_tokens() -> None:
    """The table above holds tokens that a careless reader would take."""
    assert jwt.decode(unsigned("u", "none"), options={"verify_signature": False})["aud"] == APP


def changed(rng: random.Random, given: bytes) -> bytes:
    """Some bytes replaced, cut out or doubled."""
    made = bytearray(given)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(made))
        made[at : at + rng.randint(0, 3)] = rng.choice([b"", b'"', b"{", b"[1]", b"null", bytes([rng.randrange(256)])])
    return bytes(made)


async def fuzz(running: Running, keys: PretendKeys, url: str, *, requests: int, seed: int) -> set[int]:
    """The statuses that changed bodies under a true token, and changed tokens, are answered with."""
    rng = random.Random(seed)
    true, statuses = keys.token(url), set()
    for _ in range(requests):
        activity = rng.choice([message(url), tap(url, {"a": "b"}), submit(url, {"a": ["b"]})])
        body = changed(rng, json.dumps(activity).encode())
        statuses.add((await running.post(body, token=true))[0])
        token = changed(rng, true[:-20].encode()).decode("latin-1") + true[-20:]
        if token != true and token.isascii() and token.isprintable():
            status, _ = await running.post(activity, token=token)
            assert status in (400, 401), "a changed token was taken"
    return statuses


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_sent_makes_an_error(
    seed: int, keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """500 damaged requests: none is answered with 5xx, and no damaged token is taken."""
    async with open_door(guarded(keys), tokens=no_entra) as running:
        statuses = await fuzz(running, keys, connector.url, requests=250, seed=seed)

    assert statuses <= {200, 400, 401, 403}


@pytest.mark.full
@pytest.mark.parametrize("seed", range(10))
async def test_nothing_sent_makes_an_error_at_length(
    seed: int, keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """As above, ten thousand requests in all."""
    async with open_door(guarded(keys), tokens=no_entra) as running:
        statuses = await fuzz(running, keys, connector.url, requests=1_000, seed=seed + 10)

    assert statuses <= {200, 400, 401, 403}

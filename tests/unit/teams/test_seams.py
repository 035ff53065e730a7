"""The SDK's own ways in and out, which stay safe for whoever calls `CloudAdapter` directly."""

import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from botbuilder.schema import Activity, ConversationAccount
from botframework.connector.auth import ClaimsIdentity

from adapters.teams.connector import Connector
from adapters.teams.hosts import Hosts
from adapters.teams.keys import SigningKeys
from adapters.teams.pacing import Pace
from adapters.teams.proof import Proof
from adapters.teams.refusals import NotTaken
from adapters.teams.seams import TeamsAuthentication
from adapters.teams.tokens import Tokens
from tests.fixtures.teams.activities import APP
from tests.fixtures.teams.microsoft import ISSUER, PretendConnector, PretendKeys
from tests.unit.teams.conftest import Time


@pytest.fixture
async def authentication(keys: PretendKeys, clock: Time) -> AsyncIterator[TeamsAuthentication]:
    signing = SigningKeys(keys.url, clock)
    tokens = Tokens(None, clock, clock.sleep)
    connector = Connector(tokens, Hosts(["http://127.0.0.1"]), pace=Pace(1, 5, clock), sleep=clock.sleep)
    async with aiohttp.ClientSession() as session:
        signing.start(session)
        connector.start(session)
        yield TeamsAuthentication(Proof(signing, app_id=APP, issuer=ISSUER, clock=time.time), connector)


async def test_header_as_text_is_checked(
    authentication: TeamsAuthentication, keys: PretendKeys, connector: PretendConnector
) -> None:
    """`process_activity` with a header instead of a result goes through the same proof."""
    activity = Activity(service_url=connector.url)
    result = await authentication.authenticate_request(activity, f"Bearer {keys.token(connector.url)}")

    assert (result.claims_identity.claims["aud"], result.audience) == (APP, "https://api.botframework.com")


@pytest.mark.parametrize(("token_for", "refusal"), [("https://else.example", PermissionError), ("", NotTaken)])
async def test_bad_header_as_text_is_refused(
    token_for: str,
    refusal: type[Exception],
    authentication: TeamsAuthentication,
    keys: PretendKeys,
    connector: PretendConnector,
) -> None:
    """Neither another address nor a broken token passes."""
    header = f"Bearer {keys.token(token_for)}" if token_for else "Bearer x"
    with pytest.raises(refusal):
        await authentication.authenticate_request(Activity(service_url=connector.url), header)


async def test_streaming_is_refused(authentication: TeamsAuthentication) -> None:
    """Teams does not stream to bots, so nobody else may."""
    with pytest.raises(PermissionError):
        await authentication.authenticate_streaming_request("Bearer x", "msteams")


async def test_plain_sdk_activities_can_be_sent(
    authentication: TeamsAuthentication, connector: PretendConnector
) -> None:
    """An activity made the SDK's usual way is written by the SDK's serialiser, and can be taken away again."""
    client: Any = await authentication.create_connector_factory(ClaimsIdentity({}, True)).create(connector.url)
    plain = Activity(type="message", text="plain", conversation=ConversationAccount(id="a:1"))
    sent = await client.conversations.send_to_conversation("a:1", plain)
    await client.conversations.delete_activity("a:1", sent.id)

    assert [(posted.method, posted.body.get("text")) for posted in connector.taken] == [
        ("POST", "plain"),
        ("DELETE", None),
    ]

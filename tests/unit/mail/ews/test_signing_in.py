"""Ways to prove who we are to Exchange, and Exchange to us."""

import asyncio

import pytest
from exchangelib.protocol import Protocol

from adapters.mail.ews.connection import Connection
from adapters.mail.ews.settings import EwsSettings
from adapters.mail.ews.tokens import fetch_for_exchange
from panel.errors import DeliveryFailed
from tests.fixtures.ews import MAILBOX, PASSWORD, USER, pretend_ews
from tests.fixtures.ews.server import unauthorised
from tests.fixtures.teams.entra import pretend_entra, tls_context

APP = {"user": "", "app_id": "the-app", "tenant": "the-tenant"}


@pytest.fixture(autouse=True)
def _tokens_may_go_unencrypted_on_this_machine(monkeypatch):
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.mark.parametrize("kind", ["basic", "ntlm"])
@pytest.mark.parametrize("secret", ["an invented password", "another"])
async def test_a_user_signs_in(opened, server, kind, secret):
    """With a password that is right; a wrong one is told as such."""
    server.sign_in = kind
    server.shelves.put(b"one")
    async with opened(sign_in=kind, secret=secret) as mailbox:
        if secret == "another":
            with pytest.raises(DeliveryFailed, match="sign-in"):
                await mailbox.waiting()
        else:
            assert [mail.content for mail in await mailbox.waiting()] == [b"one"]


@pytest.mark.parametrize("access", ["full-access", "impersonation"])
async def test_the_account_acts_for_itself_or_for_the_mailbox(opened, server, access):
    """As the settings say; either way only the panel's mailbox is named."""
    async with opened(access=access) as mailbox:
        await mailbox.waiting()
    call = server.calls[-1]
    acts_for = call.soap.get("ExchangeImpersonation", "")
    assert (call.headers["X-AnchorMailbox"], acts_for) == (MAILBOX, MAILBOX if access == "impersonation" else "")


async def test_an_app_signs_in_for_the_mailbox(opened, server):
    """With a token, and every call says for whom."""
    server.sign_in, server.tokens = "bearer", {"one"}
    async with opened(lambda new: ("one", 3600.0), **APP) as mailbox:
        await mailbox.waiting()
    assert {call.soap["ExchangeImpersonation"] for call in server.calls} == {MAILBOX}


async def test_a_token_that_ends_in_the_middle_of_a_batch_is_renewed(opened, server):
    """Nothing is lost and nothing is done twice."""
    server.sign_in, server.tokens = "bearer", {"one"}
    for content in (b"one", b"two", b"three"):
        server.shelves.put(content)

    async def fine(_, respond):
        return server.xml(respond())

    async def end(_, __):
        server.tokens = {"two"}
        return unauthorised("Bearer")

    server.next_time(fine, at="GetItem")
    server.next_time(end, at="GetItem")
    given: list[bool] = []

    def fetch(new):
        given.append(new)
        return ("two" if True in given else "one"), 3600.0

    async with opened(fetch, **APP) as mailbox:
        assert [mail.content for mail in await mailbox.waiting()] == [b"one", b"two", b"three"]
    assert given.count(True) == 1


async def test_a_token_is_renewed_before_it_ends(opened, server):
    """When there is a new one it is used, with no call in vain."""
    server.sign_in, server.tokens = "bearer", {"one"}
    held = ["one"]
    async with opened(lambda new: (held[0], 3600.0), **APP) as mailbox:
        await mailbox.waiting()
        held[0], server.tokens = "two", {"two"}
        server.names()
        await mailbox.waiting()
        assert server.names() == ["FindItem"]


async def test_an_app_that_is_turned_away_is_not_tried_for_ever(opened, server):
    """Once more with a new token, and then it is a failure."""
    server.sign_in = "bearer"
    asked: list[bool] = []
    async with opened(lambda new: (asked.append(new) or f"token-{len(asked)}", 3600.0), **APP) as mailbox:
        with pytest.raises(DeliveryFailed, match="sign-in"):
            await mailbox.waiting()
    assert asked == [False, True]


async def test_entra_may_be_out_of_reach(opened):
    """That is said, and Exchange is not asked."""

    def fetch(new):
        raise DeliveryFailed("Entra could not be reached")

    async with opened(fetch, **APP) as mailbox:
        with pytest.raises(DeliveryFailed, match="Entra"):
            await mailbox.waiting()


async def test_entra_that_cannot_be_reached_is_a_failure_of_ours(opened):
    """Whatever MSAL raises on the way."""
    async with opened(authority="https://127.0.0.1:1", **APP) as mailbox:
        with pytest.raises(DeliveryFailed, match="token"):
            await mailbox.waiting()


async def test_the_token_is_for_the_exchange_server_itself(tmp_path, monkeypatch):
    """Entra is asked with the app's own id and secret, for the server's address."""
    async with pretend_entra(tmp_path) as entra:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
        given = {"app_id": "the-app", "tenant": "the-tenant", "secret": "s", "authority": entra.url}
        fetch = fetch_for_exchange(EwsSettings("mail.council.example", MAILBOX, **given))
        token = await asyncio.to_thread(fetch, False)
    assert (token[0], entra.asked[0]["scope"]) == ("token-1", "https://mail.council.example/.default")


@pytest.mark.parametrize("trusted", [False, True])
async def test_only_a_server_that_proves_itself_is_told_the_password(opened, tmp_path, trusted):
    """By a certificate of a known authority, or of the council's own when that is named."""
    async with pretend_ews(tls_context(tmp_path)) as server:
        server.shelves.put(b"one")
        async with opened(server=server.url, ca_file=str(tmp_path / "ca.pem") if trusted else "") as mailbox:
            if trusted:
                assert [mail.content for mail in await mailbox.waiting()] == [b"one"]
            else:
                with pytest.raises(DeliveryFailed, match="not trusted"):
                    await mailbox.waiting()
        assert bool(server.calls) == trusted


def test_connections_leave_nothing_behind():
    """exchangelib keeps what it makes in a cache for ever; ours is taken out again."""
    for _ in range(2):
        settings = EwsSettings("mail.council.example", MAILBOX, USER, PASSWORD)
        Connection(settings, None).close()
        assert Protocol._protocol_cache == {}


async def test_a_password_is_never_shown():
    """Not even in the settings' own words."""
    assert PASSWORD not in repr(EwsSettings("mail.council.example", MAILBOX, USER, PASSWORD))

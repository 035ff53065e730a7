"""What the mailbox on Exchange is told, and when Exchange Online ends."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from adapters.mail.ews.mailbox import open_ews
from adapters.mail.ews.retirement import GONE_FROM, is_exchange_online
from adapters.mail.ews.settings import BadEwsSettings, EwsSettings
from panel.errors import DeliveryFailed
from panel.ports import OutgoingMail
from tests.fixtures.ews import MAILBOX

GOOD = {"server": "mail.council.example", "mailbox": MAILBOX, "user": "u", "secret": "p"}
AS_APP = GOOD | {"user": "", "app_id": "a", "tenant": "t"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"server": ""}, "no Exchange server"),
        ({"server": "http://mail.council.example/EWS/Exchange.asmx"}, "https://"),
        ({"mailbox": "panel"}, "one e-mail address"),
        ({"secret": ""}, "user with a password"),
        ({"user": ""}, "user with a password"),
        ({"user": "", "app_id": "a"}, "both the app id and the tenant"),
        ({"app_id": "a", "tenant": "t"}, "not by both"),
    ],
)
def test_settings_that_cannot_work_are_refused(changes, words):
    """With what to change."""
    with pytest.raises(BadEwsSettings, match=words):
        EwsSettings(**(GOOD | changes))


@pytest.mark.parametrize(
    ("server", "address"),
    [
        ("mail.council.example", "https://mail.council.example/EWS/Exchange.asmx"),
        ("https://mail.council.example/other/Exchange.asmx", "https://mail.council.example/other/Exchange.asmx"),
    ],
)
def test_a_name_is_enough(server, address):
    """Or the whole address, where it is unusual."""
    assert EwsSettings(**(GOOD | {"server": server})).address == address


@pytest.mark.parametrize(
    ("host", "online"),
    [
        ("outlook.office365.com", True),
        ("OUTLOOK.office365.com.", True),
        ("https://outlook.office.com/EWS/Exchange.asmx", True),
        ("outlook.office365.us", True),
        ("partner.outlook.cn", True),
        ("eas.outlook.com", True),
        ("mail.council.example", False),
        ("notoutlook.com", False),
        ("outlook.office365.com.council.example", False),
    ],
)
def test_exchange_online_is_known_by_its_name(host, online):
    """In each of Microsoft's clouds, and never by a part of another name."""
    assert is_exchange_online(EwsSettings(**(GOOD | {"server": host})).host) == online


@pytest.mark.parametrize("before", [timedelta(days=200), timedelta(seconds=1)])
def test_exchange_online_still_answers_with_a_warning(before, caplog):
    """An administrator reads it at the start, and the mailbox keeps saying so."""
    caplog.set_level(logging.WARNING)
    mailbox = open_ews(EwsSettings(**(AS_APP | {"server": "outlook.office365.com"})), lambda: GONE_FROM - before)
    assert ("1 April 2027" in mailbox.problem, "Graph" in mailbox.problem) == (True, True)
    assert caplog.records[0].reason == mailbox.problem


def test_exchange_online_is_refused_once_it_is_gone():
    """From the first second of 1 April 2027; Microsoft Graph is the way."""
    with pytest.raises(BadEwsSettings, match="Graph"):
        open_ews(EwsSettings(**(AS_APP | {"server": "outlook.office365.com"})), lambda: GONE_FROM)


def test_a_server_of_the_councils_own_goes_on():
    """Nothing ends for it."""
    assert open_ews(EwsSettings(**GOOD), lambda: datetime(2030, 1, 1, tzinfo=UTC)).problem == ""


async def test_the_end_may_come_while_the_clerk_runs(clock):
    """Then every call says why, and nothing is asked of a server that is gone."""
    clock.now = GONE_FROM - timedelta(seconds=1)
    mailbox = open_ews(EwsSettings(**(AS_APP | {"server": "outlook.office365.com"})), clock)
    clock.pass_by(1)
    mail = OutgoingMail("jane@example.org", "CB-0007", "Hello.", "<out-1@panel.example.org>")
    for call in (mailbox.waiting(), mailbox.send(mail), mailbox.file("x", attention=False)):
        with pytest.raises(DeliveryFailed, match="Graph"):
            await call
    assert "Graph" in mailbox.problem

"""The kind of mailbox the settings name: opened whole, or refused with a sentence."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from adapters.directory import PanelAddresses, StaffList, TomlDirectory
from adapters.mail.folder import FolderMailbox
from adapters.mail.graph import BadMailSettings
from bot.clock import system_clock
from bot.mailboxes import KINDS_OF_MAILBOX, open_mailbox, vouching
from bot.settings import Settings
from panel.council import Council
from panel.errors import DeliveryFailed
from panel.ports import Mailbox, OutgoingMail
from tests.fixtures.mail.graph import pretend_graph
from tests.fixtures.teams.entra import certificate_pem, pretend_entra
from tests.story import CB, directory, profiles

ARP = "arp@council.example"
SECOND = "second-panel"
REAL = {"app_id": "11111111-1111-1111-1111-111111111111", "tenant": "council", "secret": "s"}


def council(**mailboxes: str) -> Council:
    """One or two panels with these addresses."""
    people = list(directory().everyone())
    panels = [PanelAddresses(id=name.replace("_", "-"), mailbox=address) for name, address in mailboxes.items()]
    return Council(
        {panel.id: profiles()[CB] for panel in panels},
        TomlDirectory(StaffList(tenant="council", people=people, panels=panels)),
    )


def opened(folder: Path, who: Council, **given: Any) -> Mailbox:
    settings = Settings(data=folder / "data", **{**REAL, **given})
    settings.data.mkdir(exist_ok=True)
    return open_mailbox(settings, who, settings.for_teams("council"), system_clock)


def test_a_folder_is_the_mailbox_unless_another_kind_is_named(tmp_path: Path) -> None:
    """As it was before there was a choice."""
    assert isinstance(opened(tmp_path, council(one=ARP)), FolderMailbox)


@pytest.mark.parametrize(
    ("given", "mailboxes", "words"),
    [
        ({"graph_mailbox": ARP}, {"one": ARP}, "PANEL_CLERK_MAIL is folder"),
        ({"mail": "graph", "mailbox": "drop"}, {"one": ARP}, "PANEL_CLERK_MAILBOX names a folder"),
        ({"mail": "graph"}, {"one": ""}, "no mailbox to open"),
        ({"mail": "graph"}, {"one": ARP, "two": "two@council.example"}, "The panels have 2 addresses"),
        ({"mail": "graph"}, {"one": "the ARP"}, "“the arp”, which is no e-mail address"),
        ({"mail": "graph", "graph_url": "http://graph.example"}, {"one": ARP}, "PANEL_CLERK_GRAPH_URL"),
        ({"mail": "graph", "local": True, "app_id": "", "secret": ""}, {"one": ARP}, "local mode does without"),
    ],
)
def test_half_a_configuration_is_refused(
    tmp_path: Path, given: dict[str, Any], mailboxes: dict[str, str], words: str
) -> None:
    """Whatever is missing or contradicts itself is named, with what to do."""
    with pytest.raises(BadMailSettings, match=words):
        opened(tmp_path, council(**mailboxes), **given)


def test_a_kind_nobody_knows_is_refused() -> None:
    """A spelling mistake does not fall back on a folder nobody looks into."""
    with pytest.raises(ValidationError, match="mail"):
        Settings(mail="grahp")


def test_every_kind_that_can_be_named_can_be_opened() -> None:
    """Each value of the setting has its row."""
    [kinds] = [field.annotation for name, field in Settings.model_fields.items() if name == "mail"]
    assert set(kinds.__args__) == set(KINDS_OF_MAILBOX)  # type: ignore[union-attr]


@pytest.mark.parametrize("proof", ["secret", "certificate"])
async def test_the_real_msal_opens_a_pretend_exchange(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proof: str
) -> None:
    """One token, for Graph and in the council's tenant, serves reading, moving and sending from the panel's address."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    given: dict[str, Any] = {"secret": "s"}
    if proof == "certificate":
        given = {"secret": "", "certificate": certificate_pem(tmp_path, "app.pem")}
    async with pretend_entra(tmp_path) as entra, pretend_graph("clerk@council.example") as graph:
        mailbox = opened(
            tmp_path,
            council(one=ARP),
            mail="graph",
            graph_mailbox="clerk@council.example",
            graph_url=graph.url,
            graph_authority=entra.url,
            **given,
        )
        graph.exchange.arrive(b"one")
        [mail] = await mailbox.waiting()
        await mailbox.file(mail.handle, attention=False)
        await mailbox.send(OutgoingMail("jane@example.org", "CB-0007", "Hello.", "<1@x.example>", sender=ARP))
        await mailbox.close()
        [asked] = entra.asked
    assert (asked["scope"], "client_secret" in asked) == (f"{graph.url}/.default", proof == "secret")
    assert b"From: arp@council.example\r\n" in graph.exchange.delivered[0]
    assert (tmp_path / "data" / "graph-mailbox.json").stat().st_size > 0


async def test_an_entra_that_is_away_is_trouble_and_not_the_end(tmp_path: Path) -> None:
    """The service starts; the round fails with a reason and the next one tries again."""
    mailbox = opened(tmp_path, council(one=ARP), mail="graph", graph_authority="https://127.0.0.1:1")
    with pytest.raises(DeliveryFailed, match="Entra could not be reached"):
        await mailbox.waiting()
    await mailbox.close()


@pytest.mark.parametrize(
    ("gateway", "mail"),
    [("exchange-online", "folder"), ("exchange-online", "ews"), ("mx.council.example, exchange-server", "graph")],
)
def test_exchange_vouches_only_for_mail_that_comes_straight_from_it(gateway: str, mail: str) -> None:
    """In a folder anybody could have written its headers; the sentence says what to set."""
    with pytest.raises(BadMailSettings, match="set PANEL_CLERK_MAIL="):
        vouching(Settings(mail_gateway=gateway, mail=mail))  # type: ignore[arg-type]


def test_a_service_that_believes_nobody_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever forgot the setting finds it in the log; a local clerk and one with a gateway are silent."""
    assert vouching(Settings(local=True)).believing
    assert vouching(Settings(mail_gateway="exchange-online", mail="graph")).gateways == ("exchange-online",)
    assert caplog.records == []
    assert not vouching(Settings()).believing
    assert "PANEL_CLERK_MAIL_GATEWAY is not set" in caplog.text

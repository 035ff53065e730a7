"""Opens the kind of mailbox the settings name, and refuses what cannot work."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace

from adapters.mail.folder import FolderMailbox
from adapters.mail.graph import BadMailSettings, GraphSettings, open_graph
from adapters.mail.headers import is_address
from adapters.mail.proof import EXCHANGE_ONLINE, EXCHANGE_SERVER, Vouching
from adapters.teams.credentials import fetch_from_entra
from adapters.teams.settings import TeamsSettings
from adapters.teams.tokens import Tokens
from bot.settings import Settings
from panel.council import Council
from panel.ports import Clock, Mailbox

log = logging.getLogger("panel_clerk.mail")

Opener = Callable[[Settings, Council, TeamsSettings, Clock], Mailbox]


def open_mailbox(settings: Settings, council: Council, for_teams: TeamsSettings, clock: Clock) -> Mailbox:
    """The one mailbox of this deployment; touches no network. Raises an error that says which setting to change."""
    if settings.graph_mailbox and settings.mail != "graph":
        raise BadMailSettings(
            f"PANEL_CLERK_GRAPH_MAILBOX is given, but PANEL_CLERK_MAIL is {settings.mail}. Make it graph, or remove "
            "the address."
        )
    if settings.mailbox and settings.mail != "folder":
        raise BadMailSettings(
            f"PANEL_CLERK_MAILBOX names a folder, but PANEL_CLERK_MAIL is {settings.mail}. Remove one of the two."
        )
    return KINDS_OF_MAILBOX[settings.mail](settings, council, for_teams, clock)


def panel_addresses(council: Council) -> list[str]:
    """The addresses of the panels, each once and in lower case, in the order of the panels."""
    listed = (council.directory.mailbox(panel).lower() for panel in council.profiles)
    return list(dict.fromkeys(address for address in listed if address))


def vouching(settings: Settings) -> Vouching:
    """Who vouches for the writers of mails. Raises `BadMailSettings` where the named gateway cannot be the one."""
    told = Vouching.told(settings.mail_gateway, local=settings.local)
    for gateway, kind in ((EXCHANGE_ONLINE, "graph"), (EXCHANGE_SERVER, "ews")):
        if gateway in told.gateways and settings.mail != kind:
            raise BadMailSettings(
                f"PANEL_CLERK_MAIL_GATEWAY names {gateway}, whose word counts only in mails that come straight out of "
                f"it: set PANEL_CLERK_MAIL={kind}, or name the gateway that signs them."
            )
    if not told.gateways and not told.believing:
        log.warning(
            "PANEL_CLERK_MAIL_GATEWAY is not set, so nobody vouches for who wrote a mail: every mail in the name of "
            "staff is set aside. docs/mail.md says what to set."
        )
    return told


def _folder(settings: Settings, council: Council, _: TeamsSettings, clock: Clock) -> Mailbox:
    own = council.directory.mailbox(next(iter(council.profiles)))
    return FolderMailbox(settings.mail_folder, own, clock)


def _graph(settings: Settings, council: Council, for_teams: TeamsSettings, _: Clock) -> Mailbox:
    """Letters leave from the panels' addresses, which are aliases of the one mailbox or may be sent as."""
    if settings.local:
        raise BadMailSettings(
            "PANEL_CLERK_MAIL=graph needs the app registration, which local mode does without. Use "
            "PANEL_CLERK_MAIL=folder."
        )
    told = GraphSettings(_own_address(settings, council), settings.graph_url.rstrip("/"))
    registration = replace(for_teams, authority=settings.graph_authority.rstrip("/"))
    tokens = Tokens(fetch_from_entra(registration, told.url), time.monotonic, asyncio.sleep)
    return open_graph(told, tokens, settings.data / "graph-mailbox.json")


def _own_address(settings: Settings, council: Council) -> str:
    panels = panel_addresses(council)
    if wrong := [address for address in panels if not is_address(address)]:
        raise BadMailSettings(f"The list of staff gives a panel the mailbox “{wrong[0]}”, which is no e-mail address.")
    if settings.graph_mailbox:
        return settings.graph_mailbox
    if len(panels) > 1:
        raise BadMailSettings(
            f"The panels have {len(panels)} addresses, and the clerk opens one mailbox. Name the real one in "
            "PANEL_CLERK_GRAPH_MAILBOX; the others must be its aliases, or addresses it may send as."
        )
    return next(iter(panels), "")


def _ews(settings: Settings, council: Council, _: TeamsSettings, clock: Clock) -> Mailbox:
    from adapters.mail.ews.mailbox import open_ews  # exchangelib takes long to import, and few councils need it

    return open_ews(settings.for_ews(next(iter(panel_addresses(council)), "")), clock)


KINDS_OF_MAILBOX: dict[str, Opener] = {"folder": _folder, "graph": _graph, "ews": _ews}
"""A row for each value of PANEL_CLERK_MAIL."""

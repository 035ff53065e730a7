"""The account of the panel mailbox, as exchangelib knows it, and how it signs in."""

from typing import Any

from exchangelib import (
    BASIC,
    DELEGATE,
    IMPERSONATION,
    NTLM,
    OAUTH2,
    UTC,
    Account,
    Configuration,
    Credentials,
    Folder,
    Identity,
    Mailbox,
)
from exchangelib.credentials import BaseCredentials, OAuth2AuthorizationCodeCredentials
from exchangelib.folders import BaseFolder, Inbox, MsgFolderRoot, Outbox, Root, SentItems
from exchangelib.properties import DistinguishedFolderId
from exchangelib.protocol import Protocol

from adapters.mail.ews.protocol import AtOnce, OneThreadProtocol
from adapters.mail.ews.settings import EwsSettings
from adapters.teams.credentials import Fetch
from panel.errors import DeliveryFailed

_ACCESS = {"full-access": DELEGATE, "impersonation": IMPERSONATION}
_SIGN_IN = {"ntlm": NTLM, "basic": BASIC}


class _Token(OAuth2AuthorizationCodeCredentials):  # type: ignore[misc]
    """A token that was fetched by us."""

    access_token: Any

    def renewed(self, token: str) -> bool:
        """Take this token; whether it is another one than before."""
        held, taken = self.access_token, {"access_token": token, "token_type": "Bearer"}
        self.access_token = taken
        return bool(held != taken)


class Connection:
    """The account of the mailbox. For one thread only."""

    def __init__(self, settings: EwsSettings, fetch: Fetch | None) -> None:
        self._fetch = fetch
        self._token = _Token(access_token=None, identity=Identity(primary_smtp_address=settings.mailbox))
        config = Configuration(
            service_endpoint=settings.address,
            credentials=self._credentials(settings),
            auth_type=OAUTH2 if fetch else _SIGN_IN[settings.sign_in],
            retry_policy=AtOnce(),
        )
        # The account takes its protocol from exchangelib's cache, by address and credentials: ours is put there first.
        self._protocol = OneThreadProtocol(config=config)
        self._protocol.TIMEOUT = settings.answer_within
        self._protocol.ca_file = settings.ca_file
        self.account = Account(
            settings.mailbox,
            config=config,
            access_type=IMPERSONATION if fetch else _ACCESS[settings.access],
            locale="en_GB",
            default_timezone=UTC,
        )
        del Protocol[config]
        account = self.account
        # Named here and not looked up: the account's own lookups share one lock, so one that hangs would stop them all.
        account.root = Root(account=account, _distinguished_id=_well_known(Root, settings.mailbox))
        self.inbox, self.sent, self.outbox, self.top = (
            kind(root=account.root, _distinguished_id=_well_known(kind, settings.mailbox))
            for kind in (Inbox, SentItems, Outbox, MsgFolderRoot)
        )
        self.folders: dict[str, Folder] = {}

    def sign_in(self, *, new: bool = False) -> bool:
        """Have a token that is good for the next call; whether it is another one than before.

        Without Entra there is nothing to do. Raises `DeliveryFailed`.
        """
        if self._fetch is None:
            return False
        try:
            token, _ = self._fetch(new)
        except DeliveryFailed:
            raise
        except Exception as error:
            raise DeliveryFailed("Entra could not be reached for a token for Exchange") from error
        if not self._token.renewed(token):
            return False
        self._protocol.close()
        return True

    def close(self) -> None:
        """Close every session."""
        self._protocol.close()

    def _credentials(self, settings: EwsSettings) -> BaseCredentials:
        return self._token if self._fetch else Credentials(settings.user, settings.secret)


def _well_known(kind: type[BaseFolder], mailbox: str) -> DistinguishedFolderId:
    return DistinguishedFolderId(id=kind.DISTINGUISHED_FOLDER_ID, mailbox=Mailbox(email_address=mailbox))

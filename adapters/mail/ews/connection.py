"""One connection to Exchange through exchangelib, which neither waits for ever nor repeats a call by itself."""

import logging
from typing import Any

import requests
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
from exchangelib.errors import ErrorServerBusy, TransportError, UnauthorizedError
from exchangelib.folders import BaseFolder, Inbox, MsgFolderRoot, Outbox, Root, SentItems
from exchangelib.properties import DistinguishedFolderId
from exchangelib.protocol import FailFast, Protocol
from requests.adapters import HTTPAdapter

from adapters.mail.ews.settings import EwsSettings
from adapters.teams.credentials import Fetch
from panel.errors import DeliveryFailed

_CALLS_OF_A_SESSION = 500
"""exchangelib's sessions grow with use, so they are replaced after this many calls."""
USUAL_WAIT = 60.0
"""Seconds to leave Exchange alone when it asks for a pause and does not say how long."""
_ACCESS = {"full-access": DELEGATE, "impersonation": IMPERSONATION}
_SIGN_IN = {"ntlm": NTLM, "basic": BASIC}

# exchangelib writes whole requests and answers, with the mails in them, into its log.
logging.getLogger("exchangelib").setLevel(logging.CRITICAL + 1)


class HttpError(TransportError):  # type: ignore[misc]  # exchangelib is not typed
    """Exchange answered a call with something other than a result; `status` is that of HTTP."""

    def __init__(self, status: int, retry_after: float | None) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.retry_after = retry_after


class _AtOnce(FailFast):  # type: ignore[misc]
    """Every failure is raised at once: we know how long to wait and what may be repeated, exchangelib does not."""

    def raise_response_errors(self, response: requests.Response) -> None:
        """Nothing for a result or a SOAP fault, which exchangelib reads."""
        kind = response.headers.get("Content-Type", "")
        if response.status_code == 200 or (response.status_code == 500 and "xml" in kind):
            return
        if response.status_code == 401:
            raise UnauthorizedError("not signed in")
        wait = response.headers.get("Retry-After", "")
        seconds = float(wait) if wait.isascii() and wait.isdigit() else None
        if response.status_code in (429, 503):
            raise ErrorServerBusy("asked to wait", back_off=seconds)
        raise HttpError(response.status_code, seconds)


class _Trusting(HTTPAdapter):
    """Trusts one certificate authority, whatever the environment says: that would go before the session's own word."""

    def __init__(self, ca_file: str) -> None:
        super().__init__()
        self._ca_file = ca_file

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Check the server's certificate against that authority."""
        super().cert_verify(conn, url, self._ca_file if verify else verify, cert)


class _OneThreadProtocol(Protocol):  # type: ignore[misc]
    """exchangelib's connections for one thread: a session is free or is made.

    exchangelib itself waits for ever for a session that was lost (its issue 1373).
    """

    MAX_SESSION_USAGE_COUNT = _CALLS_OF_A_SESSION
    USERAGENT = "panel-clerk"
    RETRY_WAIT = USUAL_WAIT
    ca_file: str = ""

    def get_session(self) -> Any:
        """A session nobody uses."""
        if self._session_pool.empty():
            self._session_pool.put(self.create_session())
        return super().get_session()

    def create_session(self) -> Any:
        """A session that trusts the council's certificate authority, if one is named."""
        session = super().create_session()
        if self.ca_file:
            session.mount(self.service_endpoint, _Trusting(self.ca_file))
        return session

    def retire_session(self, session: Any) -> None:
        """Close a session of no more use; the next call makes another."""
        self.close_session(session)


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
            retry_policy=_AtOnce(),
        )
        # The account takes its protocol from exchangelib's cache, by address and credentials: ours is put there first.
        self._protocol = _OneThreadProtocol(config=config)
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

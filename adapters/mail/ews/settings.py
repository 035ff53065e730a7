"""What the mailbox on Exchange must be told before it starts, and the combinations it refuses."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from adapters.mail.headers import is_address
from adapters.teams.settings import is_loopback
from panel.errors import PanelError


class BadEwsSettings(PanelError):
    """The settings contradict each other or cannot be used; the message says what to change."""


@dataclass(frozen=True)
class EwsSettings:
    """One mailbox and the account that opens it. Times are seconds.

    `server` is the server's name, or the whole https address of its Exchange.asmx. With `app_id` and `tenant` the
    secret is the app's and a token is fetched from Entra; else it is the password of `user`. `ca_file` holds the
    council's own certificate authority. Raises `BadEwsSettings` when made from settings that cannot be used.
    """

    server: str
    mailbox: str
    user: str = ""
    secret: str = field(default="", repr=False)
    sign_in: Literal["ntlm", "basic"] = "ntlm"
    access: Literal["full-access", "impersonation"] = "full-access"
    app_id: str = ""
    tenant: str = ""
    authority: str = "https://login.microsoftonline.com"
    ca_file: str = ""
    answer_within: float = 60.0
    give_up_after: float = 120.0

    def __post_init__(self) -> None:
        problem = self._problem()
        if problem:
            raise BadEwsSettings(problem)

    @property
    def address(self) -> str:
        """Where calls are posted."""
        return self.server if "://" in self.server else f"https://{self.server}/EWS/Exchange.asmx"

    @property
    def host(self) -> str:
        """The name of the server, in lower case."""
        return (urlsplit(self.address).hostname or "").rstrip(".")

    def _problem(self) -> str:
        if not self.host:
            return "There is no Exchange server. Give its name, such as mail.council.example."
        if urlsplit(self.address).scheme != "https" and not is_loopback(self.host):
            return "Mails and passwords must be encrypted on their way: the Exchange address must begin with https://."
        if not is_address(self.mailbox):
            return "The Exchange mailbox must be one e-mail address."
        if bool(self.app_id) != bool(self.tenant):
            return "Signing in through Entra needs both the app id and the tenant."
        if self.app_id and self.user:
            return "Exchange can be opened by a user or by an app, not by both. Remove one of the two."
        if not self.secret or not (self.app_id or self.user):
            return "Exchange needs a user with a password, or an app id with its tenant and secret."
        return ""

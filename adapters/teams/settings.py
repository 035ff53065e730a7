"""What the Teams adapter must be told before it starts, and the combinations it refuses."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Literal

from panel.errors import PanelError

SERVICE_HOSTS = ("smba.trafficmanager.net", "botframework.com", "teams.microsoft.com")
"""Hosts of the Bot Connector for Teams; a name also stands for its sub-domains."""

FILE_HOSTS = ("sharepoint.com", "svc.ms")
"""Hosts that Teams gives out download addresses on for files attached in a chat."""

LOOPBACK = ("http://127.0.0.1", "http://localhost", "http://[::1]")
"""What may be called without encryption: this machine itself."""

APOLOGY = "Sorry, something went wrong here and this was not done. Please try again in a few minutes."
WORKING = "This is taking longer than usual. The answer will appear in this chat."


class BadTeamsSettings(PanelError):
    """The settings contradict each other or leave the bot open; the message says what to change."""


@dataclass(frozen=True)
class Certificate:
    """The app's certificate: a PFX file, or a PEM file that holds both private key and certificate.

    A `thumbprint` (SHA-1, hex) is needed only for a PEM file without the certificate itself.
    """

    path: str
    passphrase: str = field(default="", repr=False)
    thumbprint: str = ""


@dataclass(frozen=True)
class TeamsSettings:
    """How the bot is known to Entra and Teams, and its limits. Times are seconds, sizes bytes.

    The first of `tenants` is the app's home tenant. A host entry that starts with `http://` is taken only for
    this machine itself. Raises `BadTeamsSettings` when made from settings that cannot be used.
    """

    app_id: str = ""
    app_type: Literal["SingleTenant", "UserAssignedMSI"] = "SingleTenant"
    tenants: tuple[str, ...] = ()
    secret: str = field(default="", repr=False)
    certificate: Certificate | None = None
    local: bool = False
    bind_host: str = "127.0.0.1"
    default_service_url: str = "https://smba.trafficmanager.net/teams"
    service_hosts: tuple[str, ...] = SERVICE_HOSTS
    file_hosts: tuple[str, ...] = FILE_HOSTS
    file_limit: int = 10 * 1024 * 1024
    file_seconds: float = 30.0
    authority: str = "https://login.microsoftonline.com"
    openid_metadata: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    issuer: str = "https://api.botframework.com"
    apology: str = APOLOGY
    working: str = WORKING
    answer_within: float = 4.0
    pace_per_second: float = 1.0
    pace_burst: int = 5

    def __post_init__(self) -> None:
        problem = self._local_problem() if self.local else self._production_problem()
        if problem:
            raise BadTeamsSettings(problem)

    @property
    def bot_account(self) -> str:
        """The bot's own account id in Teams."""
        return f"28:{self.app_id or 'bot'}"

    @property
    def allowed_service_hosts(self) -> tuple[str, ...]:
        """Where messages may be sent: in local mode this machine only."""
        return LOOPBACK if self.local else self.service_hosts

    @property
    def allowed_file_hosts(self) -> tuple[str, ...]:
        """Where attached files may be fetched from: in local mode this machine only."""
        return LOOPBACK if self.local else self.file_hosts

    def _local_problem(self) -> str:
        if self.app_id:
            return "Local mode checks no identities, so it cannot be used with an app id. Remove one of the two."
        if not is_loopback(self.bind_host):
            return f"Local mode checks no identities, so it must listen on 127.0.0.1, not on {self.bind_host}."
        return ""

    def _production_problem(self) -> str:
        if not self.app_id:
            return "There is no app id, so nobody's identity could be checked. Give one, or use local mode."
        if not all(self.tenants) or not self.tenants:
            return "There is no tenant id. Give the council's Entra tenant, or any tenant could use the bot."
        if self.app_type == "SingleTenant" and bool(self.secret) == bool(self.certificate):
            return "A SingleTenant app needs a secret or a certificate, and not both."
        return ""


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False

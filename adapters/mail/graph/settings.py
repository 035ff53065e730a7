"""What the Graph mailbox must be told before it starts, and what it refuses."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from adapters.mail.headers import is_address
from adapters.teams.settings import is_loopback
from panel.errors import PanelError

GRAPH = "https://graph.microsoft.com"


class BadMailSettings(PanelError):
    """The settings cannot work; the message says what to change."""


@dataclass(frozen=True)
class GraphSettings:
    """The one mailbox that is opened, and where Graph is; times are seconds.

    `url` differs for sovereign clouds. `step_seconds` limits each silence of the other side, `request_seconds` a whole
    request. Raises `BadMailSettings`.
    """

    mailbox: str
    url: str = GRAPH
    request_seconds: float = 120.0
    step_seconds: float = 20.0

    def __post_init__(self) -> None:
        if not is_address(self.mailbox):
            raise BadMailSettings(
                "There is no mailbox to open. Give its address in PANEL_CLERK_GRAPH_MAILBOX, such as "
                "panel@council.example."
            )
        if not _may_be_called(self.url):
            raise BadMailSettings("PANEL_CLERK_GRAPH_URL must be https://HOST, with nothing after the host.")


def _may_be_called(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))

"""One mailbox of Exchange Online, through Microsoft Graph."""

from adapters.mail.graph.mailbox import GraphMailbox, open_graph
from adapters.mail.graph.settings import BadMailSettings, GraphSettings

__all__ = ["BadMailSettings", "GraphMailbox", "GraphSettings", "open_graph"]

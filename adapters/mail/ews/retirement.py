"""The end of EWS in Microsoft's cloud: switched off tenant by tenant from 1 October 2026, gone on 1 April 2027.

A council's own Exchange server is not affected.
"""

from datetime import UTC, datetime

GONE_FROM = datetime(2027, 4, 1, tzinfo=UTC)

_CLOUD = ("office365.com", "office.com", "outlook.com", "office365.us", "office365.cn", "outlook.cn")
"""Names of Exchange Online in Microsoft's clouds; each also stands for its sub-domains."""


def is_exchange_online(host: str) -> bool:
    """Whether this server is Microsoft's own."""
    return any(host == name or host.endswith(f".{name}") for name in _CLOUD)


def refusal(host: str, now: datetime) -> str:
    """Why this server can no longer be used; empty while it can."""
    if is_exchange_online(host) and now >= GONE_FROM:
        return (
            "Exchange Online has not answered EWS since 1 April 2027. Set the mailbox to Microsoft Graph; "
            "docs/install.md says how."
        )
    return ""


def warning(host: str, now: datetime) -> str:
    """What an administrator must know while this server can still be used; empty when there is nothing."""
    if is_exchange_online(host) and now < GONE_FROM:
        return (
            "This mailbox uses EWS of Exchange Online. Microsoft switches it off on 1 April 2027 and may do so for "
            "your tenant any day. Change to Microsoft Graph before then; docs/install.md says how."
        )
    return ""

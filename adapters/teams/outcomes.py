"""What an answer from the Bot Connector means for the message that was sent.

429, 401 and 412 did nothing. 408 and every 5xx may have delivered (duplicates were seen in the field after
retrying them). 403 and 404 mean blocked, uninstalled or gone; other 4xx are our mistake: trying again is no
help.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from panel.errors import DeliveryFailed, DeliveryInDoubt

_LONGEST = 3600.0


@dataclass(frozen=True)
class Answer:
    """Status, body and the Retry-After header of an answer."""

    status: int
    body: bytes
    retry_after: str = ""
    date: str = ""


def failure_of(answer: Answer) -> DeliveryFailed | None:
    """The failure an answer stands for, or None when it is a success."""
    status = answer.status
    if 200 <= status < 300:
        return None
    reason = f"Teams answered {status}"
    wait = seconds(answer.retry_after, answer.date)
    if status in (429, 412):
        return DeliveryFailed(reason, retry_after=wait)
    if status == 408 or status >= 500:
        return DeliveryInDoubt(reason, retry_after=wait)
    return DeliveryFailed(reason, permanent=True)


def seconds(retry_after: str, date: str = "") -> float | None:
    """The wait a Retry-After header asks for, at most an hour; None when there is none or it cannot be read.

    The header holds seconds or a moment (RFC 9110, 10.2.3); a moment is counted from the answer's own Date.
    """
    if retry_after.isascii() and retry_after.isdigit():
        return min(float(retry_after), _LONGEST)
    try:
        wait = (_moment(retry_after) - _moment(date)).total_seconds()
    except (ValueError, TypeError):
        return None
    return min(max(wait, 0.0), _LONGEST)


def _moment(header: str) -> datetime:
    moment = parsedate_to_datetime(header)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

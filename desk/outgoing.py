"""Reading what the clerk posts, and refusing what Teams would refuse."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk.chats import Card

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
LARGEST_MESSAGE = 100 * 1024
LARGEST_CARD = 28 * 1024
NEWEST_CARD = (1, 5)
SUGGESTIONS_SHOWN = 3


class NotTakenError(Exception):
    """Teams does not take this; `status` and `code` are its HTTP answer."""

    def __init__(self, status: int, code: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.code = code


@dataclass(frozen=True)
class Outgoing:
    """What a posted activity shows."""

    text: str = ""
    card: Card | None = None
    summary: str = ""
    suggestions: tuple[str, ...] = ()


def read_posted(activity: Any) -> Outgoing | None:
    """What is to be shown, or None for a sign such as 'typing'. Raises `NotTakenError`."""
    if not isinstance(activity, dict) or "type" not in activity:
        raise NotTakenError(400, "BadSyntax", "An activity must be an object with a type.")
    if len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le")) > LARGEST_MESSAGE:
        raise NotTakenError(413, "MessageSizeTooBig", "The message is larger than 100 KB.")
    if activity["type"] != "message":
        return None
    shown = Outgoing(activity.get("text") or "", _card(activity), activity.get("summary") or "", _suggestions(activity))
    if not shown.text and shown.card is None:
        raise NotTakenError(400, "BadArgument", "A message must have a text or a card.")
    return shown


def _card(activity: Mapping[str, Any]) -> Card | None:
    attached = activity.get("attachments") or []
    if not attached:
        return None
    if len(attached) > 1 or attached[0].get("contentType") != ADAPTIVE:
        raise NotTakenError(400, "BadArgument", "The desk shows one Adaptive Card in a message and nothing else.")
    card: Card = attached[0].get("content") or {}
    check_card(card)
    return card


def check_card(card: Card) -> None:
    """Raises `NotTakenError` for a card that Teams would not show: too large, or of a newer schema."""
    if len(json.dumps(card, ensure_ascii=False).encode()) > LARGEST_CARD:
        raise NotTakenError(413, "MessageSizeTooBig", "The card is larger than 28 KB.")
    version = tuple(int(number) for number in str(card.get("version", "1.0")).split("."))
    if card.get("type") != "AdaptiveCard" or version > NEWEST_CARD:
        raise NotTakenError(400, "BadArgument", "Teams shows Adaptive Cards up to version 1.5.")


def _suggestions(activity: Mapping[str, Any]) -> tuple[str, ...]:
    offered = (activity.get("suggestedActions") or {}).get("actions") or []
    said = (str(action.get("value") or action.get("title")) for action in offered if action.get("type") == "imBack")
    return tuple(said)[:SUGGESTIONS_SHOWN]

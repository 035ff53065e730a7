"""A Teams activity turned into what the product knows: who did what, where; anything else becomes None."""

import json
import re
from collections.abc import Mapping
from typing import Any

from adapters.teams.files import Downloads
from adapters.teams.gate import person_of
from panel.ports import Incoming, Place

ACT = "adaptiveCard/action"
"""The name of the invoke that an Action.Execute button sends."""

_TAG = re.compile(r"</?at\b[^>]{0,200}>", re.IGNORECASE)


def to_incoming(activity: Mapping[str, Any], downloads: Downloads) -> Incoming | None:
    """What a person did, or None when it is nothing to answer: typing, reactions, others joining, a stranger.

    The activity has passed the gate, so its conversation and tenant are there.
    """
    person = person_of(activity)
    if person is None or not _is_act(activity):
        return None
    said = activity["type"] == "message"
    return Incoming(
        person=person,
        place=place_of(activity),
        key=key_of(activity),
        text=_text(activity) if said else "",
        value=_value(activity),
        files=downloads.files_in(activity) if said else (),
        refresh=is_refresh(activity),
    )


def place_of(activity: Mapping[str, Any]) -> Place:
    """Where the activity happened."""
    conversation = activity["conversation"]
    return Place(
        conversation_id=conversation["id"],
        service_url=activity["serviceUrl"],
        tenant_id=conversation["tenantId"],
        personal=conversation.get("conversationType") == "personal",
    )


def key_of(activity: Mapping[str, Any]) -> str:
    """What names this act, the same however often Teams delivers it."""
    return f"{activity['conversation']['id']} {activity.get('id', '')}"


def is_installation(activity: Mapping[str, Any]) -> bool:
    """Whether the bot has just been added here; Teams may say so in two different ways at once."""
    if activity["type"] == "installationUpdate":
        return activity.get("action") == "add"
    added = activity.get("membersAdded")
    ours = _account(activity, "recipient")
    return activity["type"] == "conversationUpdate" and isinstance(added, list) and _lists(added, ours)


def is_refresh(activity: Mapping[str, Any]) -> bool:
    """Whether a card asked for its present state by itself, without anybody tapping it."""
    value = activity.get("value")
    return activity["type"] == "invoke" and isinstance(value, dict) and value.get("trigger") == "automatic"


def _is_act(activity: Mapping[str, Any]) -> bool:
    if activity["type"] == "invoke":
        return activity.get("name") == ACT
    return activity["type"] == "message" or is_installation(activity)


def _lists(accounts: list[Any], wanted: object) -> bool:
    return any(isinstance(one, dict) and one.get("id") == wanted for one in accounts) and wanted is not None


def _account(activity: Mapping[str, Any], role: str) -> object:
    account = activity.get(role)
    return account.get("id") if isinstance(account, dict) else None


def _text(activity: Mapping[str, Any]) -> str:
    """The words without the bot's own name in front; other people's names stay, without their tags."""
    text = activity.get("text")
    if not isinstance(text, str):
        return ""
    for mention in _mentions(activity):
        text = text.replace(mention, " ")
    text = _TAG.sub("", text).replace("&nbsp;", " ").replace("\xa0", " ").replace("\x00", "")
    return text.strip()


def _mentions(activity: Mapping[str, Any]) -> list[str]:
    ours = _account(activity, "recipient")
    entities = activity.get("entities")
    found = [e for e in entities if isinstance(e, dict)] if isinstance(entities, list) else []
    return [
        e["text"]
        for e in found
        if e.get("type") == "mention"
        and isinstance(e.get("text"), str)
        and e["text"]
        and isinstance(e.get("mentioned"), dict)
        and e["mentioned"].get("id") == ours
    ]


def _value(activity: Mapping[str, Any]) -> dict[str, str]:
    """What a card sent. `msteams` in it is an instruction to Teams, not an answer."""
    value = activity.get("value")
    value = value if isinstance(value, dict) else {}
    if activity["type"] != "invoke":
        return _strings(value)
    action = value.get("action")
    action = action if isinstance(action, dict) else {}
    data, verb = action.get("data"), action.get("verb")
    return _strings(data if isinstance(data, dict) else {}) | ({"verb": verb} if isinstance(verb, str) and verb else {})


def _strings(data: Mapping[str, Any]) -> dict[str, str]:
    return {name.replace("\x00", ""): _string(value) for name, value in data.items() if name != "msteams"}


def _string(value: object) -> str:
    """A card's answers as Teams itself writes them: toggles as true or false, several choices with commas."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ",".join(value).replace("\x00", "")
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("\\u0000", "")

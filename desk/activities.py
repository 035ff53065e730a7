"""Activities as Teams sends them to a bot, built from plain facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk.chats import SharedFile
from desk.clock import LONDON
from desk.people import Directory, Person

Activity = dict[str, Any]

BOT_ID = "28:panel-clerk"
BOT_NAME = "Panel Clerk"
MENTION = f"<at>{BOT_NAME}</at>"
FILE = "application/vnd.microsoft.teams.file.download.info"


@dataclass(frozen=True)
class Scene:
    """Who says something and where; `thread` is the message a channel conversation began with."""

    directory: Directory
    service_url: str
    person: Person
    chat: str
    thread: str = ""

    @property
    def conversation_id(self) -> str:
        """The conversation as Teams names it: a channel's carries its thread."""
        return f"{self.chat};messageid={self.thread}" if self.thread else self.chat


def envelope(scene: Scene, kind: str, **facts: Any) -> Activity:
    """What every activity carries. `facts` must hold `id` and `at`, an aware datetime."""
    at: datetime = facts["at"]
    return {
        "type": kind,
        "id": facts["id"],
        "timestamp": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "localTimestamp": at.astimezone(LONDON).isoformat(timespec="milliseconds"),
        "localTimezone": "Europe/London",
        "locale": "en-GB",
        "channelId": "msteams",
        "serviceUrl": scene.service_url,
        "from": account(scene.person),
        "recipient": {"id": BOT_ID, "name": BOT_NAME},
        "conversation": conversation(scene),
        "channelData": channel_data(scene),
        "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web"}],
    }


def account(person: Person) -> dict[str, str]:
    """A person as the sender of an activity."""
    return {"id": person.teams_id, "name": person.name, "aadObjectId": person.id}


def member(person: Person, tenant: str) -> dict[str, str]:
    """A person as a member of a chat, with the details the roster call adds."""
    given, _, surname = person.name.partition(" ")
    return {
        **account(person),
        "objectId": person.id,
        "givenName": given,
        "surname": surname,
        "email": person.email,
        "userPrincipalName": person.email,
        "tenantId": tenant,
        "userRole": "user",
    }


def conversation(scene: Scene) -> dict[str, Any]:
    """The conversation part of an activity."""
    channel = scene.directory.is_channel(scene.chat)
    about = {"id": scene.conversation_id, "tenantId": scene.directory.tenant}
    if channel:
        return {**about, "conversationType": "channel", "isGroup": True}
    return {**about, "conversationType": "personal"}


def channel_data(scene: Scene) -> dict[str, Any]:
    """The Teams part of an activity: the tenant always, team and channel where there are any."""
    about: dict[str, Any] = {"tenant": {"id": scene.directory.tenant}}
    if scene.directory.is_channel(scene.chat):
        about |= {
            "team": {"id": scene.chat},
            "channel": {"id": scene.chat},
            "teamsChannelId": scene.chat,
            "teamsTeamId": scene.chat,
        }
    return about


def typed(envelope: Activity, text: str, files: tuple[SharedFile, ...] = ()) -> Activity:
    """A message a person typed, with the clerk named as Teams marks it, and any files."""
    activity = {
        **envelope,
        "text": text,
        "textFormat": "plain",
        "attachments": [_file(file) for file in files],
    }
    if MENTION in text:
        named = {"type": "mention", "text": MENTION, "mentioned": {"id": BOT_ID, "name": BOT_NAME}}
        activity["entities"] = [*envelope["entities"], named]
    return activity


def submitted(envelope: Activity, value: Mapping[str, Any], reply_to: str) -> Activity:
    """An `Action.Submit`: a message without text whose value holds the data and the inputs."""
    return {**envelope, "value": dict(value), "replyToId": reply_to}


def executed(envelope: Activity, action: Mapping[str, Any], reply_to: str) -> Activity:
    """An `Action.Execute`; `action` holds verb, title, data and optionally id and trigger."""
    sent = {"type": "Action.Execute", "verb": action.get("verb", ""), "data": action.get("data", {})}
    sent |= {name: action[name] for name in ("id", "title") if action.get(name)}
    value = {"action": sent, "trigger": action.get("trigger", "manual")}
    return {**envelope, "name": "adaptiveCard/action", "value": value, "replyToId": reply_to}


def introduced(envelope: Activity) -> Activity:
    """The first contact of a chat: the clerk has been added to it."""
    return {**envelope, "membersAdded": [{"id": BOT_ID}]}


def installed(envelope: Activity) -> Activity:
    """The app has been installed for a person or a team."""
    return {**envelope, "action": "add"}


def _file(file: SharedFile) -> dict[str, Any]:
    content = {
        "downloadUrl": file.url,
        "uniqueId": file.url.split("/")[-2],
        "fileType": file.name.rpartition(".")[2],
    }
    return {"contentType": FILE, "contentUrl": file.url, "name": file.name, "content": content}

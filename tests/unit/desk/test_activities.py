from datetime import UTC, datetime

from desk import activities
from desk.activities import Scene
from desk.chats import SharedFile
from desk.people import load_directory

DIRECTORY = load_directory()
PRIYA = DIRECTORY.person("priya")
CHANNEL = "19:arp@thread.tacv2"
AT = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
SERVICE = "http://127.0.0.1:8100/connector"


def personal(kind: str = "message") -> dict[str, object]:
    return activities.envelope(Scene(DIRECTORY, SERVICE, PRIYA, chat=PRIYA.chat), kind, id="17", at=AT)


def in_channel() -> dict[str, object]:
    scene = Scene(DIRECTORY, SERVICE, PRIYA, chat=CHANNEL, thread="9")
    return activities.envelope(scene, "message", id="17", at=AT)


def test_a_typed_message_looks_as_teams_sends_it() -> None:
    """Every field the clerk may rely on is there: ids, tenant in both places, British local time."""
    assert activities.typed(personal(), "hello") == {
        "type": "message",
        "id": "17",
        "timestamp": "2026-06-01T08:30:00.000Z",
        "localTimestamp": "2026-06-01T09:30:00.000+01:00",
        "localTimezone": "Europe/London",
        "locale": "en-GB",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "from": {"id": PRIYA.teams_id, "name": "Priya Nair", "aadObjectId": PRIYA.id},
        "recipient": {"id": "28:panel-clerk", "name": "Panel Clerk"},
        "conversation": {"id": PRIYA.chat, "tenantId": DIRECTORY.tenant, "conversationType": "personal"},
        "channelData": {"tenant": {"id": DIRECTORY.tenant}},
        "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web"}],
        "text": "hello",
        "textFormat": "plain",
        "attachments": [],
    }


def test_a_channel_message_names_thread_team_and_mention() -> None:
    """In a channel the conversation carries its thread, and naming the clerk is marked as a mention."""
    activity = activities.typed(in_channel(), "<at>Panel Clerk</at> status")

    assert activity["conversation"] == {
        "id": f"{CHANNEL};messageid=9",
        "tenantId": DIRECTORY.tenant,
        "conversationType": "channel",
        "isGroup": True,
    }
    assert activity["channelData"]["channel"] == {"id": CHANNEL}
    assert activity["entities"][-1] == {
        "type": "mention",
        "text": "<at>Panel Clerk</at>",
        "mentioned": {"id": "28:panel-clerk", "name": "Panel Clerk"},
    }


def test_a_file_carries_its_download_address() -> None:
    """An attached file is offered as Teams offers one in OneDrive."""
    file = SharedFile("plan.docx", "http://127.0.0.1:8100/files/token/plan.docx", 3)

    assert activities.typed(personal(), "", (file,))["attachments"] == [
        {
            "contentType": "application/vnd.microsoft.teams.file.download.info",
            "contentUrl": file.url,
            "name": "plan.docx",
            "content": {"downloadUrl": file.url, "uniqueId": "token", "fileType": "docx"},
        }
    ]


def test_an_execute_carries_verb_data_and_the_card_it_was_on() -> None:
    """The invoke has the shape Teams gives a universal action."""
    action = {"type": "Action.Execute", "verb": "save", "title": "Save", "data": {"ref": "1"}}

    activity = activities.executed(personal("invoke"), action, "5")

    assert (activity["name"], activity["replyToId"]) == ("adaptiveCard/action", "5")
    assert activity["value"] == {
        "action": {"type": "Action.Execute", "verb": "save", "title": "Save", "data": {"ref": "1"}},
        "trigger": "manual",
    }


def test_first_contact_adds_the_bot() -> None:
    """Being installed looks like the bot joining the chat."""
    assert activities.introduced(personal("conversationUpdate"))["membersAdded"] == [{"id": "28:panel-clerk"}]

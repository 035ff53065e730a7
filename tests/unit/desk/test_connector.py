from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from desk.chats import Message
from desk.connector import Fault
from desk.office import Office
from tests.unit.desk.fake_clerk import with_card
from tests.unit.desk.sample_cards import card

CHANNEL = "19:arp@thread.tacv2"


class Caller:
    """The clerk's side of the connector."""

    def __init__(self, session: aiohttp.ClientSession, office: Office) -> None:
        self.session = session
        self.office = office

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        address = f"{self.office.service_url}/v3/conversations{path}"
        async with self.session.request(method, address, json=body) as response:
            return response.status, await response.json()


@pytest.fixture
async def caller(empty_office: Office) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(session, empty_office)


def opening(office: Office, **facts: Any) -> dict[str, Any]:
    helen = office.directory.person("helen")
    return {"members": [{"id": helen.id}], "tenantId": office.directory.tenant, **facts}


@pytest.mark.parametrize("key", ["id", "teams_id"])
async def test_a_chat_is_opened_by_either_id(caller: Caller, key: str) -> None:
    """The Entra object id and the Teams id lead to the person's one chat, and no message is needed."""
    helen = caller.office.directory.person("helen")

    status, answer = await caller.call("POST", "", opening(caller.office, members=[{"id": getattr(helen, key)}]))

    assert (status, answer) == (201, {"id": helen.chat, "serviceUrl": caller.office.service_url})


async def test_a_chat_can_be_opened_with_a_message(caller: Caller) -> None:
    """The first message is shown and its id returned."""
    _, answer = await caller.call("POST", "", opening(caller.office, activity={"type": "message", "text": "Hi"}))

    assert [(m.id, m.text) for m in caller.office.chat("helen")] == [(answer["activityId"], "Hi")]


@pytest.mark.parametrize(
    ("facts", "status", "code"),
    [
        ({"tenantId": ""}, 400, "BadArgument"),
        ({"tenantId": "another"}, 403, "Forbidden"),
        ({"members": [{"id": "stranger"}]}, 404, "MemberNotFound"),
        ({"members": []}, 400, "BadArgument"),
        ({"channelData": {"channel": {"id": "19:none"}}}, 404, "ConversationNotFound"),
    ],
)
async def test_a_chat_teams_would_not_open_is_refused(
    caller: Caller, facts: dict[str, Any], status: int, code: str
) -> None:
    """No tenant, another tenant, a stranger, nobody, no such channel."""
    answered, answer = await caller.call("POST", "", opening(caller.office, **facts))

    assert (answered, answer["error"]["code"]) == (status, code)


async def test_a_new_post_in_a_channel_begins_a_thread(caller: Caller) -> None:
    """The answer names the thread, so that the clerk can go on in it."""
    wanted = opening(
        caller.office, channelData={"channel": {"id": CHANNEL}}, activity={"type": "message", "text": "Hi"}
    )

    _, answer = await caller.call("POST", "", wanted)

    assert answer["id"] == f"{CHANNEL};messageid={answer['activityId']}"
    assert [(m.text, m.thread) for m in caller.office.channel(CHANNEL)] == [("Hi", answer["activityId"])]


async def test_an_encoded_conversation_id_is_understood(caller: Caller) -> None:
    """The SDK escapes colons, semicolons and at signs in the path."""
    status, answer = await caller.call(
        "POST", "/19%3Aarp%40thread.tacv2%3Bmessageid%3D7/activities", {"type": "message", "text": "Hi"}
    )

    assert (status, caller.office.channel(CHANNEL)[0].thread) == (201, "7")
    assert caller.office.channel(CHANNEL)[0].id == answer["id"]


async def test_an_answer_to_a_post_stays_in_its_thread(caller: Caller) -> None:
    """Replying to a message in a channel without naming the thread still lands in it."""
    path = f"/{CHANNEL}/activities"
    _, root = await caller.call("POST", path, {"type": "message", "text": "Hi"})

    await caller.call("POST", f"{path}/{root['id']}", {"type": "message", "text": "More"})

    assert [(m.text, m.thread) for m in caller.office.channel(CHANNEL)] == [("Hi", root["id"]), ("More", root["id"])]


async def posted(caller: Caller) -> Message:
    chat = caller.office.directory.person("helen").chat
    await caller.call("POST", f"/{chat}/activities", {"type": "message", "summary": "News", **with_card(card())})
    return caller.office.latest_card("helen")


async def test_an_update_replaces_the_message(caller: Caller) -> None:
    """The same message shows the new text, and is marked as changed."""
    message = await posted(caller)

    status, answer = await caller.call(
        "PUT", f"/{message.chat}/activities/{message.id}", {"type": "message", "text": "Decided"}
    )

    now = caller.office.chat("helen")[0]
    assert (status, answer) == (200, {"id": message.id})
    assert (now.id, now.text, now.card, now.edited) == (message.id, "Decided", None, True)


async def test_a_deleted_message_is_gone(caller: Caller) -> None:
    """It is no longer shown, and a second deletion finds nothing."""
    message = await posted(caller)
    path = f"/{message.chat}/activities/{message.id}"

    first, _ = await caller.call("DELETE", path)
    second, answer = await caller.call("DELETE", path)

    assert caller.office.chat("helen") == []
    assert (first, second, answer["error"]["code"]) == (200, 404, "ActivityNotFoundInConversation")


async def test_a_person_s_own_message_cannot_be_changed(caller: Caller) -> None:
    """Teams lets a bot edit only what it posted."""
    sending = caller.office.send("helen", "hello")

    path = f"/{sending.message.chat}/activities/{sending.message.id}"
    status, _ = await caller.call("PUT", path, {"type": "message", "text": "forged"})

    assert (status, caller.office.chat("helen")[0].text) == (404, "hello")


async def test_the_roster_has_names_and_object_ids(caller: Caller) -> None:
    """A one-to-one chat has its one person, with the details Teams gives."""
    helen = caller.office.directory.person("helen")

    _, roster = await caller.call("GET", f"/{helen.chat}/members")

    assert roster == [
        {
            "id": helen.teams_id,
            "name": "Helen Ward",
            "aadObjectId": helen.id,
            "objectId": helen.id,
            "givenName": "Helen",
            "surname": "Ward",
            "email": helen.email,
            "userPrincipalName": helen.email,
            "tenantId": caller.office.directory.tenant,
            "userRole": "user",
        }
    ]


async def test_a_long_roster_comes_in_pages(caller: Caller) -> None:
    """Following the tokens gives everybody once."""
    seen, token = [], ""
    while True:
        _, page = await caller.call("GET", f"/{CHANNEL}/pagedmembers?pageSize=4&continuationToken={token}")
        seen += [entry["aadObjectId"] for entry in page["members"]]
        token = page.get("continuationToken", "")
        if not token:
            break

    assert seen == [person.id for person in caller.office.directory.people]


async def test_a_conversation_tells_its_kind(caller: Caller) -> None:
    """A channel is a group, a chat is not."""
    _, answer = await caller.call("GET", f"/{CHANNEL}")

    assert answer == {
        "id": CHANNEL,
        "conversationType": "channel",
        "isGroup": True,
        "tenantId": caller.office.directory.tenant,
    }


async def test_a_body_that_is_no_object_is_refused(caller: Caller) -> None:
    """Neither broken JSON nor a list is taken for a message."""
    chat = caller.office.directory.person("helen").chat
    status, answer = await caller.call("POST", f"/{chat}/activities", ["message"])

    assert (status, answer["error"]["code"]) == (400, "BadSyntax")


async def test_a_fault_before_taking_shows_nothing(caller: Caller) -> None:
    """The clerk is told to come back, and only the next call is taken."""
    caller.office.fail(Fault(429, retry_after=2))
    path = f"/{caller.office.directory.person('helen').chat}/activities"

    first, _ = await caller.call("POST", path, {"type": "message", "text": "one"})
    second, _ = await caller.call("POST", path, {"type": "message", "text": "two"})

    assert (first, second, [m.text for m in caller.office.chat("helen")]) == (429, 201, ["two"])


async def test_a_fault_after_taking_leaves_the_message_there(caller: Caller) -> None:
    """The message is shown although its sender hears of a failure: delivery in doubt."""
    caller.office.fail(Fault(502, after_taking=True))
    path = f"/{caller.office.directory.person('helen').chat}/activities"

    status, _ = await caller.call("POST", path, {"type": "message", "text": "one"})

    assert (status, [m.text for m in caller.office.chat("helen")]) == (502, ["one"])


async def test_a_dropped_connection_is_no_answer_at_all(caller: Caller) -> None:
    """The clerk's request ends in a broken connection, with the message shown."""
    caller.office.fail(Fault(0, after_taking=True))
    path = f"/{caller.office.directory.person('helen').chat}/activities"

    with pytest.raises(aiohttp.ClientError):
        await caller.call("POST", path, {"type": "message", "text": "one"})

    assert [m.text for m in caller.office.chat("helen")] == ["one"]

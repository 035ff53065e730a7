"""The pretend Teams: what people do here reaches the clerk, and what the clerk posts is shown here."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from desk import activities
from desk.activities import Activity, Scene
from desk.answers import Tapped, read_answer
from desk.cards import CardError
from desk.chats import CLERK, DELIVERED, SENDING, Card, Chats, Message, SharedFile
from desk.clock import Clock
from desk.courier import Courier
from desk.outgoing import NotTakenError, Outgoing
from desk.people import Directory, Person


@dataclass(frozen=True)
class Said:
    """What a person says: where (their own chat if nowhere is named), in which thread, with which files."""

    text: str
    chat: str = ""
    thread: str = ""
    files: tuple[SharedFile, ...] = ()


@dataclass(frozen=True)
class Tap:
    """A button and what the person filled in; `trigger` is `automatic` for a refresh nobody asked for."""

    message: Message
    action: Mapping[str, Any]
    inputs: Mapping[str, str] = field(default_factory=dict)
    trigger: str = "manual"


@dataclass(frozen=True)
class Sending:
    """A message on its way; `done` ends when the clerk has it."""

    message: Message
    done: "asyncio.Task[None] | None" = None


class Teams:
    """Chats between the people of the directory and the clerk."""

    def __init__(self, directory: Directory, chats: Chats, courier: Courier) -> None:
        self.directory = directory
        self.chats = chats
        self.courier = courier
        self.clock = Clock()
        self.service_url = ""
        self._tasks: set[asyncio.Task[None]] = set()

    def meet(self, person: Person, chat: str = "") -> None:
        """Introduce the clerk in a chat, once: Teams does so when the app is installed."""
        chat = chat or person.chat
        if self.chats.has_met(chat):
            return
        self.chats.meet(chat)
        scene = self._scene(person, chat)
        self._send(activities.introduced(self._envelope(scene, "conversationUpdate")), "")
        self._send(activities.installed(self._envelope(scene, "installationUpdate")), "")

    def say(self, person: Person, said: Said) -> Sending:
        """Type something or attach files. In a channel the clerk gets it only when it is named."""
        chat = said.chat or person.chat
        self.meet(person, chat)
        now = self.clock()
        message_id = self.chats.new_id(now)
        thread = (said.thread or message_id) if self.directory.is_channel(chat) else ""
        reaches = not thread or activities.MENTION in said.text
        message = Message(message_id, chat, person.id, at=now.isoformat(), text=said.text, files=said.files)
        message = self.chats.put(replace(message, thread=thread, status=SENDING if reaches else DELIVERED))
        if not reaches:
            return Sending(message)
        envelope = activities.envelope(self._scene(person, chat, thread), "message", id=message_id, at=now)
        return Sending(message, self._send(activities.typed(envelope, said.text, said.files), message_id))

    async def tap(self, person: Person, tap: Tap) -> Tapped:
        """Press a button on a card, and show what comes of it."""
        data = self._data(tap)
        preset = data.get("msteams", {})
        if preset.get("type") == "imBack":
            return await self._finish(self.say(person, Said(str(preset.get("value", "")))))
        scene = self._scene_of(person, tap.message)
        if tap.action["type"] == "Action.Submit":
            submit = activities.submitted(self._envelope(scene, "message"), data, tap.message.id)
            return await self._finish(Sending(tap.message, self._send(submit, "")))
        action = {**tap.action, "data": data, "trigger": tap.trigger}
        activity = activities.executed(self._envelope(scene, "invoke"), action, tap.message.id)
        return await self.invoke(person, activity)

    async def invoke(self, person: Person, activity: Activity) -> Tapped:
        """Deliver a tap's activity, perhaps again, and show its answer to the person."""
        message_id = activity["replyToId"]
        answer = await self.courier.invoke(activity, lambda status: self._note(message_id, status))
        tapped = read_answer(answer)
        message = self.chats.get(message_id)
        if message is None:
            return tapped
        if tapped.card is not None:
            self._show(message, person, tapped.card)
        else:
            self._note(message_id, tapped.text)
        return tapped

    def post(self, conversation_id: str, shown: Outgoing, reply_to: str = "") -> Message:
        """Show a message of the clerk's; raises `NotTakenError` when there is no such conversation."""
        chat, thread = self.find_chat(conversation_id)
        now = self.clock()
        message_id = self.chats.new_id(now)
        if self.directory.is_channel(chat):
            answered = self.chats.get(reply_to)
            thread = thread or (answered.thread if answered else message_id)
        message = Message(message_id, chat, CLERK, at=now.isoformat(), text=shown.text, card=shown.card)
        return self.chats.put(replace(message, thread=thread, summary=shown.summary, suggestions=shown.suggestions))

    def update(self, message_id: str, shown: Outgoing) -> Message:
        """Replace a message of the clerk's for everybody; raises `NotTakenError` when there is none."""
        self._own(message_id)
        return self.chats.change(
            message_id,
            text=shown.text,
            card=shown.card,
            summary=shown.summary,
            edited=True,
            views={},
            status="",
        )

    def delete(self, message_id: str) -> None:
        """Take back a message of the clerk's; raises `NotTakenError` when there is none."""
        self._own(message_id)
        self.chats.change(message_id, deleted=True)

    def find_chat(self, conversation_id: str) -> tuple[str, str]:
        """Chat and thread of a conversation id; raises `NotTakenError` when there is no such conversation."""
        chat, _, thread = conversation_id.partition(";messageid=")
        if not self.directory.knows_chat(chat):
            raise NotTakenError(404, "ConversationNotFound", "Conversation not found.")
        return chat, thread

    async def close(self) -> None:
        """Give up what is still on its way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _own(self, message_id: str) -> None:
        message = self.chats.get(message_id)
        if message is None or message.by != CLERK or message.deleted:
            raise NotTakenError(404, "ActivityNotFoundInConversation", "The clerk has no such message.")

    def _data(self, tap: Tap) -> dict[str, Any]:
        data = tap.action.get("data") or {}
        if not isinstance(data, dict):
            raise CardError("The data of a button must be an object when the card has inputs.")
        return {**data, **tap.inputs}

    def _scene_of(self, person: Person, message: Message) -> Scene:
        if self.directory.is_channel(message.chat):
            return self._scene(person, message.chat, message.thread)
        return self._scene(person, person.chat)

    def _scene(self, person: Person, chat: str, thread: str = "") -> Scene:
        return Scene(self.directory, self.service_url, person, chat=chat, thread=thread)

    def _envelope(self, scene: Scene, kind: str) -> Activity:
        now = self.clock()
        return activities.envelope(scene, kind, id=self.chats.new_id(now), at=now)

    def _send(self, activity: Activity, message_id: str) -> "asyncio.Task[None]":
        carrying = self.courier.message(activity, lambda status: self._note(message_id, status))
        task = asyncio.get_running_loop().create_task(carrying)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _finish(self, sending: Sending) -> Tapped:
        if sending.done:
            await sending.done
        return Tapped(200)

    def _show(self, message: Message, person: Person, card: Card) -> None:
        if self.directory.is_channel(message.chat):
            self.chats.change(message.id, views={**message.views, person.id: card}, status="")
        elif message.chat == person.chat:
            self.chats.change(message.id, card=card, edited=True, status="")

    def _note(self, message_id: str, status: str) -> None:
        message = self.chats.get(message_id)
        if message is not None and message.status != status:
            self.chats.change(message_id, status=status)

"""Messages nobody has just asked for, sent through the SDK's proactive calls."""

from botbuilder.core import TurnContext
from botbuilder.schema import ConversationAccount, ConversationParameters, ConversationReference

from adapters.teams.adapter import TeamsAdapter
from adapters.teams.outgoing import new_chat
from adapters.teams.settings import TeamsSettings
from adapters.teams.speaking import Voice
from panel.ports import Message, Place


class ChatParameters(ConversationParameters):  # type: ignore[misc]  # the SDK has no type information
    """The SDK's request for a chat, carrying its own JSON."""

    def __init__(self, person: str, tenant_id: str, bot_account: str) -> None:
        super().__init__(tenant_id=tenant_id)
        self.body = new_chat(person, tenant_id, bot_account)


class TeamsMessenger:
    """`panel.ports.Messenger` on Teams."""

    def __init__(self, adapter: TeamsAdapter, voice: Voice, settings: TeamsSettings) -> None:
        self._adapter = adapter
        self._voice = voice
        self._settings = settings

    async def send(self, place: Place, message: Message) -> str:
        """Post; returns the activity id. Raises `DeliveryFailed`; `DeliveryInDoubt` if it may be there."""
        sent: list[str] = []

        async def speak(context: TurnContext) -> None:
            sent.append(await self._voice.say(context, message, place))

        await self._adapter.continue_conversation(_reference(place), speak, self._settings.app_id)
        return sent[0]

    async def update(self, place: Place, activity_id: str, message: Message) -> None:
        """Replace a posted message; safe to repeat. Raises `DeliveryFailed`."""

        async def replace(context: TurnContext) -> None:
            await self._voice.replace(context, message, place, activity_id=activity_id)

        await self._adapter.continue_conversation(_reference(place), replace, self._settings.app_id)

    async def open_chat(self, person: str) -> Place:
        """The one-to-one chat with a person, by Entra object id. Raises `DeliveryFailed`."""
        tenant = next(iter(self._settings.tenants), "local")
        service_url = self._adapter.service_url
        opened: list[str] = []

        async def note(context: TurnContext) -> None:
            opened.append(context.activity.conversation.id)

        parameters = ChatParameters(person, tenant, self._settings.bot_account)
        await self._adapter.create_conversation(self._settings.app_id, note, parameters, "msteams", service_url)
        return Place(opened[0], service_url, tenant)


def _reference(place: Place) -> ConversationReference:
    conversation = ConversationAccount(id=place.conversation_id, tenant_id=place.tenant_id)
    return ConversationReference(conversation=conversation, channel_id="msteams", service_url=place.service_url)

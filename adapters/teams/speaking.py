"""One message handed to the SDK to be posted or put in the place of another."""

from typing import Any

from botbuilder.core import TurnContext
from botbuilder.schema import ConversationAccount

from adapters.teams.outgoing import wire
from adapters.teams.seams import WireActivity
from panel.ports import Message, Place


class Voice:
    """Speaks as the bot, whose account id in Teams is given."""

    def __init__(self, bot_account: str) -> None:
        self._sender = {"id": bot_account}

    async def say(self, context: TurnContext, message: Message, place: Place, *, reply_to: str = "") -> str:
        """Post; returns the activity id. Raises `DeliveryFailed` or `DeliveryInDoubt`."""
        activity = self._activity(message, place, reply_to_id=reply_to or None)
        return str((await context.adapter.send_activities(context, [activity]))[0].id or "")

    async def replace(self, context: TurnContext, message: Message, place: Place, *, activity_id: str) -> None:
        """Put the message in the place of a posted one. Raises `DeliveryFailed`."""
        await context.adapter.update_activity(context, self._activity(message, place, id=activity_id))

    def _activity(self, message: Message, place: Place, **fields: Any) -> WireActivity:
        # Given to the adapter itself: `TurnContext.send_activity` would copy the whole card once more.
        conversation = ConversationAccount(id=place.conversation_id)
        return WireActivity(wire(message, place, self._sender), conversation=conversation, **fields)

"""What the product says, as Teams wants it on the wire."""

from collections.abc import Mapping
from typing import Any

from panel.ports import Card, Message, Place

CARD = "application/vnd.microsoft.card.adaptive"
WORDS = "application/vnd.microsoft.activity.message"

Wire = dict[str, Any]


def wire(message: Message, place: Place, sender: Mapping[str, Any]) -> Wire:
    """A message activity. Its conversation names the tenant: else Teams answers 403 to a proactive post.

    A card's text alternative goes into the card; as `text` of the activity Teams would show both.
    """
    activity: Wire = {
        "type": "message",
        "from": dict(sender),
        "conversation": {"id": place.conversation_id, "tenantId": place.tenant_id},
        "channelData": {"tenant": {"id": place.tenant_id}},
    }
    if message.summary:
        activity["summary"] = message.summary
    if message.card is None:
        return activity | {"text": message.text, "textFormat": "plain"}
    return activity | {"attachments": [{"contentType": CARD, "content": shown_card(message.card, message.text)}]}


def shown_card(card: Card, text: str) -> Card:
    """The card, with its text alternative for clients that cannot draw it."""
    return {"fallbackText": text, **card} if text else card


def card_answer(message: Message) -> Wire:
    """The answer to a tapped button that puts a card or a text in the place of the card."""
    if message.card is None:
        return text_answer(message.text)
    return {"statusCode": 200, "type": CARD, "value": shown_card(message.card, message.text)}


def text_answer(text: str) -> Wire:
    """The answer to a tapped button that leaves the card as it is; an empty text shows nothing."""
    return {"statusCode": 200, "type": WORDS, "value": text}


def new_chat(person: str, tenant_id: str, bot_account: str) -> Wire:
    """The request for the one-to-one chat with a person, who is named by Entra object id."""
    return {
        "isGroup": False,
        "bot": {"id": bot_account},
        "members": [{"id": person}],
        "tenantId": tenant_id,
        "channelData": {"tenant": {"id": tenant_id}},
    }

"""The SDK's bot: has each act answered by the product and gets the answer to where it belongs.

A tapped Action.Execute is answered in the HTTP response, so the new card is there at once; other messages
follow. An Action.Submit has no such response, so its card is replaced by an update. A card that refreshes
itself only ever gets its new state: a post or an update from there would make Teams ask again without end.
"""

import json
import logging
import traceback
from collections.abc import Awaitable, Callable

from botbuilder.core import Bot, TurnContext

from adapters.teams.adapter import Received
from adapters.teams.outgoing import Wire, card_answer, text_answer
from adapters.teams.speaking import Voice
from panel.errors import DeliveryFailed, Refused
from panel.ports import Incoming, Message, Reply

log = logging.getLogger("panel_clerk.teams")

OnTurn = Callable[[Incoming], Awaitable[Reply]]


class Clerk(Bot):  # type: ignore[misc]  # the SDK has no type information
    """Answers one turn. `apology` is what a person reads when the product failed."""

    def __init__(self, on_turn: OnTurn, voice: Voice, apology: str) -> None:
        self._on_turn = on_turn
        self._voice = voice
        self._apology = apology

    async def on_turn(self, context: TurnContext) -> None:
        """Have the act answered and deliver the answer; a failure is logged and apologised for."""
        received: Received = context.activity
        reply = await self._reply(received.incoming)
        if received.type != "invoke":
            await self._answer_words(context, reply)
        elif received.incoming.refresh:
            _answer_refresh(received, reply)
        else:
            await self._answer_tap(context, reply)

    async def _reply(self, incoming: Incoming) -> Reply:
        try:
            return await self._on_turn(incoming)
        except Refused as refused:
            return Reply((Message(str(refused)),))
        except Exception as error:  # noqa: BLE001  # a person is waiting: any bug becomes an apology
            log.error("act failed", extra={"key": incoming.key, "error": type(error).__name__, "at": _where(error)})
            return Reply((Message(self._apology),))

    async def _answer_tap(self, context: TurnContext, reply: Reply) -> None:
        received: Received = context.activity
        late, follow = received.pending.late, reply.messages
        answer = text_answer("")
        if reply.replace:
            answer = card_answer(reply.replace)
        elif follow and follow[0].card is None and not late:
            answer, follow = text_answer(follow[0].text), follow[1:]
        _settle(received, answer)
        if reply.replace and (late or not received.incoming.place.personal):
            await self._replace(context, reply.replace)  # only who tapped sees the answer; this is for everyone
        await self._say(context, follow)

    async def _answer_words(self, context: TurnContext, reply: Reply) -> None:
        if reply.replace:
            await self._replace(context, reply.replace)
        await self._say(context, reply.messages)

    async def _replace(self, context: TurnContext, message: Message) -> None:
        """Update the tapped card, or post anew when it is no longer there."""
        received: Received = context.activity
        place, tapped = received.incoming.place, received.reply_to_id
        try:
            if isinstance(tapped, str) and tapped:
                await self._voice.replace(context, message, place, activity_id=tapped)
                return
        except DeliveryFailed as failed:
            _log_failure(received, failed)
            if not failed.permanent:
                return
        await self._say(context, (message,))

    async def _say(self, context: TurnContext, messages: tuple[Message, ...]) -> None:
        received: Received = context.activity
        reply_to = received.id if received.type == "message" else ""
        for message in messages:
            try:
                await self._voice.say(context, message, received.incoming.place, reply_to=reply_to)
            except DeliveryFailed as failed:
                _log_failure(received, failed)


def _answer_refresh(received: Received, reply: Reply) -> None:
    if reply.messages:
        log.error("messages from a refresh dropped", extra={"key": received.incoming.key})
    _settle(received, card_answer(reply.replace) if reply.replace else text_answer(""))


def _settle(received: Received, answer: Wire) -> None:
    received.pending.settle(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode())


def _log_failure(received: Received, failed: DeliveryFailed) -> None:
    about = {"key": received.incoming.key, "failure": type(failed).__name__, "reason": str(failed)}
    log.error("reply not delivered", extra=about)


def _where(error: Exception) -> str:
    """File and line; the message of an error may quote what a person wrote, so it stays out of the log."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"

"""The Bot Framework's `CloudAdapter`, with what 4.17.1 gets wrong put right through its public methods.

`process` is replaced: the stock one answers 500 to bad tokens, bad JSON and every invoke that returns a body,
and lets other tenants and unlisted service addresses through. `process_activity`, `send_activities`,
`update_activity`, `continue_conversation` and `create_conversation` are the SDK's own, on top of `seams`.
No underscored name of the SDK is touched.
"""

import json
import logging
from functools import partial
from typing import Any

from aiohttp import web
from botbuilder.core import Bot
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount

from adapters.teams.body import read_activity
from adapters.teams.files import Downloads
from adapters.teams.gate import Gate, person_of
from adapters.teams.hosts import names_this_machine
from adapters.teams.incoming import is_installation, is_refresh, key_of, to_incoming
from adapters.teams.outgoing import text_answer
from adapters.teams.proof import Claims
from adapters.teams.refusals import NotTaken
from adapters.teams.seams import TeamsAuthentication
from adapters.teams.settings import TeamsSettings
from adapters.teams.turns import Pending, Turns
from panel.ports import Incoming

log = logging.getLogger("panel_clerk.teams")


class Received(Activity):  # type: ignore[misc]  # the SDK has no type information
    """The SDK's view of an activity: what its pipeline looks at, with the product's view beside it.

    Filled by hand because the SDK's own reader costs more than the rest of the turn.
    """

    def __init__(self, activity: dict[str, Any], incoming: Incoming, pending: Pending) -> None:
        place = incoming.place
        super().__init__(
            type=activity["type"],
            id=activity.get("id"),
            channel_id=activity["channelId"],
            service_url=place.service_url,
            conversation=ConversationAccount(id=place.conversation_id, tenant_id=place.tenant_id),
            from_property=ChannelAccount(id=_account(activity, "from").get("id"), aad_object_id=incoming.person),
            recipient=ChannelAccount(id=_account(activity, "recipient").get("id")),
            reply_to_id=activity.get("replyToId"),
        )
        self.incoming = incoming
        self.pending = pending


class TeamsAdapter(CloudAdapter):  # type: ignore[misc]  # the SDK has no type information
    """Takes what Teams posts to /api/messages and has each activity dealt with once, in order."""

    def __init__(
        self,
        authentication: TeamsAuthentication,
        settings: TeamsSettings,
        *,
        gate: Gate,
        turns: Turns,
        downloads: Downloads,
    ) -> None:
        super().__init__(authentication)
        self._authentication = authentication
        self._settings = settings
        self._gate = gate
        self._turns = turns
        self._downloads = downloads
        self.service_url = settings.default_service_url

    async def process(self, request: web.Request, bot: Bot, ws_response: object = None) -> web.Response:
        """Answer one request: 200 when taken (or nothing to act on), 4xx when refused, 503 without keys."""
        del ws_response  # the SDK's parameter for streaming, which Teams does not use
        try:
            claims = await self._claims(request)
            activity = await read_activity(request)
            self._gate.admit(activity, claims)
        except NotTaken as refused:
            log.warning("request refused", extra={"status": refused.status, "reason": refused.code})
            return web.Response(status=refused.status)
        self.service_url = activity["serviceUrl"]  # Microsoft moves tenants between addresses
        incoming = to_incoming(activity, self._downloads)
        if incoming is None:
            return _ignored(activity)
        work = partial(self._turn, activity, incoming, self._authentication.accepted(claims), bot)
        body = await self._turns.take(_turn_key(activity), incoming.place.conversation_id, work)
        return self._response(activity, body)

    async def _claims(self, request: web.Request) -> Claims:
        if self._settings.local and not names_this_machine(request.host):
            raise NotTaken(403, "not addressed to this machine")  # a web page that renamed this machine
        return await self._authentication.claims(request.headers.getall("Authorization", []))

    async def _turn(
        self, activity: dict[str, Any], incoming: Incoming, accepted: Any, bot: Bot, pending: Pending
    ) -> None:
        await self.process_activity(accepted, Received(activity, incoming, pending), bot.on_turn)

    def _response(self, activity: dict[str, Any], body: bytes | None) -> web.Response:
        if activity["type"] != "invoke":
            return web.Response()
        if body is None and not is_refresh(activity):
            body = json.dumps(text_answer(self._settings.working)).encode()
        return _json(body or json.dumps(text_answer("")).encode())


def _ignored(activity: dict[str, Any]) -> web.Response:
    """200, so that Teams does not send it again."""
    if person_of(activity) is None:
        log.info("activity without an Entra object id ignored", extra={"key": key_of(activity)})
    return _json(b"{}") if activity["type"] == "invoke" else web.Response()


def _turn_key(activity: dict[str, Any]) -> str:
    """Being added is one act however many activities tell of it; everything else goes by its id."""
    return f"{activity['conversation']['id']} added" if is_installation(activity) else key_of(activity)


def _account(activity: dict[str, Any], role: str) -> dict[str, Any]:
    account = activity.get(role)
    return account if isinstance(account, dict) else {}


def _json(body: bytes) -> web.Response:
    return web.Response(body=body, content_type="application/json")

"""The Bot Framework SDK's own seams, filled so that a steady turn builds nothing and fetches nothing.

`CloudAdapter` reaches the world through two abstract classes: `BotFrameworkAuthentication` (who is calling,
and with which connector to answer) and `ConnectorFactory` (that connector). The stock ones build MSAL apps and
REST clients in every turn and send from a small pool of threads; these hand out the one connector the door
was built with. The SDK asks a client only for `conversations` and its calls: that is all `SdkClient` has.
"""

from typing import Any

from botbuilder.schema import Activity, ConversationResourceResponse, ResourceResponse
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
)

from adapters.teams.connector import Connector
from adapters.teams.credentials import CONNECTOR
from adapters.teams.outgoing import Wire
from adapters.teams.proof import Claims, Proof


class WireActivity(Activity):  # type: ignore[misc]  # the SDK has no type information
    """An SDK activity that carries its own JSON, so that the SDK's slow serialiser is not needed."""

    def __init__(self, body: Wire, **fields: Any) -> None:
        super().__init__(type=body.get("type"), **fields)
        self.body = body


class SdkConversations:
    """The calls `CloudAdapter` makes on `connector_client.conversations`."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        self._connector = connector
        self._service_url = service_url

    async def send_to_conversation(self, conversation_id: str, activity: Any) -> Any:
        """Post; the SDK's answer object holds the new id."""
        return ResourceResponse(id=await self._connector.post(self._service_url, conversation_id, _body(activity)))

    async def reply_to_activity(self, conversation_id: str, activity_id: str, activity: Any) -> Any:
        """Post as a reply; the SDK's answer object holds the new id."""
        body = _body(activity) | {"replyToId": activity_id}
        return ResourceResponse(
            id=await self._connector.post(self._service_url, conversation_id, body, reply_to=activity_id)
        )

    async def update_activity(self, conversation_id: str, activity_id: str, activity: Any) -> Any:
        """Replace a posted activity."""
        await self._connector.replace(self._service_url, conversation_id, activity_id, by=_body(activity))
        return ResourceResponse(id=activity_id)

    async def delete_activity(self, conversation_id: str, activity_id: str) -> None:
        """Take a posted activity away."""
        await self._connector.delete(self._service_url, conversation_id, activity_id)

    async def create_conversation(self, parameters: Any) -> Any:
        """Open a chat; the SDK's answer object holds its id."""
        return ConversationResourceResponse(id=await self._connector.open_chat(self._service_url, _body(parameters)))


class SdkClient:
    """What the SDK calls a connector client, for one service address."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        self.conversations = SdkConversations(connector, service_url)


class SharedConnector(ConnectorFactory):  # type: ignore[misc]  # the SDK has no type information
    """Hands out the one connector for whichever address the SDK names."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def create(self, service_url: str, audience: str = "") -> SdkClient:  # noqa: ARG002  # the SDK's signature
        """A client for an address; nothing is opened or fetched."""
        return SdkClient(self._connector, service_url)


class TeamsAuthentication(BotFrameworkAuthentication):  # type: ignore[misc]  # the SDK has no type information
    """Who is calling, and how to answer. With no `proof` (local mode) everybody is anonymous."""

    def __init__(self, proof: Proof | None, connector: Connector) -> None:
        self._proof = proof
        self._factory = SharedConnector(connector)

    async def claims(self, headers: list[str]) -> Claims:
        """The claims of a request's token; empty in local mode. Raises `NotTaken`."""
        return await self._proof.check(headers) if self._proof else {}

    def accepted(self, claims: Claims) -> Any:
        """The SDK's result for claims that have been checked."""
        result = AuthenticateRequestResult()
        result.claims_identity = ClaimsIdentity(dict(claims), True)
        result.audience = CONNECTOR
        result.connector_factory = self._factory
        return result

    async def authenticate_request(self, activity: Any, auth_header: str) -> Any:
        """The SDK's way in with a header as text; raises `PermissionError` or `NotTaken` for a bad one."""
        claims = await self.claims([auth_header])
        if self._proof and claims.get("serviceurl") != activity.service_url:
            raise PermissionError("serviceUrl is not the token's")
        return self.accepted(claims)

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> Any:
        """Teams does not stream to bots, so this is always refused with `PermissionError`."""
        del auth_header, channel_id_header
        raise PermissionError("streaming is not offered")

    def create_connector_factory(self, claims_identity: Any) -> SharedConnector:  # noqa: ARG002  # the SDK's signature
        """The factory that hands out the one connector."""
        return self._factory

    async def create_user_token_client(self, claims_identity: Any) -> None:
        """None: the bot signs nobody in, and the stock one costs a REST client in every turn."""

    def get_originating_audience(self) -> str:
        """The resource the bot's own token is for."""
        return CONNECTOR


def _body(activity: Any) -> Wire:
    """The JSON of an activity: its own when it carries one, the SDK's for anything else."""
    body: Wire = activity.body if hasattr(activity, "body") else activity.serialize()
    return body

"""Moves mails that were dealt with into two folders of the mailbox, made when they are missing."""

import logging
from urllib.parse import quote

from adapters.mail.graph.client import GraphClient
from panel.errors import DeliveryFailed

log = logging.getLogger("panel_clerk.mail")

FOLDERS = {False: "Processed", True: "Needs attention"}

MOST_FAILURES = 3
"""Owed moves that may fail before the rest is left to the next round."""


class Filing:
    """`owed` holds the mails whose move failed, and whether they need attention: they are moved later."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client
        self._folders: dict[bool, str] = {}
        self.owed: dict[str, bool] = {}

    async def file(self, handle: str, *, attention: bool) -> None:
        """Move a mail; one that has gone is no error. Raises `DeliveryFailed`, and the move is then owed."""
        self.owed.pop(handle, None)
        self.owed[handle] = attention
        if not await self._moved(handle, await self._folder(attention)):
            # Either the mail has gone, or somebody deleted the folder.
            del self._folders[attention]
            await self._moved(handle, await self._folder(attention))
        del self.owed[handle]

    async def catch_up(self) -> list[str]:
        """Make the moves that are owed; returns the mails moved. What fails stays owed and comes last next time."""
        moved: list[str] = []
        failures = 0
        for handle, attention in list(self.owed.items()):
            if failures == MOST_FAILURES:
                break
            try:
                await self.file(handle, attention=attention)
            except DeliveryFailed as failed:
                failures += 1
                log.warning("a mail could not be moved", extra={"why": str(failed)})
            else:
                moved.append(handle)
        return moved

    async def _moved(self, handle: str, folder: str) -> bool:
        path = f"messages/{quote(handle, safe='')}/move"
        return (await self._client.post(path, {"destinationId": folder}, accept=(404,))).status != 404

    async def _folder(self, attention: bool) -> str:
        if attention not in self._folders:
            name = FOLDERS[attention]
            self._folders[attention] = await self._found(name) or await self._made(name)
        return self._folders[attention]

    async def _found(self, name: str) -> str:
        wanted = quote(f"displayName eq '{name}'", safe="")
        listed = (await self._client.get(f"mailFolders?$filter={wanted}&$select=id")).fields.get("value") or []
        return next((str(folder["id"]) for folder in listed), "")

    async def _made(self, name: str) -> str:
        answer = await self._client.post("mailFolders", {"displayName": name}, accept=(409,))
        made = str(answer.fields.get("id", "")) if answer.status != 409 else await self._found(name)
        if not made:
            raise DeliveryFailed(f"Exchange Online did not make the folder “{name}”")
        return made

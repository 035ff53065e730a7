"""Which activities are let in: from Teams, an allowed tenant, and with an address we may answer to."""

import re
from collections.abc import Mapping
from typing import Any

from adapters.teams.hosts import Hosts
from adapters.teams.proof import Claims
from adapters.teams.refusals import NotTaken
from adapters.teams.settings import TeamsSettings

_PERSON = re.compile(r"[0-9A-Za-z-]{1,64}\Z")
_ID_LENGTH = 512


class Gate:
    """Checks the envelope of an activity, whose token has already been checked, against the settings."""

    def __init__(self, settings: TeamsSettings, hosts: Hosts) -> None:
        self._tenants = frozenset(settings.tenants)
        self._channels = {"msteams", "emulator"} if settings.local else {"msteams"}
        self._local = settings.local
        self._hosts = hosts

    def admit(self, activity: dict[str, Any], claims: Claims) -> None:
        """Put the agreed tenant into the conversation; raises `NotTaken` with 400, 401 or 403."""
        _check_shape(activity)
        if activity.get("channelId") not in self._channels:
            raise NotTaken(403, "another channel")
        self._check_address(activity, claims)
        activity["conversation"]["tenantId"] = self._tenant(activity)

    def _check_address(self, activity: dict[str, Any], claims: Claims) -> None:
        url = activity.get("serviceUrl")
        if not isinstance(url, str) or not url:
            raise NotTaken(400, "no serviceUrl")
        if not self._hosts.allows(url):
            raise NotTaken(403, "serviceUrl not allowed")
        if not self._local and claims.get("serviceurl") != url:
            raise NotTaken(401, "serviceUrl is not the token's")

    def _tenant(self, activity: dict[str, Any]) -> str:
        places = (("channelData", "tenant", "id"), ("conversation", "tenantId"), ("from", "tenantId"))
        named = [tenant for place in places if (tenant := _inside(activity, *place)) is not None]
        if not named and self._local:
            return next(iter(self._tenants), "local")
        if not named or not isinstance(named[0], str) or any(tenant != named[0] for tenant in named):
            raise NotTaken(403, "no single tenant")
        if named[0] not in self._tenants and (self._tenants or not self._local):
            raise NotTaken(403, "another tenant")
        return named[0]


def person_of(activity: Mapping[str, Any]) -> str | None:
    """The Entra object id of whoever acted, or None; names and addresses are never used to know somebody."""
    person = _inside(activity, "from", "aadObjectId")
    return person if isinstance(person, str) and _PERSON.match(person) else None


def _check_shape(activity: dict[str, Any]) -> None:
    if not isinstance(activity.get("type"), str) or not activity["type"]:
        raise NotTaken(400, "no type")
    if not _is_id(_inside(activity, "conversation", "id")):
        raise NotTaken(400, "no conversation")
    if activity["type"] in ("message", "invoke") and not _is_id(activity.get("id")):
        raise NotTaken(400, "no id")


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _ID_LENGTH


def _inside(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value

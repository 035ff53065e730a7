"""Who is told of what, as the profile says it."""

from enum import StrEnum

from panel.conditions import Condition
from panel.notices import Channel
from panel.records import Value


class Event(StrEnum):
    """What the profile may tell somebody about."""

    RECEIVED = "received"
    BOOKED = "booked"
    EMERGENCY_APPROVED = "emergency_approved"
    EMERGENCY_REFUSED = "emergency_refused"
    PLACEMENT_MADE = "placement_made"
    DECIDED = "decided"
    RELEASED = "released"


class Tell(Value):
    """Who is told of an event, and how. `to` is a role, a party to the case or one of the panel's contacts.

    `outcomes`, by their codes, keep it to what the panel decided (RO-11.11); without any it is told of each.
    """

    on: Event
    to: str
    via: Channel
    when: Condition = []
    outcomes: list[str] = []


PARTIES = frozenset({"referrer", "manager", "presenter", "iro", "members", "chair"})
CONTACTS = frozenset({"resources_team", "finance", "commissioning"})
"""Addresses every council has; a profile names its others under `contacts`."""

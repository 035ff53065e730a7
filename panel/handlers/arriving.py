"""A referral that has been received: to whoever looks at it first, to whoever decides it alone, or into its slot."""

from datetime import datetime

from panel.conditions import holds
from panel.council import Office
from panel.emergency import UNRATIFIED, EmergencyApproval
from panel.handlers.scheduling import accept
from panel.notices import Notice, Topic
from panel.officers import deciders, screeners
from panel.people import Person, Role
from panel.records import Record
from panel.referral import Referral, ReferralEvent
from panel.rules.telling import Event
from panel.telling import tell, to_people


def arrive(office: Office, received: Referral, now: datetime) -> tuple[list[Record], list[Notice]]:
    """What becomes of it at once (RF-12, RF-14 to RF-17, RF-39).

    An emergency that waits to be ratified always goes to the panel (AM-12).
    """
    told = tell(office, Event.RECEIVED, received, now)
    profile = office.profile_of(received)
    if profile.sittings is None:
        presented = received.after(ReferralEvent.OPENED)
        asked = deciders(office, presented, office.today(now))
        return [presented], [*told, *_cards(office, Topic.DECISION_ASKED, presented, asked, now)]
    if profile.filter and holds(profile.filter.when, received.answers) and not _to_ratify(office, received):
        held = received.after(ReferralEvent.FILTER_NEEDED)
        asked = screeners(office, held, office.today(now))
        return [held], [*told, *_cards(office, Topic.FILTER_ASKED, held, asked, now)]
    records, notices = accept(office, received, now)
    return records, [*told, *notices]


def _cards(office: Office, topic: Topic, referral: Referral, people: list[Person], now: datetime) -> list[Notice]:
    """A card to each; to the administrator where nobody is listed, so that it does not lie unseen."""
    to = people or office.holders(Role.PANEL_ADMIN, referral.panel, office.today(now))
    return to_people(topic, to, referral.id, now, mark=f"r{referral.revision + 1}")


def _to_ratify(office: Office, referral: Referral) -> bool:
    emergency = office.records.look(EmergencyApproval, referral.id)
    return emergency is not None and emergency.status in UNRATIFIED

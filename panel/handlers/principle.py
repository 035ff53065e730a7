"""What follows from a decision the Chair confirmed and somebody else must still agree to: very little."""

from datetime import datetime

from panel.council import Office
from panel.decision import Decision
from panel.endorsement import endorsers
from panel.notices import Notice, Topic
from panel.records import Record
from panel.referral import LISTED, ReferralEvent, ReferralStatus
from panel.telling import to_people


def in_principle(office: Office, decision: Decision, at: datetime) -> tuple[list[Record], list[Notice]]:
    """Confirmed by the Chair and not final: its people are told so, and whoever must agree has a card.

    There is no package, no task and nothing to send out.
    """
    referral, today = office.referral(decision.ref), office.today(at)
    if referral.status in LISTED:
        referral = referral.after(ReferralEvent.OPENED)
    settled = referral.after(ReferralEvent.SETTLED) if referral.status is ReferralStatus.PRESENTED else None
    mark = {"mark": decision.meeting, "meeting": decision.meeting}
    people = office.known(referral.referrer, referral.manager)
    cards = to_people(Topic.ENDORSE, endorsers(office, decision, today), referral.id, at, **mark)
    return [settled] if settled else [], [*to_people(Topic.IN_PRINCIPLE, people, referral.id, at, **mark), *cards]

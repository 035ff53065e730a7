"""The supervising manager's part: read it, sign it, or give it back with a comment."""

import re

from dialogs.cards.referral import manager_card, summary_card
from dialogs.turn import Turn, show
from dialogs.words import talk
from panel import commands as c
from panel import permissions
from panel.calendar import say_moment
from panel.emergency import EmergencyApproval
from panel.errors import InvalidAnswer
from panel.meeting import PanelMeeting
from panel.people import Role
from panel.ports import Reply
from panel.referral import Referral, ReferralStatus

ALL = re.compile(r"(confirm|yes to)?\s*all", re.IGNORECASE)


def read_case(turn: Turn, ref: str) -> Reply:
    """A case as this person may see it: to sign for its manager, to read for the others."""
    referral = turn.office.referral(_reference(turn, ref))
    emergency = turn.office.records.look(EmergencyApproval, referral.id)
    searching = emergency is not None and emergency.ends_at is not None
    permissions.check_may_see(turn.person, referral, turn.today, resources=searching)
    if referral.manager == turn.person.id and referral.status is ReferralStatus.AWAITING_AUTHORISATION:
        return show(turn, manager_card(turn, referral))
    return show(turn, summary_card(turn, referral))


def sign(turn: Turn, ref: str, checks: tuple[str, ...]) -> Reply:
    """Signed, received and booked."""
    try:
        turn.do(c.SignReferral, ref=ref, checks=checks)
    except InvalidAnswer as wrong:
        referral = turn.office.referral(ref)
        return show(turn, manager_card(turn, referral), str(wrong))
    signed = turn.office.referral(ref)
    meeting = turn.office.records.look(PanelMeeting, signed.meeting) if signed.meeting else None
    item = meeting.item(signed.id) if meeting else None
    when = say_moment(item.starts_at) if item else ""
    return show(turn, manager_card(turn, signed), talk.signed(signed.id, when))


def typed_sign(turn: Turn, ref: str, confirmed: str) -> Reply:
    """The typed signature: every check has to be confirmed, by “confirm all”."""
    profile = turn.office.profile_of(turn.office.referral(ref))
    listed = tuple(check.id for step in profile.authorisation.steps for check in step.checks)
    checks = listed if ALL.fullmatch(confirmed.strip()) else ()
    return sign(turn, ref, checks)


def give_back(turn: Turn, ref: str, comment: str) -> Reply:
    """Returned with what to put right."""
    try:
        turn.do(c.ReturnReferral, ref=ref, comment=comment)
    except InvalidAnswer as wrong:
        return show(turn, manager_card(turn, turn.office.referral(ref)), str(wrong))
    back = turn.office.referral(ref)
    return show(turn, manager_card(turn, back), talk.returned(back.id, turn.office.name(back.referrer)))


def to_sign(turn: Turn) -> list[str]:
    """References that wait for this person's signature."""
    if not turn.is_a(Role.LINE_MANAGER):
        return []
    waiting = turn.office.records.find(Referral, manager=turn.person.id, status=ReferralStatus.AWAITING_AUTHORISATION)
    return [referral.id for referral in waiting]


def _reference(turn: Turn, name: str) -> str:
    """The reference behind a reference or an emergency's short code."""
    return name if "-" in name else turn.office.emergency(name).id

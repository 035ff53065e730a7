"""The part of whoever signs: read it, sign it, or give it back with a comment."""

import re

from dialogs import asking
from dialogs.cards.referral import manager_card, summary_card
from dialogs.referral import placed
from dialogs.turn import Turn, show
from dialogs.words import asking as words
from dialogs.words import talk
from panel import commands as c
from panel import permissions
from panel.emergency import EmergencyApproval
from panel.errors import InvalidAnswer
from panel.officers import next_step, with_a_part
from panel.ports import Reply

ALL = re.compile(r"(confirm|yes to)?\s*all", re.IGNORECASE)


def read_case(turn: Turn, ref: str) -> Reply:
    """A case as this person may see it: to sign for its manager, to read for the others."""
    referral = turn.office.referral(_reference(turn, ref))
    emergency = turn.office.records.look(EmergencyApproval, referral.id)
    searching = emergency is not None and emergency.ends_at is not None
    part = with_a_part(turn.office, referral, turn.today)
    permissions.check_may_see(turn.person, referral, turn.today, resources=searching, part=part)
    return show(turn, asking.card_for(turn, referral) or summary_card(turn, referral))


def sign(turn: Turn, ref: str, checks: tuple[str, ...]) -> Reply:
    """Signed; after the last signature received, and booked or put to whoever comes next."""
    try:
        turn.do(c.SignReferral, ref=ref, checks=checks)
    except InvalidAnswer as wrong:
        referral = turn.office.referral(ref)
        return show(turn, manager_card(turn, referral), str(wrong))
    signed = turn.office.referral(ref)
    return show(turn, manager_card(turn, signed), words.signed(signed.id, placed(turn.office, signed)))


def typed_sign(turn: Turn, ref: str, confirmed: str) -> Reply:
    """The typed signature: every check of this signature has to be confirmed, by “confirm all”."""
    referral = turn.office.referral(ref)
    following = next_step(turn.office.profile_of(referral), referral)
    listed = tuple(check.id for check in following[1].checks) if following else ()
    checks = listed if ALL.fullmatch(confirmed.strip()) else ()
    return sign(turn, ref, checks)


def give_back(turn: Turn, ref: str, comment: str) -> Reply:
    """Returned with what to put right, by whoever signs it or looks at it before the panel."""
    try:
        turn.do(c.ReturnReferral, ref=ref, comment=comment)
    except InvalidAnswer as wrong:
        return show(turn, asking.standing_card(turn, turn.office.referral(ref)), str(wrong))
    back = turn.office.referral(ref)
    return show(turn, manager_card(turn, back), talk.returned(back.id, turn.office.name(back.referrer)))


def _reference(turn: Turn, name: str) -> str:
    """The reference behind a reference or an emergency's short code."""
    return name if "-" in name else turn.office.emergency(name).id

"""Every status and every event: what the tables of moves allow, where it leads, and that nothing else happens."""

from enum import StrEnum
from typing import Any

import pytest

from panel.appeal import APPEAL, AppealEvent, AppealStatus
from panel.decision import PACKAGE, PackageEvent, PackageStatus
from panel.emergency import EMERGENCY, EmergencyEvent, EmergencyStatus
from panel.errors import MoveNotAllowed
from panel.family_letter import LETTER, LetterEvent, LetterStatus
from panel.lifecycle import Lifecycle, Move
from panel.meeting import MEETING, MeetingEvent, MeetingStatus
from panel.referral import REFERRAL, ReferralEvent, ReferralStatus
from panel.review import REVIEW, ReviewEvent, ReviewStatus

EDITABLE = "draft returned_incomplete returning"
LISTED = "booked on_agenda papers_out"
BEFORE_PANEL = (
    f"{EDITABLE} awaiting_exception awaiting_authorisation received in_filter late accepted booked on_agenda papers_out"
)
AHEAD = "scheduled open closed_to_submissions agenda_draft agenda_confirmed papers_out"
UNRATIFIED = "awaiting_ratification awaiting_extension lapsed_unratified"
TEMPORARY = "awaiting_ratification awaiting_extension"

REFERRAL_MOVES = f"""
{EDITABLE} awaiting_exception: out_of_scope > redirected
{EDITABLE}: exception_asked > awaiting_exception
awaiting_exception: exception_answered > draft
{EDITABLE}: sent > awaiting_authorisation
awaiting_authorisation: returned > draft
awaiting_authorisation: part_signed > awaiting_authorisation
awaiting_authorisation: signed > received
draft: found_incomplete > returned_incomplete
received: filter_needed > in_filter
in_filter: filter_decided > decided
in_filter: filter_to_panel > accepted
in_filter: filter_returned > draft
received: in_time > accepted
received: too_late > late
late: late_settled > accepted
accepted: slot_given > booked
booked: agenda_confirmed > on_agenda
booked on_agenda: papers_sent > papers_out
{LISTED} received returning: opened > presented
{LISTED}: presenter_absent > accepted
presented: settled > decided
presented: deferred > returning
returning: replied > accepted
decided: confirmed > confirmed
decided: sent_back > accepted
confirmed: released > communicated
communicated: finished > closed
{BEFORE_PANEL}: withdrawn > withdrawn
{LISTED} presented: taken_off > accepted
{LISTED} presented: not_reached > accepted
"""
EMERGENCY_MOVES = f"""
awaiting_approver: declined > declined
awaiting_approver: escalated > awaiting_approver
awaiting_support: escalated > awaiting_support
awaiting_support: supported > awaiting_approver
awaiting_support: not_supported > not_supported
awaiting_support awaiting_approver: admitted > awaiting_ratification
awaiting_approver: approved > awaiting_ratification
awaiting_support awaiting_approver: withdrawn > withdrawn
{UNRATIFIED}: ratified > ratified
{UNRATIFIED}: varied > ratified_varied
{UNRATIFIED}: refused > not_ratified
{TEMPORARY}: deferred > awaiting_extension
{TEMPORARY}: meeting_cancelled > awaiting_extension
{UNRATIFIED}: extended > awaiting_ratification
{TEMPORARY}: expired > lapsed_unratified
not_ratified: ended > closed
"""
MEETING_MOVES = f"""
scheduled: falls_on_holiday > needs_decision
scheduled: opened > open
scheduled open: cut_off > closed_to_submissions
closed_to_submissions: drafted > agenda_draft
agenda_draft: agenda_confirmed > agenda_confirmed
closed_to_submissions agenda_draft agenda_confirmed: papers_sent > papers_out
{AHEAD}: started > in_session
in_session: ended > held
held: all_confirmed > decisions_confirmed
decisions_confirmed: all_released > decisions_issued
decisions_issued: completed > complete
{AHEAD} needs_decision: cancel_asked > cancel_pending
cancel_pending: cancel_agreed > cancelled
{AHEAD} needs_decision: moved > moved
"""
PACKAGE_MOVES = """
active: review_nears > review_due
active: contract_ends > review_due
active review_due review_missed: request_came > in_review
in_review: renewed > active
in_review: not_renewed > ending
active review_due: review_passed > review_missed
active review_due: changed > review_due
active review_due review_missed in_review: placement_ended > ending
ending: payment_stopped > ended
review_missed: rebooked > in_review
review_missed: prolonged > active
active review_due review_missed: to_be_ended > ending
active review_due review_missed in_review ending: replaced > ended
"""
REVIEW_MOVES = """
planned moved: nears > due
planned moved due: passed > missed
planned moved due missed: moved > moved
planned moved due missed: listed > booked
booked: taken_off > due
planned moved due missed booked: done > done
planned moved due missed booked: dropped > dropped
"""
APPEAL_MOVES = """
logged: came_in_time > in_time
logged: came_late > late
late: accepted > in_time
late: refused > not_accepted
in_time: found_complete > ready
in_time: found_incomplete > incomplete
incomplete: supplied > ready
ready: listed > booked
ready: passed_on > outside
booked: taken_off > ready
booked: decided > decided
booked: more_asked > returning
returning: informed > ready
decided: communicated > communicated
outside: answered > communicated
communicated: closed > closed_final
logged late in_time incomplete ready booked outside returning: withdrawn > withdrawn
"""
LETTER_MOVES = """
draft ready: changed > draft
draft: prepared > ready
ready: released > released
ready released: taken_back > draft
released: went > sent
draft ready: decided_again > overtaken
draft ready: dropped > dropped
"""
KINDS: list[tuple[Lifecycle[Any, Any], type[StrEnum], type[StrEnum], str]] = [
    (REFERRAL, ReferralStatus, ReferralEvent, REFERRAL_MOVES),
    (EMERGENCY, EmergencyStatus, EmergencyEvent, EMERGENCY_MOVES),
    (MEETING, MeetingStatus, MeetingEvent, MEETING_MOVES),
    (PACKAGE, PackageStatus, PackageEvent, PACKAGE_MOVES),
    (REVIEW, ReviewStatus, ReviewEvent, REVIEW_MOVES),
    (APPEAL, AppealStatus, AppealEvent, APPEAL_MOVES),
    (LETTER, LetterStatus, LetterEvent, LETTER_MOVES),
]


def written(moves: str) -> dict[tuple[str, str], str]:
    """The moves as written above: (state, event) to the state after."""
    table: dict[tuple[str, str], str] = {}
    for line in moves.strip().splitlines():
        states, move = line.split(": ")
        event, after = move.split(" > ")
        table |= {(state, event): after for state in states.split()}
    return table


EVERY = [
    pytest.param(lifecycle, state, event, written(moves).get((state, event)), id=f"{lifecycle.name}-{state}-{event}")
    for lifecycle, states, events, moves in KINDS
    for state in states
    for event in events
]


@pytest.mark.parametrize(("lifecycle", "state", "event", "after"), EVERY)
def test_every_move_is_in_the_table_or_refused(
    lifecycle: Lifecycle[Any, Any], state: StrEnum, event: StrEnum, after: str | None
) -> None:
    """An allowed move lands where the procedure says; any other is refused with where the record stands."""
    assert lifecycle.allows(state, event) is (after is not None)
    if after:
        assert lifecycle.move("CB-0001", state, event) == after
        return
    with pytest.raises(MoveNotAllowed) as refused:
        lifecycle.move("CB-0001", state, event)
    look = {"meeting": "meetings", "minutes": "minutes"}.get(lifecycle.name, "status CB-0001")
    assert str(refused.value) == (
        f"CB-0001 {lifecycle.says[state]}, so this can’t be done now. Type “{look}” to see it."
    )


@pytest.mark.parametrize(("lifecycle", "states", "events", "moves"), KINDS, ids=lambda kind: getattr(kind, "name", ""))
def test_tables_are_complete(
    lifecycle: Lifecycle[Any, Any], states: type[StrEnum], events: type[StrEnum], moves: str
) -> None:
    """Every status has a sentence of its own, every event leads somewhere, every row names its source."""
    assert set(lifecycle.says) == set(states)
    assert len(set(lifecycle.says.values())) == len(states)
    assert {event for _, event in written(moves)} == set(events)
    assert [move for move in lifecycle.moves if not move.rules] == []


def test_two_rows_may_not_disagree() -> None:
    """A table in which one event leads from one state to two others cannot be built."""
    first = Move((MeetingStatus.OPEN,), MeetingEvent.MOVED, MeetingStatus.HELD, "")
    second = Move((MeetingStatus.OPEN,), MeetingEvent.MOVED, MeetingStatus.COMPLETE, "")
    with pytest.raises(ValueError, match="meeting: moved leads from open to two states"):
        Lifecycle("meeting", (first, second), {})

"""Cards of a meeting: its agenda and how it is run, one item's decision, and what the whole channel may see."""

from microsoft_teams import cards as c

from dialogs.cards.agenda import KINDS, order_steps
from dialogs.cards.channel import RESULTS, closes, day_of
from dialogs.cards.noted import noted_briefly
from dialogs.cards.parts import button, card, choice_input, facts, text
from dialogs.cards.running import clock_lines, running_steps
from dialogs.turn import Turn
from dialogs.words import labels
from panel import contracts, meeting_permissions, policies
from panel.calendar import say_moment, wall
from panel.council import Office
from panel.emergency import EmergencyApproval
from panel.errors import NotPermitted
from panel.meeting import AgendaItem, MeetingStatus, PanelMeeting
from panel.ports import Message
from panel.seating import may_chair, members, presenters, quorum_now
from panel.sitting_policies import needs


def agenda_card(turn: Turn, meeting: PanelMeeting) -> Message:
    """The agenda for those who run the panel, with what can be done next."""
    office = turn.office
    rows = [(f"{wall(item.starts_at):%H:%M}", _line(office, meeting, item)) for item in meeting.items]
    body = clock_lines(turn, meeting) if meeting.status is MeetingStatus.IN_SESSION else [_standing(meeting)]
    body.append(facts(rows) if rows else text("Nothing is listed yet.", quiet=True))
    body += _who(office, meeting)
    body += coming_up(office, meeting)
    buttons = _next_steps(turn, meeting, body)
    return card(f"Panel of {day_of(meeting)}", body, buttons, f"Panel of {day_of(meeting)}")


def _standing(meeting: PanelMeeting) -> c.CardElement:
    return text(
        f"The meeting {labels.meeting_state(meeting.status)}. "
        f"Requests {closes(meeting)} {say_moment(meeting.cutoff_at)}."
    )


def _who(office: Office, meeting: PanelMeeting) -> list[c.CardElement]:
    """Who chairs, who is there or away, by post, and how the quorum stands (BI-2.3, CB-13.3, RO-9.2)."""
    counted, here = quorum_now(office, meeting), [line.person for line in meeting.attendance if line.present]
    missed = [line.person for line in meeting.attendance if not line.present]
    standing_in = [
        f"{office.name(each.substitute)} for {office.name(each.person)}" for each in meeting.away if each.substitute
    ]
    apart = [f"{office.name(each.person)} on {each.ref}" for each in meeting.conflicts]
    rows = [
        ("In the chair", office.name(meeting.chair) if meeting.chair else ""),
        ("Here", ", ".join(office.name(who) for who in here)),
        ("Not here", ", ".join(office.name(who) for who in missed)),
        ("Core members missing", ", ".join(_core(office, meeting, missed))),
        ("Apologies", ", ".join(office.name(each.person) for each in meeting.away)),
        ("Standing in", ", ".join(standing_in)),
        ("Take no part", ", ".join(apart)),
    ]
    if counted:
        where = "here" if meeting.attendance else "expected"
        rows.append(("Quorate" if counted.quorate else "NOT QUORATE", needs(counted, where)))
    return [facts(rows)] if any(value for _, value in rows) else []


def _core(office: Office, meeting: PanelMeeting, missed: list[str]) -> list[str]:
    core = {seat.code for seat in office.profile(meeting.panel).seats if seat.core}
    seats = {line.seat for line in meeting.attendance if line.person in missed} & core
    filled = {line.seat for line in meeting.attendance if line.present}
    return [seat.title for seat in office.profile(meeting.panel).seats if seat.code in seats - filled]


def coming_up(office: Office, meeting: PanelMeeting) -> list[c.CardElement]:
    """Agreements that end soon after this panel and reviews due by it: references only (CB-10.33, KN-3.28)."""
    if not meeting.is_ahead:
        return []
    listed = [
        ("Contracts ending", [package.id for package in contracts.ending_by(office, meeting)]),
        ("Reviews due", list(dict.fromkeys(review.about for review in contracts.reviews_by(office, meeting)))),
    ]
    rows = [(name, ", ".join(refs[:20])) for name, refs in listed if refs]
    return [facts(rows)] if rows else []


def _next_steps(turn: Turn, meeting: PanelMeeting, body: list[c.CardElement]) -> list[c.ExecuteAction]:
    try:
        meeting_permissions.check_runs(turn.person, meeting, turn.today)
    except NotPermitted:
        return order_steps(turn, meeting, body)
    if meeting.is_ahead:
        ordering = order_steps(turn, meeting, body)
        if wall(meeting.starts_at).date() > turn.today:
            return ordering
        body += _attendance_inputs(turn, meeting)
        return [button("Open the meeting", turn.button("start", meeting=meeting.id), main=True), *ordering]
    sat = meeting.status in (MeetingStatus.IN_SESSION, MeetingStatus.HELD)
    steps = running_steps(turn, meeting, body) if sat else []
    if meeting.status is MeetingStatus.HELD:
        steps.append(button("See all decisions", turn.button("decisions", meeting=meeting.id)))
    if meeting.status is MeetingStatus.DECISIONS_CONFIRMED:
        steps.append(button("Send out the decisions", turn.button("release", meeting=meeting.id), main=True))
    return steps


def _attendance_inputs(turn: Turn, meeting: PanelMeeting) -> list[c.CardElement]:
    office = turn.office
    chairs = [(person.id, person.name) for person in may_chair(office, meeting.panel, turn.today)]
    expected = [(person.id, person.name) for person in members(office, meeting, turn.today)]
    listed = dict.fromkeys(who for item in meeting.items for who in presenters(office, office.referral(item.ref)))
    others = [(who, f"{office.name(who)} (presents)") for who in listed if who not in dict(expected)]
    guests = dict.fromkeys(guest.person for guest in meeting.guests)
    others += [(who, f"{office.name(who)} (guest)") for who in guests if who not in {*dict(expected), *listed}]
    present = [*dict([*chairs, *expected]).items(), *others]
    return [
        choice_input("chair", "Who chairs?", chairs, needed="Please say who chairs."),
        choice_input("present", "Who is here?", present, several="yes"),
    ]


def _line(office: Office, meeting: PanelMeeting, item: AgendaItem) -> str:
    kind = KINDS[item.kind]
    emergency = office.records.look(EmergencyApproval, item.ref)
    by_chair = bool(emergency and meeting.chair and emergency.decided_by == meeting.chair)
    flag = "; approved by the chair of this meeting" if by_chair else ""
    flag += f"; {labels.unsure(emergency)}" if emergency and labels.unsure(emergency) else ""
    known = noted_briefly(office, office.referral(item.ref))
    return f"{item.ref}, {kind}: {RESULTS[item.result]}{flag}{_late(office, meeting, item)}{known}"


def _late(office: Office, meeting: PanelMeeting, item: AgendaItem) -> str:
    """That it came after the cut-off, and who agreed to hear it (CB-9.10)."""
    if item.late_by:
        return f"; late, agreed by {office.name(item.late_by)}"
    return "; late" if policies.is_late(office, meeting, item.ref) else ""

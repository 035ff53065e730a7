"""The card that asks when the child was visited."""

from microsoft_teams import cards as c

from dialogs.cards.parts import button, card, facts, heading, said, text
from dialogs.turn import Turn
from dialogs.words.written import day_said
from panel.calendar import say_day, wall
from panel.meeting import PanelMeeting
from panel.ports import Message
from panel.referral import Referral
from panel.visits import earliest, is_recent


def visit_card(turn: Turn, referral: Referral, meeting: PanelMeeting | None) -> Message:
    """By when the visit must be made, and where its day is written down; afterwards, that it is (BI-4.5, NT-19)."""
    visit, first = turn.office.profile(referral.panel).visit, earliest(turn.office, meeting) if meeting else None
    title = f"{referral.id}: visit before the panel"
    if visit is None or meeting is None or first is None:
        return card(title, [heading("No visit is needed now.")], (), f"{referral.id}: no action needed")
    rows = [
        ("Panel", say_day(wall(meeting.starts_at).date())),
        ("A visit counts from", say_day(first)),
        ("Visited", day_said(referral.visited) if referral.visited else ""),
    ]
    body: list[c.CardElement] = [said(visit.ask), facts(rows)]
    if is_recent(turn.office, meeting, referral):
        return card(title, [*body, heading("The visit is written down.")], (), f"{referral.id}: no action needed")
    body += [
        c.DateInput(id="day", label="When was the visit?", is_required=True, error_message="Please give the day."),
        text(f"Or type: visited {referral.id} and the date", quiet=True),
    ]
    return card(title, body, [button("Save the visit", turn.button("visited", referral.id), main=True)], title)

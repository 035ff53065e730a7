"""The draft agenda as a card: confirm it, move an item on it, take one off."""

from microsoft_teams import cards as c

from dialogs.cards.channel import day_of
from dialogs.cards.parts import button, card, choice_input, facts, heading, text, text_input
from dialogs.turn import Turn
from panel import meeting_permissions
from panel.calendar import say_moment, wall
from panel.errors import NotPermitted
from panel.meeting import ItemKind, MeetingStatus, PanelMeeting
from panel.policies import LONGEST_REMARK
from panel.ports import Message

KINDS = {
    ItemKind.REFERRAL: "referral",
    ItemKind.RATIFICATION: "to ratify",
    ItemKind.APPEAL: "appeal",
    ItemKind.RETURN: "comes back",
}


def draft_card(turn: Turn, meeting: PanelMeeting) -> Message:
    """References, kinds and times, to confirm or to put in order; afterwards, that it is confirmed (NT-14, RO-11.1)."""
    rows = [
        (f"{number}. {wall(item.starts_at):%H:%M}", f"{item.ref}, {KINDS[item.kind]}, {item.minutes} minutes")
        for number, item in enumerate(meeting.items, 1)
    ]
    body: list[c.CardElement] = [facts(rows) if rows else text("Nothing is listed yet.", quiet=True)]
    title = f"Agenda of {day_of(meeting)}"
    if meeting.agenda_at:
        by = turn.office.name(meeting.agenda_by)
        body.append(heading(f"Confirmed by {by}, {say_moment(meeting.agenda_at)}."))
        return card(title, body, (), f"{title}: no action needed")
    buttons = order_steps(turn, meeting, body)
    if not buttons:
        return card(title, body, (), f"{title}: no action needed")
    ref = turn.office.profile(meeting.panel).panel.example
    body.append(text(f"Or type: confirm agenda, move item {ref} to 2, take off {ref} because …", quiet=True))
    return card(title, body, buttons, f"{title}: please confirm")


def order_steps(turn: Turn, meeting: PanelMeeting, body: list[c.CardElement]) -> list[c.ExecuteAction]:
    """What this person may do with the agenda before the meeting; the fields it needs are put on the card."""
    office, steps = turn.office, []
    if not meeting.is_ahead or meeting.starts_at <= turn.now:
        return []
    try:
        meeting_permissions.check_may_order_agenda(office, turn.person, meeting.panel, turn.today)
    except NotPermitted:
        return []
    confirms = turn.person in meeting_permissions.agenda_officers(office, meeting.panel, turn.today)
    if confirms and meeting.status is MeetingStatus.AGENDA_DRAFT:
        steps.append(button("Confirm the agenda", turn.button("confirm_agenda", meeting=meeting.id), main=True))
    if office.profile(meeting.panel).agenda is None or not meeting.items:
        return steps
    items = [(item.ref, f"{wall(item.starts_at):%H:%M} {item.ref}") for item in meeting.items]
    places = [(str(place), str(place)) for place in range(1, len(items) + 1)]
    body += [choice_input("item", "To move or take off", items), choice_input("place", "Move it to place", places)]
    steps.append(button("Move the item", turn.button("move_item", meeting=meeting.id), main=True))
    if confirms:
        body.append(text_input("remark", "Reason, to take it off", longest=LONGEST_REMARK, lines=False))
        steps.append(button("Take the item off", turn.button("take_off", meeting=meeting.id), danger=True))
    return steps

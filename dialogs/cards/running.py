"""What the card of a meeting holds while it sits: the clock, and every step of whoever runs it."""

from microsoft_teams import cards as c

from dialogs.cards.parts import button, choice_input, text, text_input
from dialogs.turn import Turn
from dialogs.words.pace import item_line, rest_line
from panel.calendar import wall
from panel.council import Office
from panel.meeting import MeetingStatus, PanelMeeting
from panel.pacing import pace
from panel.policies import LONGEST_REMARK
from panel.seating import members, presenters

PRESENT = "here"
"""The field in which those who are here are ticked."""


def clock_lines(turn: Turn, meeting: PanelMeeting) -> list[c.CardElement]:
    """The item in hand with what is left of its time and who presents it, and whether the rest fits (CB-10.17)."""
    stands = pace(meeting, turn.now)
    lines = [text(f"{wall(turn.now):%H:%M}. {item_line(stands)}", bold=True)]
    if stands.item:
        named = presenters(turn.office, turn.office.referral(stands.item.ref))
        here = [f"{turn.office.name(who)}{'' if who in meeting.present else ' (not here)'}" for who in named]
        lines += [text(f"To present it: {', '.join(here)}.")] if here else []
    rest = rest_line(stands, f"{wall(meeting.ends_at):%H:%M}")
    return [*lines, *([text(rest, bold=stands.too_long)] if rest else [])]


def running_steps(turn: Turn, meeting: PanelMeeting, body: list[c.CardElement]) -> list[c.ExecuteAction]:
    """Write down, note who comes and goes, who keeps out, who takes the chair, look again, close (MT-9 to MT-11)."""
    office = turn.office
    steps: list[c.ExecuteAction] = []
    if meeting.items:
        items = [(item.ref, f"{wall(item.starts_at):%H:%M} {item.ref}") for item in meeting.items]
        stands = pace(meeting, turn.now)
        body.append(choice_input("item", "Which item?", items, value=(stands.item or meeting.items[0]).ref))
        steps.append(button("Write its decision", turn.button("item", meeting=meeting.id), main=True))
    if meeting.status is not MeetingStatus.IN_SESSION:
        return steps
    here = sorted(meeting.present)
    everyone = _may_come(office, meeting, turn)
    body.append(choice_input(PRESENT, "Who is here now?", everyone, value=",".join(here), several="yes"))
    steps.append(button("Note who is here", turn.button("here", meeting=meeting.id, was=",".join(here)), filled=True))
    if meeting.items:
        seated = [(who, office.name(who)) for who in here]
        body.append(choice_input("person", "Who takes no part in the item?", seated))
        body.append(text_input("remark", "Why they take no part", longest=LONGEST_REMARK, lines=False))
        steps.append(button("Takes no part", turn.button("no_part", meeting=meeting.id), filled=True))
    steps.append(button("Look again", turn.button("agenda", meeting=meeting.id)))
    steps.append(button("Close the meeting", turn.button("end", meeting=meeting.id)))
    ref = office.profile(meeting.panel).panel.example
    body.append(text(f"Or type: arrived, left, or chair and a name; presenter absent {ref} hear because …, or move …"))
    return steps


def _may_come(office: Office, meeting: PanelMeeting, turn: Turn) -> list[tuple[str, str]]:
    """Whoever is expected, presents, is a guest or has come."""
    expected = [person.id for person in members(office, meeting, turn.today)]
    cases = [who for item in meeting.items for who in presenters(office, office.referral(item.ref))]
    guests = [guest.person for guest in meeting.guests]
    known = dict.fromkeys([meeting.chair, *expected, *(line.person for line in meeting.attendance), *cases, *guests])
    return [(who, office.name(who)) for who in known if who]

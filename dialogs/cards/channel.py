"""What the whole channel may see of a meeting: references, times and states, nothing about any child."""

from microsoft_teams import cards as c

from dialogs.cards.parts import card, facts, text
from dialogs.words import labels
from panel.calendar import say_day, say_moment, wall
from panel.council import Office
from panel.meeting import ItemResult, MeetingStatus, PanelMeeting
from panel.overtaken import standing
from panel.people import Role
from panel.ports import Message

RESULTS = {ItemResult.WAITING: "listed", ItemResult.DECIDED: "decision written", ItemResult.NOT_REACHED: "not reached"}


def channel_card(office: Office, meeting: PanelMeeting) -> Message:
    """What the channel sees: references, times and states, nothing about any child (CB-9.12, AM-60)."""
    rows = [(f"{wall(item.starts_at):%H:%M}", f"{item.ref}: {RESULTS[item.result]}") for item in meeting.items]
    venue, state = office.profile(meeting.panel).meetings.venue, labels.meeting_state(meeting.standing)
    closing = f"{closes(meeting)} {say_moment(meeting.cutoff_at)}"
    body: list[c.CardElement] = [
        text(f"{f'{venue} · requests' if venue else 'Requests'} {closing}. The meeting {state}."),
        *_why_gone(office, meeting),
        *_confirmed(office, meeting),
        facts(rows) if rows else text("Nothing is listed yet.", quiet=True),
    ]
    title = f"Agenda: {office.profile(meeting.panel).panel.name}, {say_moment(meeting.starts_at)}"
    return card(title, body, (), title)


def _why_gone(office: Office, meeting: PanelMeeting) -> list[c.CardElement]:
    """For a panel that will not be held: where it went, or in what post it was agreed (NT-27)."""
    if meeting.moved_to:
        return [text(f"It is now on {say_moment(office.meeting(meeting.moved_to).starts_at)}.", bold=True)]
    if meeting.status is not MeetingStatus.CANCELLED or meeting.cancel is None or meeting.cancel.agreed_at is None:
        return []
    profile, agreed = office.profile(meeting.panel), meeting.cancel
    person, on = office.council.directory.person(agreed.agreed_by), office.today(meeting.cancel.agreed_at)
    posts = [
        profile.title(role) for role in profile.meetings.cancel_needs if person and person.is_a(role, meeting.panel, on)
    ]
    return [text(f"Agreed beforehand by: {posts[0] if posts else profile.title(Role.PANEL_ADMIN)}.", bold=True)]


def _confirmed(office: Office, meeting: PanelMeeting) -> list[c.CardElement]:
    """Whether this is still a draft, where the panel confirms its agenda (RO-11.2, NT-15)."""
    if office.profile(meeting.panel).agenda is None or not meeting.is_ahead:
        return []
    return [text("The agenda is confirmed." if meeting.agenda_at else "The agenda is a draft until it is confirmed.")]


def decisions_post(office: Office, meeting: PanelMeeting) -> Message:
    """That decisions are recorded, and for which references; never what they are (NT-31)."""
    refs = sorted(decision.ref for decision in standing(office, meeting.id))
    body: list[c.CardElement] = [text(f"Decision recorded: {', '.join(refs) or 'none'}")]
    title = f"Decisions of {day_of(meeting)}"
    return card(title, body, (), title)


def minutes_post(meeting: PanelMeeting) -> Message:
    """That the minutes are out; nothing of what stands in them (NT-37)."""
    title = f"Minutes of {day_of(meeting)}"
    return card(title, [text(f"The minutes of {day_of(meeting)} are out.")], (), title)


def day_of(meeting: PanelMeeting) -> str:
    """The day of the meeting, as people say it."""
    return say_day(wall(meeting.starts_at).date())


def closes(meeting: PanelMeeting) -> str:
    """Whether requests still close, or have closed."""
    return "close" if meeting.status in (MeetingStatus.SCHEDULED, MeetingStatus.OPEN) else "closed"

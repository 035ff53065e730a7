"""Greeting, help, and what waits for a person: the places from which everything else is reached."""

from microsoft_teams.cards import ExecuteAction

from dialogs import appeals, asking, dates, emergency, later, letters, mailbox, meetings, telephone
from dialogs.cards.parts import button, card, facts, text
from dialogs.turn import Turn, say, show
from dialogs.words import labels, talk
from dialogs.words.help import daily, everything
from dialogs.words.minutes import FIRST
from dialogs.words.standing import standing
from dialogs.words.written import day_said
from panel import commands as c
from panel import permissions
from panel.calendar import say_day, wall
from panel.decision import Decision, Task
from panel.emergency import EmergencyApproval
from panel.errors import Refused
from panel.meeting import PanelMeeting
from panel.officers import with_a_part
from panel.people import Role
from panel.ports import Reply
from panel.precedence import goes_first
from panel.profile import Profile
from panel.referral import Referral
from panel.voices import not_heard


def welcome(turn: Turn) -> Reply:
    """The first words, with the ways on as buttons."""
    buttons = []
    if turn.is_a(Role.PRACTITIONER):
        buttons = [
            button("Begin a referral", turn.button("refer"), main=True),
            button("Ask for an emergency approval", turn.button("emergency")),
            button("My referrals", turn.button("mine")),
        ]
    buttons.append(button("What waits for me?", turn.button("status")))
    return show(turn, card("Panel Clerk", [text(talk.WELCOME)], buttons, "Hello from the panel’s clerk"))


def helped(turn: Turn, before: str = "") -> Reply:
    """What this person types every day, and how to see the rest."""
    lines = daily(*_place_of(turn))
    return say(f"{before}\n\n{lines}" if before else lines)


def helped_all(turn: Turn) -> Reply:
    """Everything this person can type."""
    return say(everything(*_place_of(turn)))


def policy(turn: Turn) -> Reply:
    """“what is the policy?”: what the panel is for and by which policy it works, as its profile says (RA-2.1)."""
    profile = turn.office.profile(turn.panel())
    said = [text for name, text in profile.guidance.items() if name != "presenting"]
    return say("\n\n".join([f"{profile.panel.council}, {profile.panel.name}:", *said]) if said else talk.NO_POLICY)


def _place_of(turn: Turn) -> tuple[dict[Role, list[Profile]], list[Profile], str]:
    """The roles of this person with the panels where they hold them, these panels, and a reference of theirs."""
    panels = [turn.office.profile(panel) for panel in ([turn.chosen] if turn.chosen else turn.panels)]
    held = {role: [each for each in panels if turn.person.is_a(role, each.id, turn.today)] for role in Role}
    return {role: where for role, where in held.items() if where}, panels, turn.example


def status(turn: Turn) -> Reply:
    """What waits for this person, most urgent first."""
    rows = [(f"Emergency {each.code}", f"{each.id}: please decide") for each in emergency.waiting_for(turn)]
    rows += [
        (ref, "you are said to have approved it by telephone: please confirm") for ref in telephone.waiting_for(turn)
    ]
    rows += asking.waiting_for(turn)
    rows += [(say_day(wall(m.starts_at).date()), _what_waits(turn, m)) for m in meetings.in_hand(turn)]
    rows += [*dates.waiting_for(turn), *later.waiting_for(turn), *appeals.waiting_for(turn)]
    rows += letters.waiting_for(turn)
    rows += [(task.about, f"{_marked(turn, task)}, by {day_said(task.due)}") for task in _tasks(turn)]
    own = turn.office.records.find(Referral, referrer=turn.person.id, live="yes")
    rows += [(referral.id, standing(turn.office, referral)) for referral in own]
    rows += [(ref, talk.NOT_HEARD) for ref in not_heard(turn.office, turn.person.id)]
    if turn.is_a(Role.PANEL_ADMIN) and (aside := mailbox.waiting_at(turn)):
        rows.append(("Mail", f"{aside} set aside: type “set aside”"))
    if not rows:
        return say(talk.NO_CASES)
    return show(turn, card("What waits for you", [facts(rows[:25])], _ways_on(turn, rows), "What waits for you"))


def status_of(turn: Turn, ref: str) -> Reply:
    """Where one referral stands, and what happens next."""
    referral = turn.office.referral(ref)
    part = with_a_part(turn.office, referral, turn.today)
    permissions.check_may_see(turn.person, referral, turn.today, part=part)
    rows = [
        ("Where it is", f"It {standing(turn.office, referral)}."),
        ("Place", _place(turn, referral)),
        ("To put right", referral.comment),
    ]
    known = turn.office.records.look(EmergencyApproval, referral.id)
    if known:
        rows.append(("Emergency", f"It {labels.emergency_state(known.status)}. {labels.unsure(known)}".strip()))
    buttons = [button("Open it", turn.button("case", referral.id))]
    return show(turn, card(referral.id, [facts(rows)], buttons, referral.id))


def mine(turn: Turn) -> Reply:
    """This person's referrals."""
    own = turn.office.records.find(Referral, referrer=turn.person.id)
    rows = [(referral.id, standing(turn.office, referral)) for referral in reversed(own)][:20]
    if not rows:
        return say(talk.NO_CASES)
    return show(turn, card("Your referrals", [facts(rows)], _ways_on(turn, rows), "Your referrals"))


def tasks(turn: Turn) -> Reply:
    """Open tasks, numbered, so that one can be closed by its number."""
    listed = [
        f"{number}. {task.about}: {_marked(turn, task)}. By {day_said(task.due)}."
        for number, task in enumerate(_tasks(turn), 1)
    ]
    return say("\n\n".join([*listed, "Type “done 1” when a task is done."]) if listed else talk.NO_TASKS)


def done(turn: Turn, number: str) -> Reply:
    """Close the numbered task."""
    own = _tasks(turn)
    if not number.isdigit() or not 1 <= int(number) <= len(own):
        raise Refused("Type “tasks” to see the numbers, then for example “done 1”.")
    turn.do(c.FinishTask, task=own[int(number) - 1].id)
    return say(talk.TASK_DONE)


def _tasks(turn: Turn) -> list[Task]:
    own = turn.office.records.find(Task, owner=turn.person.id, live="yes")
    return sorted(own, key=lambda task: (not _first(turn, task), task.due, task.id))


def _first(turn: Turn, task: Task) -> bool:
    """Whether it follows from a decision whose record goes before the others (RO-11.11)."""
    decision = turn.office.records.look(Decision, task.id.rpartition("/")[0])
    return decision is not None and goes_first(turn.office, decision)


def _marked(turn: Turn, task: Task) -> str:
    return f"{FIRST}: {task.what}" if _first(turn, task) else task.what


def _place(turn: Turn, referral: Referral) -> str:
    meeting = turn.office.records.look(PanelMeeting, referral.meeting) if referral.meeting else None
    item = meeting.item(referral.id) if meeting else None
    return f"{say_day(wall(item.starts_at).date())}, {wall(item.starts_at):%H:%M}" if item else ""


def _what_waits(turn: Turn, meeting: PanelMeeting) -> str:
    return f"the panel {labels.meeting_state(meeting.status)}: type “agenda”" + (
        " or “confirm decisions”" if turn.is_a(Role.CHAIR) else ""
    )


def _ways_on(turn: Turn, rows: list[tuple[str, str]]) -> list[ExecuteAction]:
    """A button for each of the first cases on a list, and one to begin anew."""
    known = [name for name, _ in rows if turn.office.records.look(Referral, name)]
    buttons = [button(f"Open {ref}", turn.button("case", ref)) for ref in dict.fromkeys(known)][:4]
    waiting = [
        button(f"Decide {each.code}", turn.button("decide_card", each.id)) for each in emergency.waiting_for(turn)
    ]
    return (
        [*waiting[:1], *buttons, button("Show the agenda", turn.button("agenda"))][:6]
        if meetings.in_hand(turn)
        else [
            *waiting[:1],
            *buttons,
        ]
    )

"""The card on which an approver confirms, or denies, what they are said to have decided by telephone."""

from microsoft_teams import cards as c

from dialogs.cards.parts import button, card, facts, heading, said, text, text_input
from dialogs.stamps import Tap
from dialogs.turn import Tools, sealed
from panel import policies
from panel.calendar import say_moment
from panel.council import Office
from panel.emergency import EmergencyApproval
from panel.ports import Message


def confirm_card(tools: Tools, office: Office, emergency: EmergencyApproval, person: str) -> Message:
    """What was written down, by whom and when, to confirm or to deny."""
    rows = [
        ("For", emergency.id),
        ("Asked for", emergency.scope),
        ("Written down by", office.name(emergency.phoned_by)),
        ("At", say_moment(emergency.decided_at) if emergency.decided_at else ""),
        ("Holds until", say_moment(emergency.ends_at) if emergency.ends_at else ""),
    ]
    body: list[c.CardElement] = [
        text("You are said to have approved this by telephone. Please confirm it or say that it is wrong.", bold=True),
        facts(rows),
        heading("What you are said to have said"),
        said(emergency.phone_words),
        text_input("remark", "If it is wrong: what you remember", longest=policies.LONGEST_REMARK, lines=False),
        text(f"Or type: confirm {emergency.code}, or deny {emergency.code} and what you remember", quiet=True),
    ]
    yes, no, case = (
        sealed(tools, person, Tap(act, emergency.id, emergency.revision))
        for act in ("confirm_phoned", "deny_phoned", "case")
    )
    buttons = [
        button("Yes, I said that", yes, main=True),
        button("No, that is wrong", no, danger=True),
        button("Read the case", case),
    ]
    title = f"Emergency {emergency.code} · Did you approve this?"
    return card(title, body, buttons, f"Emergency {emergency.code}: please confirm")

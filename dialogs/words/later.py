"""What the clerk says in a chat about reviews, changes, unmet needs, challenges and what recurs."""

from panel.forward_plan import Entry
from panel.people import Role

NOTHING_PLANNED = "The planner has no date ahead here. It fills when decisions are confirmed."
NO_CONTRACTS = "No contract ends soon after the next panel."
NO_GAPS = "No unmet need is recorded."
HOW_TO_MOVE = "Please type for example “move date CB-0001 to 8 June 2027 because …”."
HOW_TO_END = "Please type for example “missed CB-0001 extend 8 June 2027 because …”, “rebook” or “end” likewise."
HOW_HELD = "Please type the day, such as “held 26 January 2027”, and each action as: what; who; by when."
CHOOSE_CHANGE = "What has happened?"
NO_CHANGES = "You can’t report a change about this case here. Please tell whoever works on it."
ASKED_BY = (
    ("parent", "A parent or carer"),
    ("representative", "A representative"),
    ("young_person", "The young person"),
    ("other", "Somebody else"),
)
SENT = (("post", "By post"), ("email", "By e-mail"), ("handed_over", "Handed over"))
REPORTS = ("report, report 2026 Q4: the panel’s figures; send report 2026 Q4: as a workbook and a Word file",)
HELP_LATER: dict[Role, tuple[str, ...]] = {
    Role.PRACTITIONER: (
        "planner: the dates on which your cases come back; send planner: as a workbook and a calendar file",
        "review CB-0001: record a review that is due",
        "report CB-0001: report a change, such as the end of a placement",
        "apply again CB-0001: a new application, begun from the old one",
        "starts CB-0001 5 January 2027 because …: the day its reviews count from has changed",
        "unmet need CB-0001 need; service; reason; area: record what could not be had",
        "appeal CB-0001: the family challenges the decision, or where that stands",
        "log appeal CB-0001 parent; received: 1 May 2027: the same, typed",
        "supply appeal CB-0001 and what it lacked",
        "withdraw appeal CB-0001 and how the family said so",
        "complaint CB-0001 and its reference",
    ),
    Role.PANEL_ADMIN: (
        "planner: every date that comes back, and how it was worked out",
        "send planner: the same as a workbook and a calendar file",
        *REPORTS,
        "foi pack 2026: what can be given out about the panel: its rules, and numbers for each meeting",
        "move date CB-0001 to 8 June 2027 because …",
        "contracts ending: agreements that end soon after the next panel",
        "unmet needs: gaps, counted without names",
        "outside answer CB-0001 8 June 2027 and what was answered",
        "held 26 January 2027: a regular review of the panel’s work was held",
    ),
    Role.CHAIR: (
        *REPORTS,
        "missed CB-0001: decide what follows from a date that passed",
        "accept appeal CB-0001, refuse appeal CB-0001 and the reason: one that came late",
        "interim CB-0001 and whether support goes on while an appeal is open",
        "waive appeal CB-0001 and the reason: let it go on without what it lacks",
    ),
    Role.HEAD_OF_SERVICE: REPORTS,
    Role.FINANCE: ("payment stopped CB-0001: what ended is no longer paid for",),
}


def help_later(role: Role) -> tuple[str, ...]:
    """What a person in this role can type about what comes back."""
    return HELP_LATER.get(role, ())


def planner_line(entry: Entry) -> str:
    """One date of the planner, where it stands and how it was worked out."""
    return f"{entry.ref}: {entry.text} ({entry.state}; {entry.how})"


def moved(ref: str, due: str) -> str:
    """After a date was moved."""
    return f"{ref} is now due on {due}. Its people have been told."


def review_done(ref: str, following: str) -> str:
    """After a review was recorded."""
    return (
        f"The review of {ref} is on record. {f'The next is due on {following}.' if following else 'No other follows.'}"
    )


def missed_decided(ref: str, choice: str) -> str:
    """To the Chair who decided on a date that passed."""
    ends = {"rebook": "goes back to the panel", "extend": "has a new date", "end": "is to end, with the plan as a task"}
    return f"{ref} {ends[choice]}. Its people have been told."


def reported(ref: str, then: str) -> str:
    """After a change was reported."""
    ends = {
        "return": " It goes back to the next panel with a place.",
        "ending": " Finance has been told, and is asked until payment has stopped.",
        "unmet_need": " It is on the list of unmet needs.",
    }
    return f"Noted for {ref}, and everyone who must know has been told.{ends.get(then, '')}"


def payment_stopped(ref: str) -> str:
    """To finance."""
    return f"Noted: payment for {ref} has stopped. The agreement has ended."


def applied(ref: str, old: str) -> str:
    """After a new application was begun from an old case."""
    return f"I’ve begun {ref} with the answers of {old}. Please look over every part, then type “send {ref}”."


def start_moved(ref: str, day: str) -> str:
    """After the day reviews count from was changed."""
    return f"The reviews of {ref} now count from {day}. Type “planner {ref}” to see the new dates."


def unmet_noted(ref: str) -> str:
    """After a need was recorded."""
    return f"The unmet need of {ref} is on record. Nobody’s name is kept with it."


def appeal_logged(ref: str, state: str, last: str, how: str) -> str:
    """After a challenge was logged, with its last day and how it was worked out."""
    until = f" The last day is {last}: {how}." if last else f" {how[:1].upper()}{how[1:]}."
    return f"The appeal about {ref} is logged. It {state}.{until}"


def complaints(text: str) -> str:
    """Where the panel has no stage left for the family."""
    route = text or "Please ask the panel administrator for the council’s complaints route."
    return f"The panel can’t hear this again, and nothing was booked. A complaint can be made at any time. {route}"


def appeal_settled(ref: str, state: str) -> str:
    """After something about a challenge was recorded."""
    return f"Noted. The appeal about {ref} {state}."


def complaint_noted(ref: str) -> str:
    """After the reference of a complaint was recorded."""
    return f"The complaint is noted with the decision on {ref}. It is never too late for one."


def held(following: str, how: str) -> str:
    """After something recurring was recorded as held."""
    return f"Noted. The next is due on {following} ({how}). Whoever has an action has been told."

"""What the clerk says in a chat about reviews, changes, unmet needs, challenges and what recurs."""

from panel.forward_plan import Entry

NOTHING_PLANNED = "The planner has no date ahead here. It fills when decisions are confirmed."
NO_CONTRACTS = "No contract ends soon after the next panel."
NO_GAPS = "No unmet need is recorded."
HOW_TO_MOVE = "Please type for example “move date {ref} to 8 June 2027 because …”."
HOW_TO_END = "Please type for example “missed {ref} extend 8 June 2027 because …”, “rebook” or “end” likewise."
HOW_TO_START = "Please type for example “starts {ref} 5 January 2027 because …”."
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

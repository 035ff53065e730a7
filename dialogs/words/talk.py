"""What the clerk says in a chat: plain English, short sentences, always what to do next."""

from panel.answers import beside
from panel.profile import Profile

WELCOME = (
    "Hello. I’m the panel’s clerk. I take referrals, book them into a panel, get emergency approvals to the right "
    "person, and remind everyone of the dates. Type “help” to see what you can do."
)
UNKNOWN = "I did not understand that. Here is what you can type."
NOT_FOR_CHANNEL = (
    "Please write to me in our own chat. The channel is seen by the whole team, so I don’t talk about cases here."
)
PART_GONE = "That part is no longer on the form, so nothing was changed. Here is what there is now."
NOTHING_OPEN = "You have no referral open. Type “refer” to begin one."
CANCELLED = "All right. Nothing was lost: what you saved is kept. Type “my referrals” to go on."
NO_CASES = "Nothing waits for you, and you have no referrals. Type “refer” to begin one, or “help”."
DONE_TYPING = "Every question has an answer. Type “summary” to look it over, or “send” to give it to your manager."
NOT_ANSWERING = "If that was an answer, type “answer” first and I will ask you the questions one by one."
APOLOGY = "Something went wrong on my side, and nothing was changed. Please try again, or type “status”."


def which_panel(panels: list[Profile]) -> str:
    """To somebody who works with several panels and has not said which one is meant."""
    names = ", ".join(f"“at {panel.panel.council}: …”" for panel in panels)
    return f"You work with several panels. Please begin your line with the one you mean: {names}."


def begun(ref: str, profile: Profile) -> str:
    """After a draft was made."""
    return (
        f"I’ve begun {ref} for the {profile.panel.name}. I save each part as you go, so you can stop and come back, "
        "here or on another device. Fill in the card, or type “answer” and I will ask one question at a time."
    )


def ask(question: str, options: list[str], help_text: str, left: int) -> str:
    """One question put in words, with what may be answered."""
    listed = "".join(f"\n\n{number}. {option}" for number, option in enumerate(options, 1))
    how = "\n\nType the number or the words." if options else ""
    hint = f"\n\n{help_text}" if help_text else ""
    ways = "“skip” leaves this one for later, “back” stops." if left > 1 else "“back” stops."
    return f"{question}{hint}{listed}{how}\n\n({left} still to answer. {ways})"


def unsure(found: str, why: str = "") -> str:
    """What a mailed form says where it could not be read for certain, or where it cannot be right."""
    if why:
        return f"Please check this. The form says: “{found}”. {why}."
    return f"I could not read this for certain. The form says: “{found}”"


def answered(question: str, answer: str) -> str:
    """After a typed answer was saved."""
    return f"Saved. {beside(question, answer)}"


def answer_again(problem: str, *, date: bool, others: bool) -> str:
    """A typed answer could not be taken; `others` says whether another question can be asked meanwhile."""
    said = problem if problem.endswith((".", "?", "!")) else f"{problem}."
    leave = "“skip” to leave it for later" if others else "“back” to stop"
    return f"{said} Please give another {'date' if date else 'answer'}, or type {leave}."


def left_for_later(ref: str, left: int) -> str:
    """After the last question was skipped: nothing is asked any more."""
    what = "1 question you skipped is" if left == 1 else f"{left} questions you skipped are"
    return (
        f"{what} still missing in {ref}; the list is below. What you answered is kept. Type “answer” to be asked "
        "again, or “summary” to look over what there is. It can be sent once nothing is missing."
    )


def saved(section: str, left: int) -> str:
    """After a section was saved."""
    rest = "Nothing is missing now." if not left else f"{left} still missing in all."
    return f"Saved “{section}”. {rest}"


def sent_to_manager(ref: str, manager: str) -> str:
    """After a referral went to be signed."""
    return f"{ref} is with {manager} to sign. I will tell you when it is signed, or comes back."


def redirected(ref: str, advice: str) -> str:
    """After the answers showed that the panel is not the place."""
    return f"{ref} is outside this panel’s remit, so I have stopped here and kept the record. {advice}"


def papers(ref: str, files: list[tuple[str, str]]) -> str:
    """The files on a referral, numbered, each with what it is or nothing."""
    if not files:
        return f"{ref} has no files yet. Drop one into this chat to attach it."
    rows = [f"{n}. {name}: {label or 'which paper is it?'}" for n, (name, label) in enumerate(files, 1)]
    return "\n\n".join([*rows, "Type “paper 1 is” and which paper it is, or “remove paper 1”."])


def attached(name: str, ref: str, label: str) -> str:
    """After a file was added; `label` says which paper it is, or is empty."""
    return f"I’ve added {name} to {ref}" + (f" as “{label}”." if label else ". Which paper is it?")


def returned(ref: str, name: str) -> str:
    """To the manager who gave a referral back."""
    return f"{ref} has gone back to {name} with your comment."


def urgent_ready(ref: str) -> str:
    """After the short path of an emergency was saved."""
    return (
        f"I have what I need to ask for approval of {ref}: tap the button, or type “ask approval”. "
        "The rest of the form is due before the panel."
    )


def emergency_asked(ref: str, name: str) -> str:
    """To who asked for an emergency approval."""
    return (
        f"I have asked {name} to decide {ref}. I will tell you at once when there is an answer. If there is none in "
        "time I ask the next person. If a child is in danger now, telephone: do not wait for me."
    )


def emergency_decided(ref: str, approved: bool, until: str) -> str:
    """To the approver, after the decision."""
    if not approved:
        return f"You have refused {ref}. The people who work on the case have been told."
    return f"You have approved {ref} until {until}. It is listed for that panel, and everyone concerned has been told."


def date_line(day: str, cutoff: str, how: str, places: int) -> str:
    """One meeting in the list of dates."""
    room = "full" if not places else f"{places} place{'s' if places > 1 else ''} free"
    return f"{day}: requests by {cutoff} ({how}); {room}"


def question_sent(name: str) -> str:
    """To the approver who asked something first."""
    return f"I have asked {name}. The answer will come here; nothing is decided yet."


def answer_sent(name: str) -> str:
    """To who answered the approver."""
    return f"I have given your answer to {name}."


def extended(ref: str, until: str) -> str:
    """To the officer who extended an approval."""
    return f"{ref} now runs until {until}. Your reason is on the record and everyone concerned has been told."


def search_begun(ref: str) -> str:
    """To the Resources Team."""
    return f"Noted: you have what you need, and the search for {ref} can begin."


def placement_noted(ref: str) -> str:
    """To the Resources Team."""
    return f"Noted. The finance officer and the panel administrator have been told about the placement for {ref}."


STRANGER = (
    "I don’t know you yet, so I can’t show you anything. Please ask the panel administrator to add you to the "
    "list of staff."
)
NO_MEETINGS = "No panel dates are recorded yet. The administrator can type “add meeting 9 December 2026 09:30”."
NO_MAIL = "No mail is set aside. Everything that came in has been dealt with."
SET_ASIDE_WHERE = "These mails lie in the folder for attention in the panel mailbox. None was lost."
NO_POLICY = "This panel has recorded no policy here. Please ask the panel administrator."
MAIL_DONE = "It is off the list. Thank you. The mail itself stays kept."
NOT_HEARD = "the child’s voice is not on record yet: ask again, and note it at the next review"
NO_TASKS = "You have no open tasks."
TASK_DONE = "Done. Thank you."
MEETING_STARTED = "The meeting is open. Choose an item to write down its decision."
MEETING_ENDED = "The meeting is closed. The Chair has been asked to confirm the decisions."
DECISIONS_CONFIRMED = (
    "The decisions are confirmed. The people concerned have been told; the administrator sends the sheets."
)
DECISIONS_SENT = "The decision sheets are on their way, and the channel shows which cases have a decision."


def meeting_added(day: str, cutoff: str, how: str) -> str:
    """After a date was added."""
    return f"The panel on {day} is on the list. Requests close {cutoff} ({how})."


def moved(ref: str, when: str) -> str:
    """After a booking was moved."""
    return f"{ref} now has its place on {when}. Everyone concerned has been told."


def decision_drafted(ref: str) -> str:
    """After a decision was written down."""
    return f"The decision on {ref} is written down. It becomes binding when the Chair confirms it."

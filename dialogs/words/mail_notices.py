"""What notices in Teams say about mail that came in, and about letters that did not arrive."""

from collections.abc import Callable

from dialogs.patterns import is_reference
from dialogs.words import labels
from dialogs.words.written import day_said, moment_said
from panel.notices import Topic

Facts = dict[str, str]


def _set_aside(_: str, facts: Facts) -> str:
    reason = labels.mail_reason(facts.get("reason", ""))
    return f"A mail needs you: {reason}. Type “set aside” to see the list.{_many(facts)}"


def _many(facts: Facts) -> str:
    return " More keep coming, so for an hour I will not write for each." if facts.get("many") else ""


def _news(ref: str, facts: Facts) -> str:
    files = f" {facts['files']} of its files were kept and not attached." if facts.get("files") else ""
    return (
        f"A mail about {ref} came to the panel’s mailbox and was kept.{files} It changed nothing. Type “mails {ref}” "
        f"to read it. {labels.how_to_record(ref, facts.get('status', ''))}{_many(facts)}"
    )


def _challenge(_: str, facts: Facts) -> str:
    came, case = day_said(facts["came"]) if facts.get("came") else "", facts.get("case", "")
    begin = f"A mail came{f' on {came}' if came else ''} that may be a family’s challenge to a decision"
    if not case:
        if names := facts.get("names", ""):
            return f"{begin}. It names {names}, and I could not tell which decision. Type “set aside” to see it."
        return f"{begin}. I could not tell which case. Type “set aside” to see it; then “log appeal” and the case."
    begin = f"{begin}: {case}."
    match facts.get("open", ""):
        case "already":
            return (
                f"{begin} One is open already. Type “appeal {case}” and “mails {case}” to see whether it belongs to it."
            )
        case "complaint":
            return f"{begin} Only a complaint is open to them now. Type “complaint {case}” and its reference once made."
    if facts.get("last"):
        last = f"For “{facts['stage']}” the last day is {day_said(facts['last'])} ({facts['how']})."
    else:
        last = f"For “{facts.get('stage', '')}”: {facts.get('how', '')}."
    return (
        f"{begin} {last} Nothing was logged: only a person can say who asks. Type “mails {case}” to read it, and "
        f"“log appeal {case}” to log it with the day it came."
    )


def _late_paper(ref: str, facts: Facts) -> str:
    begin = (
        f"A mail brought files for {ref}, whose papers stand. They were kept and not attached. "
        f"Type “mails {ref}” to see it."
    )
    if facts.get("asked"):
        return (
            f"{begin} The Chair and the Head of Service are asked whether they may still go with the case on "
            f"{moment_said(facts['starts'])}. I will tell you the answer."
        )
    why = f" {facts['why']}" if facts.get("why") else ""
    return f"{begin}{why} {labels.late_paper(ref, facts.get('status', ''))}"


def _undelivered(ref: str, facts: Facts) -> str:
    to, topic = f" to {facts['name']}" if facts.get("name") else "", facts.get("what", "").replace("_", " ")
    about = _about(ref, facts)
    if facts.get("back"):
        why = labels.why_back(facts["back"])
        return (
            f"A mail{to} about {about} came back ({topic}): {why}. Please tell the person yourself, and have the "
            "address put right in the list of staff or on the referral."
        )
    return f"A notice{to} about {about} may not have arrived ({topic}). Please tell the person yourself."


def _about(ref: str, facts: Facts) -> str:
    if facts.get("what") == Topic.MORNING:
        return "the day’s reminders"
    return ref if is_reference(ref) or "." in ref else "a mail to the panel"


_HELD = {
    "many": (
        "More mail comes than people write, from one address or from people nobody vouches for. I take it bit by bit. "
        "The rest waits in the mailbox and nothing is lost; the mail of others goes on. If it goes on, please tell "
        "your IT. Type “set aside” to see what needs you."
    ),
    "disk": (
        "The disk on which I keep my records is nearly full. I take no mail until there is room. It waits in the "
        "mailbox and nothing is lost. Please tell your IT now. What people write to me here still works. Type “set "
        "aside” to see what came before."
    ),
}

MAIL: dict[Topic, Callable[[str, Facts], str]] = {
    Topic.SET_ASIDE: _set_aside,
    Topic.MAIL_WAITS: lambda _, facts: (
        f"Mail nobody has looked at: {facts['count']}, set aside for you. Type “set aside” to see the list."
    ),
    Topic.MAIL_HELD: lambda _, facts: _HELD[facts.get("why", "many")],
    Topic.MAIL_NEWS: _news,
    Topic.MAIL_CHALLENGE: _challenge,
    Topic.MAIL_NOT_YOURS: lambda *_: (
        "A mail in your name came to the panel’s mailbox, and nobody vouches that you wrote it. It changed nothing. If "
        "it was yours, please do it here instead. Type “refer”, or give me the files. If it was not, tell your IT."
    ),
    Topic.MAIL_LATE_PAPER: _late_paper,
    Topic.MAIL_ANSWERED: lambda ref, _: (
        f"Your mail about {ref} came and was kept. I have answered you by mail often enough for now, so I write here. "
        f"Type “status {ref}” to see how it stands."
    ),
    Topic.UNDELIVERED: _undelivered,
}

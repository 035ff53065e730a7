"""Short words on cards and in lists: names of states, tasks and buttons."""

from dialogs.words import urgent
from panel.emergency import EMERGENCY, Confirmation, EmergencyApproval, EmergencyStatus
from panel.handlers.changing import DECIDED
from panel.meeting import MEETING, MeetingStatus
from panel.referral import EDITABLE, LISTED, REFERRAL, ReferralStatus

MAIL_REASONS = {
    "no_form": "no referral form in it",
    "unknown_sender": "the sender is not on the list of staff",
    "looks_like_staff": "it looks as if a colleague had written it, and the address is not theirs",
    "not_allowed": "the sender may not change that referral, or it can no longer be changed",
    "unknown_panel": "the form is for another panel",
    "damaged": "the file could not be opened",
    "encrypted": "the file is locked with a password",
    "macros": "the file holds macros",
    "too_big": "too large to read",
    "too_many": "too many files",
    "too_hard": "the file took too long to read",
    "too_deep": "mails inside mails, too deep to read",
    "not_word": "the file is not a Word document",
    "old_word": "the file is in the format of Word 2003 or earlier",
    "flat_pdf": "the PDF is a scan or a print, with no fields to read",
    "xfa": "the PDF is of a kind that only Adobe’s own program can read",
    "photo": "a picture cannot be read",
    "misnamed": "the file is not what its name says",
    "several_forms": "there is more than one filled-in form in it",
    "unsafe": "the file is built in a way that is not safe to open",
    "unreadable": "the mail could not be read",
    "not_proven": "it claims to answer an emergency, and who wrote it could not be proven",
    "not_vouched": "it bears the name of a member of staff, and nobody vouches for that",
    "no_sender": "it does not say who wrote it",
    "not_party": "it is about a case in which the sender has no part",
    "two_cases": "it answers a mail about one case and names another",
    "late_paper": "it brings papers for a case whose papers stand",
    "challenge": "it may be a family’s challenge to a decision",
    "answered_enough": "the sender had as many automatic answers as I give; two machines may be writing to each other",
    "news": "words about a case",
    "papers": "papers for a case",
    "late_asked": "late papers, put to the Chair and the Head of Service",
    "bounce": "a mail of mine that came back",
    "answers_emergency": "an answer to an emergency request",
}
WHAT_TO_DO = {
    "unknown_sender": "answer it yourself, or have the person put on the list of staff",
    "looks_like_staff": "do not answer it or open its files: telephone the colleague, and tell your IT",
    "not_vouched": "telephone the person before you believe it",
    "not_proven": "telephone the approver; the request waits for them in Teams",
    "no_sender": "open it in the mailbox; it may be spam",
    "unreadable": "open it in the mailbox; it may be spam",
    "not_party": "ask the sender what they want, and pass it on to the people of the case",
    "two_cases": "find out which case is meant before anything is passed on",
    "late_paper": "the sender was told what to do; if it cannot wait, ask the Chair",
    "challenge": "read it, and have it logged: “log appeal” and the case",
    "answered_enough": "look who writes, and answer yourself if it is a person",
    "not_allowed": "tell the sender where the referral stands",
    "encrypted": "ask for it without a password",
    "macros": "ask for a plain Word file",
}
_LOOK = "open it in the mailbox and answer it yourself"
_BACK = {
    "5.1.": "the address is not known there",
    "5.2.2": "the mailbox is full",
    "5.2.": "the mailbox does not take mail",
    "5.3.": "the mail was too large",
    "5.4.": "it could not be brought there",
    "5.7.": "it was turned away",
}


def referral_state(status: ReferralStatus) -> str:
    """Where a referral stands, to follow its reference."""
    return REFERRAL.says[status]


def emergency_state(status: EmergencyStatus) -> str:
    """Where an emergency stands, to follow its reference."""
    return EMERGENCY.says[status]


def unsure(emergency: EmergencyApproval) -> str:
    """What everyone must know of an approval given by telephone until it is confirmed; empty for any other."""
    if emergency.confirmation is Confirmation.AWAITED:
        return urgent.UNCONFIRMED
    return urgent.DENIED if emergency.confirmation is Confirmation.DENIED else ""


def meeting_state(status: MeetingStatus) -> str:
    """Where a meeting stands."""
    return MEETING.says[status]


def what_to_do(code: str) -> str:
    """What the administrator does about a mail that was set aside."""
    return WHAT_TO_DO.get(code, _LOOK)


def why_back(status: str) -> str:
    """Why a mail came back, by the code of the mail server (RFC 3463)."""
    known = next(
        (why for code, why in _BACK.items() if status.startswith(code)), "the mail server gave no reason I know"
    )
    return f"{known} ({status})" if status[:1].isdigit() else known


def how_to_record(ref: str, status: str) -> str:
    """How somebody of the case records what a mail says has changed: by hand, as a mail decides nothing."""
    if status in EDITABLE:
        return f"If something has changed, change the referral in Teams: type “summary {ref}”."
    if status in DECIDED:
        return f"If something has changed, record it in Teams: type “report {ref}”."
    if status == ReferralStatus.AWAITING_AUTHORISATION:
        return (
            f"If something has changed, have it returned first: whoever signs next types “return {ref}” and a comment. "
            f"Then type “summary {ref}”."
        )
    return (
        f"If something has changed, tell the panel when it hears the case, or your administrator before it. If the "
        f"request no longer stands, type “withdraw {ref}” and the reason in Teams."
    )


def late_paper(ref: str, status: str) -> str:
    """What can be done about a paper that came once the referral was sent (CB-9.10)."""
    if status == ReferralStatus.AWAITING_AUTHORISATION:
        return f"Whoever signs next can return it: “return {ref}” and a comment. Then the paper can be added."
    if status in DECIDED:
        return f"The panel has decided. If the paper changes something, type “report {ref}”."
    if status in LISTED:
        return (
            "Whoever presents the case can say what matters in it. Once that has changed, the paper can be sent again "
            f"in the same way, or in Teams: “late paper {ref} because” and why."
        )
    return (
        f"{ref} is on no agenda yet. Once it is, the paper can be sent again in the same way, and I ask the Chair and "
        "the Head of Service whether it still goes with the case."
    )


def mail_reason(code: str) -> str:
    """Why a mail was set aside."""
    return MAIL_REASONS.get(code, code.replace("_", " "))

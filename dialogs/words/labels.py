"""Short words on cards and in lists: names of states, tasks and buttons."""

from dialogs.words import urgent
from panel.decision import PackageStatus
from panel.emergency import EMERGENCY, Confirmation, EmergencyApproval, EmergencyStatus
from panel.meeting import MEETING, MeetingStatus
from panel.referral import REFERRAL, ReferralStatus

MAIL_REASONS = {
    "no_form": "no referral form in it",
    "unknown_sender": "the sender is not on the list of staff",
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
}
PACKAGES = {
    PackageStatus.ACTIVE: "running",
    PackageStatus.REVIEW_DUE: "a new application is due",
    PackageStatus.REVIEW_MISSED: "the date for a new application has passed",
    PackageStatus.ENDED: "ended",
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


def mail_reason(code: str) -> str:
    """Why a mail was set aside."""
    return MAIL_REASONS.get(code, code.replace("_", " "))

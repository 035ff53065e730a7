"""What each act of an emergency's story is called, for an inspector who reads it years later."""

ACTS = {
    "referral_begun": "Referral begun",
    "section_saved": "Part of the form saved",
    "answered": "Answer saved",
    "paper_attached": "Paper attached",
    "form_received": "Form received by mail",
    "sent_to_manager": "Sent to the manager to sign",
    "signed": "Signed by the manager and received",
    "returned": "Returned with a comment",
    "withdrawn": "Withdrawn",
    "emergency_asked": "Approval asked for",
    "emergency_supported": "Supported; an approver asked",
    "emergency_not_supported": "Not supported",
    "emergency_question": "Question asked before deciding",
    "emergency_answer": "Question answered",
    "emergency_approved": "Approved, and listed for ratification",
    "emergency_declined": "Refused",
    "emergency_approved_by_telephone": "Approval by telephone written down, unconfirmed",
    "emergency_refused_by_telephone": "Refusal by telephone written down",
    "telephone_confirmed": "Telephone approval confirmed by who gave it",
    "telephone_denied": "Telephone approval denied by the officer named",
    "emergency_taken_over": "Approved anew by another approver",
    "emergency_extended": "Extended, by name and with a reason",
    "told_by_telephone": "Somebody told by telephone",
    "admitted_before_panel": "Admission before the panel recorded",
    "search_permitted": "Information sufficient: the search may begin",
    "placement_made": "Placement made",
    "placement_ended": "Placement ended",
    "mail_settled": "A mail came that answers the request; it decided nothing",
    "fell_due": "A date or a silence was noticed",
    "decision_drafted": "Panel’s decision written down",
    "task_done": "Task done",
    "meeting_cancelled": "Meeting cancelled",
    "meeting_moved": "Meeting moved",
    "refused": "Something was asked for without permission",
    "papers_sent": "Papers mailed to one reader",
    "history_sent": "This history mailed to one reader",
}
CONFIRMED = "Panel’s decision confirmed"
CLOCK = "the clerk’s clock"
MAILBOX = "the mailbox"


def act(code: str) -> str:
    """An act in words."""
    return ACTS.get(code, code.replace("_", " ").capitalize())


def sent(topic: str, channel: str) -> str:
    """A notice that went out."""
    way = {"teams": "in Teams", "email": "by e-mail", "post": "in the channel"}[channel]
    return f"Told {way}: {topic.replace('_', ' ')}"

"""What notices in Teams say. A reference, a task, a date, what to do next; never a child's name."""

from collections.abc import Callable

from dialogs.patterns import is_reference
from dialogs.words import packs, sitting
from dialogs.words.family_letters import SENTENCES as FAMILY_LETTERS
from dialogs.words.mail_notices import MAIL
from dialogs.words.notices_later import LATER
from dialogs.words.urgent_notices import SENTENCES as URGENT
from dialogs.words.written import day_said, moment_said
from panel.notices import Topic

Facts = dict[str, str]


def _task_due(ref: str, facts: Facts) -> str:
    late = "was due" if facts.get("over") else "is due"
    return f"{ref}: “{facts['what']}” {late} on {day_said(facts['due'])}. Type “tasks” to close it."


def _meeting_moved(_: str, facts: Facts) -> str:
    return (
        f"The panel of {moment_said(facts['was'])} has been moved to {moment_said(facts['following'])}. "
        "Type “meetings” to see the dates and cut-offs."
    )


def _meeting_cancelled(_: str, facts: Facts) -> str:
    following = (
        f"The next one is on {moment_said(facts['following'])}."
        if facts.get("following")
        else "No later date is on the list yet."
    )
    return f"The panel of {moment_said(facts['was'])} is cancelled, as agreed beforehand. {following} Type “meetings”."


def _place_changed(ref: str, facts: Facts) -> str:
    happened = f"The panel of {moment_said(facts['was'])} was {facts.get('because', 'moved')}."
    if facts.get("starts"):
        return f"{happened} {ref} now has its place on {moment_said(facts['starts'])}."
    return f"{happened} {ref} waits for a place. I will write when it has one."


def _extension_needed(ref: str, facts: Facts) -> str:
    said = f"{ref}: this emergency approval needs an extension."
    if because := facts.get("because"):
        starts = facts.get("starts")
        listed = f"It is listed for {moment_said(starts)}." if starts else "No later panel is on the list."
        said = f"{ref}: the panel that ratifies this emergency was {because}. {listed}"
    until = f" until {moment_said(facts['ends'])}" if facts.get("ends") else ""
    if not facts.get("extend"):
        return f"{said} It is approved{until}." if until else said
    return (
        f"{said} It is approved{until or ' for now'} and does not run on by itself. An approver must act: "
        f"“extend {ref}”, a panel date and the reason."
    )


def _late_answered(ref: str, facts: Facts) -> str:
    if facts.get("cancelled"):
        return (
            f"{ref}: the panel of {moment_said(facts['starts'])} was cancelled. Type “status {ref}” to see its place."
        )
    if facts.get("papers"):
        return _late_paper_answered(ref, facts)
    if facts.get("unanswered"):
        return (
            f"Nobody answered in time whether {ref} can be heard on {moment_said(facts['starts'])}. It keeps its place."
        )
    if facts.get("agreed"):
        return f"{ref} came late, and it was agreed to hear it on {moment_said(facts['starts'])}."
    starts, reason = moment_said(facts["starts"]), facts.get("reason", "")
    return f"{ref} will not be heard late on {starts}: {reason}. It keeps its place."


def _late_paper_answered(ref: str, facts: Facts) -> str:
    papers, goes, does = (
        ("The late paper", "goes", "does") if facts["papers"] == "1" else ("The late papers", "go", "do")
    )
    if facts.get("unanswered"):
        return (
            f"{papers} of {ref} {does} not go with it: the panel has begun, and nobody answered. Whoever presents the "
            "case can say what matters."
        )
    if facts.get("agreed"):
        return (
            f"{papers} of {ref} {goes} with it on {moment_said(facts['starts'])}. "
            "The administrator: type “build pack” to print what there is now."
        )
    return (
        f"{papers} of {ref} {does} not go with it: {facts.get('reason', '').rstrip('.')}. Whoever presents the case "
        "can say what matters in it. If the members must read it, ask the administrator for a later panel."
    )


def _exception_answered(ref: str, facts: Facts) -> str:
    if facts.get("stays"):
        return f"{ref} goes on at this panel. Type “summary {ref}” to go on."
    if facts.get("agreed"):
        return f"{ref} may go to the panel as it is. Type “send {ref}” when it is ready."
    return f"{ref} may not go to the panel yet: {facts.get('reason', '')}. Type “missing {ref}” to see what must come."


def _release_due(_: str, facts: Facts) -> str:
    if not facts.get("last"):
        return "The Chair has confirmed the decisions. Please look them over, then type “send decisions”."
    state = "are overdue: they were due on" if facts.get("over") else "are due by"
    return f"The decision sheets of this meeting {state} {day_said(facts['last'])}. Type “status” to see what is left."


SENTENCES: dict[Topic, Callable[[str, Facts], str]] = {
    **URGENT,
    **sitting.SENTENCES,
    Topic.AUTHORISE_WAITS: lambda ref, _: f"{ref} still waits for your signature. Type “case {ref}” to read it.",
    Topic.RETURNED: lambda ref, facts: (
        f"{facts.get('by') or 'Your manager'} has returned {ref} with a comment. Type “summary {ref}” to see it."
    ),
    Topic.SIGNED: lambda ref, facts: (
        f"{facts.get('by') or 'Your manager'} has signed {ref}. Type “status {ref}” to see its place."
    ),
    Topic.MANAGER_CHANGED: lambda ref, facts: (
        f"{ref} is now with {facts.get('named', 'another manager')} as its manager. Type “case {ref}” to read it."
    ),
    Topic.ENTERED_FOR_YOU: lambda ref, _: (
        f"The panel administrator has begun {ref} for you. It is yours: look it over, and send it. "
        f"Type “summary {ref}” to see it."
    ),
    Topic.EXCEPTION_ANSWERED: _exception_answered,
    Topic.SENT_ELSEWHERE: lambda ref, facts: (
        f"{ref} is not for this panel, an officer has agreed. {facts.get('advice', '')}"
    ),
    Topic.PAPER_WAIVED: lambda ref, facts: f"{ref} can go without “{facts['what']}”. Type “missing {ref}” to go on.",
    Topic.FILTER_PASSED: lambda ref, _: (
        f"{ref} was looked at, and the panel will decide it. Type “status {ref}” to see its place."
    ),
    Topic.NO_PLACE: lambda ref, _: (
        f"{ref} waits for a panel, and no date with room is on the list. Please type “add meeting” and the date."
    ),
    Topic.LATE: lambda ref, facts: (
        f"{ref} came after the cut-off for the panel on {day_said(facts['wanted'])} (requests closed "
        f"{moment_said(facts['cutoff'])}). It goes to the next panel: type “status {ref}” to see when. "
        f"If it cannot wait, type “late {ref}” and the reason."
    ),
    Topic.MEETING_MOVED: _meeting_moved,
    Topic.MEETING_CANCELLED: _meeting_cancelled,
    Topic.CANCEL_REFUSED: lambda _, facts: (
        f"The panel you asked to cancel goes on: {facts['reason']}. Type “meetings” to see the dates."
    ),
    Topic.PLACE_CHANGED: _place_changed,
    Topic.EXTENSION_NEEDED: _extension_needed,
    Topic.LATE_ANSWERED: _late_answered,
    Topic.PAPERS_DUE: lambda _, facts: (
        f"The papers of the next panel, {facts['count']} in all, are due with its members on {day_said(facts['due'])}. "
        "Type “build pack”, or “papers sent” once they are out."
    ),
    Topic.PAPERS_OUT: lambda _, facts: (
        f"The papers for the panel of {moment_said(facts['starts'])} are out: {facts['refs'] or 'no cases'}. "
        "Type “meetings” to see the dates."
    ),
    Topic.CUT_OFF_NEAR: lambda ref, facts: (
        f"{ref} is not finished. Requests for the next panel close {moment_said(facts['cutoff'])}. "
        f"Type “missing {ref}” to see what is left."
    ),
    Topic.APPOINTMENT: lambda ref, facts: (
        f"{ref} has its place at the panel on {moment_said(facts['starts'])}."
        if facts.get("starts")
        else f"{ref} was not reached and moves on. Type “status {ref}” to see its new place."
    ),
    Topic.RELEASE_DUE: _release_due,
    Topic.TASK_GIVEN: lambda ref, facts: f"For you, on {ref}: {facts['what']}. Type “tasks” to see when it is due.",
    Topic.TASK_DUE: _task_due,
    Topic.REVIEW_NEAR: lambda ref, facts: (
        f"{ref}: a new application is needed by {day_said(facts['due'])}, "
        f"before the agreement ends on {day_said(facts['end'])}."
    ),
    Topic.REVIEW_MISSED: lambda ref, facts: (
        f"{ref}: the new application due on {day_said(facts['due'])} has not come. Nothing stops by itself. "
        f"The Chair decides: book it again, allow a short extension, or end it with a plan. Type “missed {ref}”."
    ),
    Topic.DATES_MISSING: lambda _, facts: (
        f"Only {facts['count']} panel dates are on the list, and {facts['wanted']} should be. "
        "Type “add meeting” and a date, or “plan meetings”."
    ),
    Topic.CALENDAR_ENDS: lambda _, facts: (
        f"I know bank holidays only until {day_said(facts['end'])}. I work out no date after that day. "
        "Ask whoever looks after this service to update the clerk. Type “meetings” to see the dates."
    ),
    **MAIL,
    **LATER,
    **FAMILY_LETTERS,
    **packs.SENTENCES,
}

REPEAT = "(This is a repeat: I could not tell whether the first one reached you.)"


def preview(about: str) -> str:
    """What a phone may show on its lock screen."""
    return f"{about}: news from the panel’s clerk" if is_reference(about) else "News from the panel’s clerk"

"""What notices in Teams say about what comes back after a decision: reviews, changes, challenges, what recurs."""

from collections.abc import Callable

from dialogs.words.written import day_said, moment_said
from panel.notices import Topic

Facts = dict[str, str]


def _planner_set(ref: str, facts: Facts) -> str:
    how = f" ({facts['how']})" if facts.get("how") else ""
    return (
        f"{ref}: “{facts.get('text', '')}” is in the planner for {day_said(facts['due'])}{how}. Type “planner {ref}”."
    )


def _planner_missed(ref: str, facts: Facts) -> str:
    return (
        f"{ref}: “{facts.get('text', '')}” was due on {day_said(facts['due'])} and is not done. "
        f"Nothing stops by itself. Type “review {ref}” to record it. The Chair can type “missed {ref}”."
    )


def _appeal_logged(ref: str, facts: Facts) -> str:
    last = f"The last day is {day_said(facts['last'])}: {facts.get('how', '')}." if facts.get("last") else ""
    return f"The family challenges the decision on {ref}. {last} Type “appeal {ref}” to see where it stands."


def _appeal_waits(ref: str, facts: Facts) -> str:
    waits = {
        "late": f"It came late: type “accept appeal {ref}” or “refuse appeal {ref}”, and the reason",
        "outside": f"Its answer from outside is overdue. Type “outside answer {ref}”, the day and the answer",
    }
    asked = f"It waits for something from the family. Type “appeal {ref}” to see what"
    return f"An appeal about {ref} waits. {waits.get(facts.get('status', ''), asked)}."


def _appeal_answered(ref: str, facts: Facts) -> str:
    if facts.get("late"):
        word = "was accepted" if facts["late"] == "accepted" else "was not accepted"
        return f"The late appeal about {ref} {word}: {facts.get('reason', '')}. Type “appeal {ref}” to see it."
    if facts.get("support"):
        return f"While the appeal about {ref} is open: {facts['support']}."
    if facts.get("outside"):
        return f"The appeal about {ref} was answered from outside the panel: {facts['outside']}."
    return f"The appeal about {ref} was withdrawn: {facts.get('withdrawn', '')}."


def _change_reported(ref: str, facts: Facts) -> str:
    pays = f" When payment has stopped, type “payment stopped {ref}”." if facts.get("pays") else ""
    return f"{ref}: {facts.get('text', 'a change was reported')}. Type “planner {ref}” to see its dates.{pays}"


LATER: dict[Topic, Callable[[str, Facts], str]] = {
    Topic.PLANNER_SET: _planner_set,
    Topic.PLANNER_NEAR: lambda ref, facts: (
        f"{ref}: “{facts.get('text', '')}” is due on {day_said(facts['due'])}. Type “review {ref}” to record it."
    ),
    Topic.PLANNER_MISSED: _planner_missed,
    Topic.PLANNER_MOVED: lambda ref, facts: (
        f"{ref}: “{facts.get('text', '')}” is now due on {day_said(facts['due'])}, because: {facts.get('reason', '')}."
    ),
    Topic.PLANNER_BOOKED: lambda ref, facts: (
        f"{ref} comes back to the panel on {moment_said(facts['starts'])}. Type “planner {ref}” to see why."
    ),
    Topic.CONTRACT_ENDS: lambda ref, facts: (
        f"{ref}: the agreement ends on {day_said(facts['end'])}, soon after the panel of "
        f"{day_said(facts.get('panel', ''))}. Type “apply again {ref}” to begin a new application."
    ),
    Topic.CHANGE_REPORTED: _change_reported,
    Topic.PAYMENT_RUNS_ON: lambda ref, _: (
        f"{ref} has ended, and nobody has said that payment stopped. Finance: type “payment stopped {ref}”."
    ),
    Topic.APPEAL_LOGGED: _appeal_logged,
    Topic.APPEAL_LACKS: lambda ref, facts: (
        f"The appeal about {ref} still needs: {facts.get('lacks', '')}. Please ask for it, then type “appeal {ref}”."
    ),
    Topic.APPEAL_BOOKED: lambda ref, facts: f"The appeal about {ref} is heard on {moment_said(facts['starts'])}.",
    Topic.APPEAL_WAITS: _appeal_waits,
    Topic.APPEAL_LATE: lambda ref, _: (
        f"An appeal about {ref} came late. Type “accept appeal {ref}” or “refuse appeal {ref}”, and the reason."
    ),
    Topic.APPEAL_ANSWERED: _appeal_answered,
    Topic.RECURRING_DUE: lambda _, facts: (
        f"“{facts.get('text', '')}” {'was' if facts.get('over') else 'is'} due on {day_said(facts['due'])}. "
        "Type “held” and the day once it is done."
    ),
}

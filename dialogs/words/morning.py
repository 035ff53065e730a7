"""What the one message of a morning says: a reference, what, by when, what to type; never a child’s name."""

from collections.abc import Callable
from datetime import date

from dialogs.words.conditions import listed
from dialogs.words.notices import SENTENCES
from dialogs.words.written import day_said, moment_said
from panel.calendar import say_day
from panel.notices import Topic

Facts = dict[str, str]
PREVIEW = "Your list from the panel’s clerk"
_DATES = ("cutoff", "due", "last", "end")
"""The facts that say by when, the nearest first."""


def morning(day: date, own: list[str], others: list[str]) -> str:
    """The whole message: what is for the reader, then what others were reminded of."""
    parts = [f"Your list for {say_day(day)}:", *(f"- {line}" for line in own)] if own else []
    parts += [f"What others were reminded of, {say_day(day)}:", *(f"- {line}" for line in others)] if others else []
    return "\n".join(parts)


def by_when(facts: Facts) -> str:
    """The day by which, as it sorts; what waits without a date comes first."""
    return next((facts[name][:10] for name in _DATES if facts.get(name)), "")


def waits_for_you(about: str) -> str:
    """For a reminder that is otherwise a card of its own."""
    return f"{about} waits for you. Type “status” to see it."


def watched(about: str, facts: Facts, names: list[str]) -> str:
    """A reminder that went to these people, for the administrator to know of."""
    topic = Topic(facts["of"])
    said = WATCHED.get(topic) or SENTENCES[topic]
    told = listed(names) or "nobody, because no one is listed"
    return f"{said(about, facts)} Reminded: {told}."


WATCHED: dict[Topic, Callable[[str, Facts], str]] = {
    Topic.AUTHORISE_WAITS: lambda ref, _: f"{ref} waits for its manager’s signature. Type “status {ref}”.",
    Topic.CUT_OFF_NEAR: lambda ref, facts: (
        f"{ref} is not finished; requests close {moment_said(facts['cutoff'])}. Type “missing {ref}”."
    ),
    Topic.EXCEPTION_ASKED: lambda ref, _: f"{ref} waits for an answer before it can go on. Type “status {ref}”.",
    Topic.FILTER_ASKED: lambda ref, _: f"{ref} waits to be looked at before the panel. Type “status {ref}”.",
    Topic.DECISION_ASKED: lambda ref, _: f"{ref} waits for its decision. Type “status {ref}”.",
    Topic.ENDORSE_WAITS: lambda ref, _: f"The decision on {ref} waits to be endorsed. Type “status {ref}”.",
    Topic.VISIT_DUE: lambda ref, facts: (
        f"{ref}: the child is to be visited before the panel on {day_said(facts['panel'])}. Type “status {ref}”."
    ),
    Topic.TASK_DUE: lambda ref, facts: (
        f"{ref}: “{facts['what']}” {'was' if facts.get('over') else 'is'} due on "
        f"{day_said(facts['due'])}. Type “status {ref}”."
    ),
    Topic.MINUTES_WAIT: lambda _, facts: (
        f"The minutes of {moment_said(facts['starts'])} wait to be signed. Type “minutes”."
    ),
    Topic.CONFIRM_DECISIONS: lambda _, __: "Decisions wait for the Chair to confirm them. Type “status”.",
}
"""What others were reminded of, where the sentence they read would not do for somebody else."""

"""What the one message of a morning says: a reference, what, by when, what to type; never a child’s name."""

from collections.abc import Callable
from datetime import date, datetime

from panel.calendar import say_day, say_moment
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
    return f"{_name(about)}waits for you. Type “status” to see it."


def watched(about: str, facts: Facts, names: list[str]) -> str:
    """A reminder that went to these people, for the administrator to know of."""
    said = _WATCHED.get(Topic(facts["of"]))
    told = " and ".join(names) if names else "nobody, because no one is listed"
    what = said(about, facts) if said else f"{_name(about)}{facts['of'].replace('_', ' ')}. {_look(about)}"
    return f"{what} Reminded: {told}."


def _name(about: str) -> str:
    return "" if "." in about else f"{about}: "


def _look(about: str) -> str:
    return "Type “meetings” to see the dates." if "." in about else f"Type “status {about}” to see where it is."


_WATCHED: dict[Topic, Callable[[str, Facts], str]] = {
    Topic.AUTHORISE_WAITS: lambda ref, _: f"{ref} waits for its manager’s signature. Type “status {ref}”.",
    Topic.CUT_OFF_NEAR: lambda ref, facts: (
        f"{ref} is not finished; requests close {say_moment(datetime.fromisoformat(facts['cutoff']))}. "
        f"Type “missing {ref}”."
    ),
    Topic.FULL_FORM_DUE: lambda ref, _: f"{ref}: the full form after an emergency is due. Type “missing {ref}”.",
    Topic.TASK_DUE: lambda ref, facts: (
        f"{ref}: “{facts['what']}” {'was' if facts.get('over') else 'is'} due on "
        f"{say_day(date.fromisoformat(facts['due']))}. Type “status {ref}”."
    ),
    Topic.REVIEW_NEAR: lambda ref, facts: (
        f"{ref}: a new application is needed by {say_day(date.fromisoformat(facts['due']))}. Type “status {ref}”."
    ),
    Topic.REVIEW_MISSED: lambda ref, facts: (
        f"{ref}: the new application due on {say_day(date.fromisoformat(facts['due']))} has not come. "
        f"Type “status {ref}”."
    ),
    Topic.MINUTES_WAIT: lambda _, facts: (
        f"The minutes of {say_moment(datetime.fromisoformat(facts['starts']))} wait to be signed. Type “minutes”."
    ),
    Topic.CONFIRM_DECISIONS: lambda _, __: "Decisions wait for the Chair to confirm them. Type “status”.",
}

"""What the clerk says about who sits at a meeting and about its agenda."""

from collections.abc import Callable, Mapping

from dialogs.words.written import day_said, moment_said
from panel.notices import Topic

HOW_AWAY = "Please type: sorry 9 December 2026 and the reason."
HOW_SUBSTITUTE = "Please type: substitute Joan Ellis by Sam Okafor for 9 December 2026 because …"
HOW_CONFLICT = "Please type: conflict Joan Ellis {ref} and the reason."
CHOOSE_BOTH = "Please choose the item, and who takes no part in it."
UNCONFIRMED = "Please note: the agenda of this meeting was never confirmed."
_NOTED = {
    "arrived": "Noted: {name} is here.",
    "left": "Noted: {name} has left.",
    "who_is_here_noted": "Noted who is here.",
    "chair_taken": "{name} is in the chair for the rest of this meeting.",
    "conflict_declared": "Noted: {name} takes no part in that item and does not count for it.",
    "away": "Noted: {name} cannot come.",
    "substitute_named": "Noted: {name} stands in at this meeting only, and is sent its papers.",
    "heard_without": "Noted: {name} is heard without its presenter, as the Chair chose.",
    "put_off": "{name} goes to the next panel with room. Its people have been told why.",
    "item_moved": "{name} has its new place. Its people are told the time.",
    "taken_off": "{name} is off this agenda. Its people have been told why, and where it goes.",
    "endorsement_given": "{name} is endorsed and final. Everyone concerned is told.",
    "endorsement_refused": "{name} is not endorsed. Its people are told why.",
    "endorsement_sent_back": "{name} goes back to the panel. Its people are told why.",
    "agenda_confirmed": "The agenda is confirmed. Those who present have been told their times.",
}


def noted(code: str, name: str, facts: Mapping[str, str]) -> str:
    """After something was noted about a meeting; says how the quorum stands where that matters."""
    said = [_NOTED[code].format(name=name)]
    if facts.get("quorate") == "no":
        said.append(f"The panel is NOT QUORATE. {facts['quorum']}")
    if facts.get("chairless"):
        said.append("Nobody is in the chair now. Type “chair” and the name of whoever takes it.")
    return " ".join(said)


def visited(ref: str, facts: Mapping[str, str]) -> str:
    """After the day of a visit was written down; says when it is too early for the panel."""
    day = day_said(facts["visited"])
    if facts["recent"] == "yes":
        return f"Noted: the child of {ref} was visited on {day}."
    return f"Noted: {ref}, visited on {day}. That is too early for the panel, so another visit is needed before it."


def _visit_missing(ref: str, facts: Mapping[str, str]) -> str:
    first, panel = (day_said(facts[name]) for name in ("first", "panel"))
    return (
        f"{ref} is heard on {panel}, and no visit since {first} is written down. "
        f"Whoever works on the case: type “visited {ref}” and the date."
    )


def _put_off(ref: str, facts: Mapping[str, str]) -> str:
    because = {
        "taken_off": "was taken off the agenda of",
        "presenter_absent": "had nobody to present it at",
        "sent_back": "was sent back after",
    }[facts["because"]]
    place = (
        f"It now has its place on {moment_said(facts['starts'])}." if facts.get("starts") else "It waits for a place."
    )
    return f"{ref} {because} the panel of {moment_said(facts['was'])}: {facts['reason']}. {place}"


def _quorum(_: str, facts: Mapping[str, str]) -> str:
    count = f" {facts['present']} of {facts['needed']} needed are expected." if facts["needed"] != "0" else ""
    away = f" Away: {facts['away']}." if facts["away"] else ""
    return (
        f"The panel of {moment_said(facts['starts'])} may not be quorate.{count} Lacking: {facts['lacks']}.{away} "
        "Type “substitute”, a name, “by”, a name, “for” and the date, to have somebody stand in."
    )


SENTENCES: dict[Topic, Callable[[str, dict[str, str]], str]] = {
    Topic.MINUTES_WAIT: lambda _, facts: (
        f"The minutes of {moment_said(facts['starts'])} wait to be signed. Type “minutes”, then “sign minutes”."
    ),
    Topic.AGENDA_WAITS: lambda _, facts: (
        f"The agenda of {moment_said(facts['starts'])} still waits to be confirmed. Type “agenda” to see it, then "
        "“confirm agenda”."
    ),
    Topic.AGENDA_ADDED: lambda _, facts: (
        f"{facts['ref']} was added to the agenda after it was confirmed, at {moment_said(facts['starts'])}. "
        "Type “agenda” to see it."
    ),
    Topic.PRESENT_AT: lambda ref, facts: (
        f"{ref} is heard on {moment_said(facts['starts'])}. Please be there to present it."
    ),
    Topic.PUT_OFF: _put_off,
    Topic.IN_PRINCIPLE: lambda ref, _: (
        f"{ref}: the panel has decided in principle. The decision is not final until it is endorsed. Nothing is agreed "
        "yet, so please promise nothing. I will tell you."
    ),
    Topic.ENDORSE_WAITS: lambda ref, _: (
        f"The decision on {ref} still waits for you. Type “endorse {ref}”, or “refuse endorsement {ref}” and why."
    ),
    Topic.VISIT_MISSING: _visit_missing,
    Topic.PUT_OFF_AGAIN: lambda ref, _: (
        f"{ref} was put off by the panel, and not for the first time. Type “status {ref}” to see where it is."
    ),
    Topic.QUORUM_AT_RISK: _quorum,
    Topic.PAPER_READY: lambda _, facts: (
        f"The papers of {facts['ref']} are ready for the panel of {moment_said(facts['starts'])}. "
        "Type “meetings” to see the dates."
    ),
}

"""A panel's rules in plain English, from its profile, for its chair to sign off."""

from datetime import date

from dialogs.words.conditions import listed, when
from dialogs.words.profile_dates import closing, examples, sitting
from dialogs.words.profile_decisions import decision_lines, emergency_lines
from dialogs.words.profile_form import form_lines, paper_lines
from dialogs.words.profile_later import later_lines
from dialogs.words.profile_letters import letter_lines
from dialogs.words.profile_more import whose
from panel.notices import Channel
from panel.people import Role
from panel.profile import Profile
from panel.rules.decisions import Term
from panel.rules.gates import Then
from panel.rules.telling import Event, Tell

EVENTS = {
    Event.RECEIVED: "a referral is signed, and so received",
    Event.BOOKED: "a referral gets a place at a panel",
    Event.EMERGENCY_APPROVED: "an emergency is approved",
    Event.EMERGENCY_REFUSED: "an emergency is refused",
    Event.PLACEMENT_MADE: "a placement is made under an emergency approval",
    Event.DECIDED: "a decision is confirmed",
    Event.RELEASED: "the decision sheets go out",
}
VIA = {Channel.TEAMS: "in Teams", Channel.EMAIL: "by e-mail", Channel.POST: "in the panel’s channel"}
STATUS = {
    "draft": "a draft: it takes no referrals",
    "pilot": "a pilot: it takes referrals",
    "live": "live: it takes referrals",
    "retired": "retired: it takes no new referrals, and those it has go on",
}


def describe(profile: Profile, today: date) -> str:
    """The rules as a page of Markdown; its examples are worked out from `today` on."""
    parts = [
        _head(profile, today),
        *_meetings(profile, today),
        _signing(profile),
        _filter(profile),
        form_lines(profile),
        paper_lines(profile),
        emergency_lines(profile) if profile.route else [],
        decision_lines(profile),
        _told(profile),
        _reviews(profile),
        later_lines(profile),
        letter_lines(profile),
        _sign_off(profile),
    ]
    return "\n".join(line for part in parts for line in part)


def _head(profile: Profile, today: date) -> list[str]:
    panel = profile.panel
    since = f", in force from {_day(panel.effective_from)}" if panel.effective_from else ""
    return [
        f"# {panel.council}: {panel.name}",
        "",
        f"What the panel’s clerk does, as profile {panel.id}, version {panel.version}{since}, says. It is "
        f"{STATUS[panel.status]}. The procedure behind it: {panel.source or 'not said'}. Examples are worked "
        f"out from {_day(today)} on.",
        "",
        f"References begin with {panel.prefix}-. Papers and decision sheets are marked "
        f"{f'“{panel.marking}”' if panel.marking else 'with nothing'}.",
        "",
        *_gates(profile),
    ]


def _gates(profile: Profile) -> list[str]:
    """What sends a request elsewhere, holds it back, or is only said (RF-2, RF-4)."""
    lines = []
    for gate in profile.gates:
        may = f" The {profile.title(gate.exception_by)} can let it through, with a reason." if gate.exception_by else ""
        agreed = f" The {profile.title(gate.confirm_by)} must agree first." if gate.confirm_by else ""
        lines.append(f"- {_GATES[gate.then]} {when(gate.when, profile.form)}: “{gate.say}”{may}{agreed}")
    return ["Before a request goes to the panel:", "", *lines, ""] if lines else []


_GATES = {
    Then.ELSEWHERE: "It belongs elsewhere",
    Then.BLOCK: "It cannot be sent yet",
    Then.WARN: "A warning is given",
}


def _signing(profile: Profile) -> list[str]:
    lines = ["## Who signs", ""]
    for number, step in enumerate(profile.authorisation.steps, 1):
        first = f"{number}. " if len(profile.authorisation.steps) > 1 else ""
        only = f", {when(step.when, profile.form)}" if step.when else ""
        confirms = ", and confirms all of these:" if step.checks else "."
        lines += [f"{first}The {profile.title(step.by)} signs each referral{only}{confirms}", ""]
        lines += [*(f"- {check.ask}." for check in step.checks), ""] if step.checks else []
    if not profile.authorisation.steps:
        return [*lines, "Nobody has to sign: a referral is received when it is sent.", ""]
    said = "Until then it does not count as received. It can be returned with a comment instead. Whoever has to sign "
    several = " The signatures are given in this order." if len(profile.authorisation.steps) > 1 else ""
    return [*lines, f"{said}is reminded each working morning.{several}", ""]


def _meetings(profile: Profile, today: date) -> list[list[str]]:
    """When it meets and when requests close, or that it decides without meetings (RF-39)."""
    if profile.sittings is None:
        title = profile.title(profile.decisions.confirmed_by)
        says = (
            f"It does not meet. Requests can come at any time. Each goes to the {title} once it is received, who "
            "decides it; the decision binds at once. Nobody decides a request of their own, or one they manage. The "
            f"{title} is reminded each working morning until it is decided."
        )
        return [["## How it decides", "", says, ""]]
    return [
        ["## When it meets", "", *sitting(profile, today), ""],
        ["## When requests close", "", *closing(profile), "", *examples(profile, today), ""],
    ]


def _filter(profile: Profile) -> list[str]:
    """Requests that somebody looks at before the panel (RO-5.9)."""
    if profile.filter is None:
        return []
    who = listed([f"the {profile.title(role)}" for role in profile.filter.by], "or")
    says = (
        f"Before the panel, {who} looks at a request {when(profile.filter.when, profile.form)}. They decide it, "
        "send it to the panel, or return it, each with a reason. Nobody does so for a request of their own, or one "
        "they manage. They are reminded each working morning. The cut-off still looks at when it was received."
    )
    return ["## Before the panel", "", says, ""]


def _told(profile: Profile) -> list[str]:
    lines = ["## Who is told", ""]
    for event in Event:
        told = [_recipient(profile, tell) for tell in profile.tell if tell.on is event]
        if told or event not in _unheard(profile):
            lines.append(f"- When {EVENTS[event]}: {'; '.join(told) or 'nobody'}.")
    return [*lines, "", "Each message goes to one person. The channel sees references only.", ""]


def _unheard(profile: Profile) -> tuple[Event, ...]:
    """What cannot happen at this panel."""
    meetings = () if profile.sittings else (Event.BOOKED,)
    urgent = () if profile.route else (Event.EMERGENCY_APPROVED, Event.EMERGENCY_REFUSED, Event.PLACEMENT_MADE)
    return (*meetings, *urgent)


def _recipient(profile: Profile, tell: Tell) -> str:
    only = f", {when(tell.when, profile.form)}" if tell.when else ""
    labels = [f"“{outcome.label}”" for code in tell.outcomes if (outcome := profile.outcome(code))]
    after = f", after {listed(labels, 'or')}" if labels else ""
    return f"{whose(profile, tell.to)} {VIA[tell.via]}{only}{after}"


def _reviews(profile: Profile) -> list[str]:
    reviews = profile.reviews
    rungs = listed([length.words for length in reviews.remind])
    dated = Term.REAPPLY_BY in {name for outcome in profile.decisions.outcomes for name in outcome.needs}
    new = "a date before it by which a new application is needed" if dated else "where it is set, a review date"
    return [
        "## Reviews",
        "",
        f"An agreement has {'an end, and ' if dated else 'an end or, '}{new}. The practitioner and the manager are "
        f"reminded {rungs or 'at no time'} before that date. If it passes, the Chair is told and decides. "
        f"{reviews.consequence}".strip(),
        "",
        *_date_checks(profile),
    ]


def _date_checks(profile: Profile) -> list[str]:
    """Dates the clerk compares; it warns and stops nothing (AM-27)."""
    said = [f"- “{check.say}”" for check in profile.date_checks]
    return ["The clerk compares dates and warns, but stops nothing:", "", *said, ""] if said else []


def _sign_off(profile: Profile) -> list[str]:
    return [
        "## Agreed",
        "",
        f"These are the rules of the {profile.panel.name}, version {profile.panel.version}.",
        "",
        f"{profile.title(Role.CHAIR)}: ______________________________ Date: ______________",
        "",
    ]


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

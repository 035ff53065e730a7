"""A panel's rules in plain English, from its profile, for its chair to sign off."""

from datetime import date

from dialogs.words.conditions import listed, when
from dialogs.words.profile_dates import closing, examples, sitting
from dialogs.words.profile_decisions import decision_lines, emergency_lines
from dialogs.words.profile_form import form_lines, paper_lines
from dialogs.words.profile_later import later_lines
from panel.notices import Channel
from panel.people import Role
from panel.profile import Profile
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
PARTIES = {
    "referrer": "whoever made the referral",
    "manager": "their manager",
    "presenter": "whoever presents the case",
    "iro": "the IRO named on the form",
    "members": "every panel member and the Chair",
}
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
        ["## When it meets", "", *sitting(profile, today), ""],
        ["## When requests close", "", *closing(profile), "", *examples(profile, today), ""],
        _signing(profile),
        form_lines(profile),
        paper_lines(profile),
        emergency_lines(profile),
        decision_lines(profile),
        _told(profile),
        _reviews(profile),
        later_lines(profile),
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
        f"{STATUS[panel.status]}. The procedure behind it is dated {panel.source or '(not said)'}. Examples are worked "
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
        may = f" The {profile.title(gate.exception_by)} can let it through." if gate.exception_by else ""
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
        lines += [f"{first}The {profile.title(step.by)} signs each referral{only}, and confirms all of these:", ""]
        lines += [*(f"- {check.ask}." for check in step.checks), ""]
    if not profile.authorisation.steps:
        return [*lines, "Nobody has to sign: a referral is received when it is sent.", ""]
    said = "Until then it does not count as received. It can be returned with a comment instead. Whoever has to sign "
    return [*lines, f"{said}is reminded each working morning.", ""]


def _told(profile: Profile) -> list[str]:
    lines = ["## Who is told", ""]
    for event in Event:
        told = [_recipient(profile, tell) for tell in profile.tell if tell.on is event]
        lines.append(f"- When {EVENTS[event]}: {'; '.join(told) or 'nobody'}.")
    return [*lines, "", "Each message goes to one person. The channel sees references only.", ""]


def _recipient(profile: Profile, tell: Tell) -> str:
    who = PARTIES.get(tell.to) or f"the {profile.title(Role(tell.to))}"
    only = f", {when(tell.when, profile.form)}" if tell.when else ""
    return f"{who} {VIA[tell.via]}{only}"


def _reviews(profile: Profile) -> list[str]:
    reviews = profile.reviews
    rungs = listed([length.words for length in reviews.remind])
    return [
        "## Reviews",
        "",
        f"An agreement has an end, and a date before it by which a new application is needed. The practitioner and the "
        f"manager are reminded {rungs or 'at no time'} before that date. If it passes, the Chair is told and decides. "
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

"""A panel's rules in plain English, from its profile, for its chair to sign off."""

from datetime import date

from dialogs.words.conditions import listed, when
from dialogs.words.profile_dates import closing, examples, sitting
from dialogs.words.profile_decisions import decision_lines, emergency_lines
from dialogs.words.profile_form import form_lines, paper_lines
from panel.notices import Channel
from panel.people import Role
from panel.profile import Event, Profile, Tell

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
        _sign_off(profile),
    ]
    return "\n".join(line for part in parts for line in part)


def _head(profile: Profile, today: date) -> list[str]:
    panel = profile.panel
    since = f", in force from {_day(panel.effective_from)}" if panel.effective_from else ""
    outside = f"A child is outside its remit {when(profile.scope.outside, profile.form)}. The clerk then says:"
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
        *([f"{outside} “{profile.scope.advice}”", ""] if profile.scope.outside else []),
    ]


def _signing(profile: Profile) -> list[str]:
    return [
        "## Who signs",
        "",
        f"The {profile.title(profile.authorisation.by)} signs each referral and confirms all of these; until then it "
        "does not count as received. Or they return it with a comment. They are reminded each working morning.",
        "",
        *(f"- {check.ask}." for check in profile.authorisation.checks),
        "",
    ]


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
        f"A panel should be at least {reviews.before_plan_review.words} before the child’s own plan is reviewed; the "
        f"clerk warns otherwise, and stops nothing.",
        "",
    ]


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

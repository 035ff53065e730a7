"""Who approves what, and what a decision must state, in plain English."""

from dialogs.words.conditions import counted, listed, when
from dialogs.words.profile_form import ask_lines
from dialogs.words.profile_more import outcome_lines
from panel.form import Question
from panel.people import Role
from panel.profile import Profile
from panel.rules.decisions import BUILT_IN, UNMET_NEED, Effect, Following, Outcome

_EFFECTS = {
    Effect.AGREED: "the request is agreed",
    Effect.REFUSED: "the request is not agreed",
    Effect.DEFERRED: "the case comes back to a later panel",
    Effect.EMERGENCY: "an emergency is approved",
}
_OWNERS = {"referrer": "whoever made the referral", "manager": "their manager"}


def emergency_lines(profile: Profile) -> list[str]:
    """The route between panels: what must be known, who is asked, how long an approval holds."""
    emergency = profile.emergency
    parts = [f"“{section.title}”" for section in profile.form.sections if section.id in emergency.sections]
    order = listed([f"the {profile.title(role)}" for role in emergency.approvers], "and then")
    return [
        "## Emergencies between panels",
        "",
        f"An emergency is asked for with {listed(parts)} of the form; the rest follows. Before it is asked, these are "
        "answered:",
        "",
        *ask_lines(profile, emergency.must_know),
        "",
        f"These may approve, and are asked one after the other: {order}. Nobody decides on their own referral, or on "
        f"one they manage.{_supported(profile)} After {emergency.escalate_after.words} without an answer the next is "
        f"asked, and the {profile.title(Role.PANEL_ADMIN)} is told. Silence approves nothing.",
        "",
        "An approval holds to the end of the day of the next panel, or "
        f"{emergency.if_no_panel.words} if no date is known{_at_most(profile)}. It is put on that panel’s agenda at "
        "once. Nothing is "
        "stopped by itself when it ends: people are told until someone decides."
        f" {_extended(profile)}",
        "",
        *_admitted(profile),
        *_after_approval(profile),
    ]


def decision_lines(profile: Profile) -> list[str]:
    """What the panel weighs and can record, who makes it binding, and what follows."""
    decisions = profile.decisions
    return [
        "## Decisions",
        "",
        "The panel considers:",
        "",
        *(f"- {check.ask}." for check in decisions.considers),
        "",
        "It records one of these:",
        "",
        *(_outcome(profile, outcome) for outcome in decisions.outcomes),
        "",
        f"The {profile.title(decisions.confirmed_by)} confirms decisions; nothing is binding before. Decision sheets "
        f"go out within {decisions.sheets_within.words} after {'the panel' if profile.sittings else 'that'}."
        + (f" Each says: “{decisions.warning}”" if decisions.warning else ""),
        "",
        *_endorsed(profile),
        *outcome_lines(profile),
        *_tasks(profile),
    ]


def _endorsed(profile: Profile) -> list[str]:
    rule = profile.decisions.endorsed
    if rule is None:
        return []
    on = f", when {listed([_happened(profile, each) for each in rule.on], 'or')}" if rule.on else ""
    only = f", {when(rule.when, profile.form, profile.decisions.terms)}" if rule.when else ""
    return [
        f"A decision is in principle until the {profile.title(rule.by)} endorses it{on}{only}. Until then nothing is "
        "done about it, and its people are told so. It can be refused with a reason, or sent back. Putting a "
        "case off needs nobody’s agreement.",
        "",
    ]


def _supported(profile: Profile) -> str:
    by = profile.emergency.supported_by
    return f" The {profile.title(by)} must support the request before they are asked." if by else ""


def _extended(profile: Profile) -> str:
    officers = profile.emergency.extend_by or profile.emergency.approvers
    named = listed([f"the {profile.title(role)}" for role in officers], "or")
    return f"Only {named} can let it run longer, with a reason."


def _admitted(profile: Profile) -> list[str]:
    """How a child who was admitted first is put to the panel after the event (RO-5.16)."""
    if not profile.emergency.admission:
        return []
    return [
        "A child who had to be admitted before the panel is recorded, with the circumstances and who authorised it. "
        f"The {profile.title(Role.CHAIR)} is told at once, and the next panel hears it in any event.",
        "",
    ]


def _at_most(profile: Profile) -> str:
    at_most = profile.emergency.at_most
    return f", and never longer than {at_most.words}" if at_most else ""


def _after_approval(profile: Profile) -> list[str]:
    looks = f"The {profile.title(Role.RESOURCES_TEAM)} may look for a placement once these are answered:"
    search = [looks, "", *ask_lines(profile, profile.emergency.search_needs), ""]
    return [
        *(search if profile.emergency.search_needs else []),
        "The panel then records one of these:",
        "",
        *(_outcome(profile, outcome) for outcome in profile.emergency.outcomes),
        "",
    ]


def _outcome(profile: Profile, outcome: Outcome) -> str:
    states = listed([_stated(profile.term(term)) for term in outcome.needs])
    only = f" Only at hearing {outcome.at_hearing} of the case." if outcome.at_hearing else ""
    may = listed([_stated(profile.term(term)) for term in outcome.may])
    more = f" It may state {may}." if may else ""
    return f"- **{outcome.label}**: {_EFFECTS[outcome.effect]}. It must state {states or 'nothing more'}.{more}{only}"


def _stated(term: Question) -> str:
    return term.ask if term.id in BUILT_IN else f"“{term.ask}”"


def _happened(profile: Profile, on: str) -> str:
    """An effect, or one outcome by its label."""
    if on in list(Effect):
        return _EFFECTS[Effect(on)]
    outcome = profile.outcome(on)
    return f"the outcome is “{outcome.label}”" if outcome else on


def owner(profile: Profile, name: str) -> str:
    """Whose a task is."""
    return _OWNERS.get(name) or f"the {profile.title(Role(name))}"


def _tasks(profile: Profile) -> list[str]:
    tasks = profile.decisions.tasks
    head = f"{counted(len(tasks), 'task')} can follow:" if tasks else "No task follows by itself."
    return [head, "", *(_task(profile, task) for task in tasks), ""]


def _task(profile: Profile, task: Following) -> str:
    every = len(task.on) == len(Effect)
    after = "" if every else f", when {listed([_happened(profile, on) for on in task.on], 'or')}"
    only = f", {when(task.when, profile.form, profile.decisions.terms)}" if task.when else ""
    return (
        f"- {task.text}: {owner(profile, task.owner)}, within {task.within.words}{after}{only}.{_ended(profile, task)}"
    )


def _ended(profile: Profile, task: Following) -> str:
    labels = {each.id: f"“{each.label}”" for each in profile.happenings} | {UNMET_NEED: "an unmet need"}
    named = [labels[name] for name in task.ended_by]
    return f" It is over, too, once somebody reports {listed(named, 'or')}." if named else ""

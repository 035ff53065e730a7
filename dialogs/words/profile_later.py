"""Reviews, reported changes, challenges and what recurs, as a panel's profile says them, in plain English."""

from dialogs.words.conditions import listed, when
from panel.people import Role
from panel.profile import Profile
from panel.rules.later import Cycle, Happening, Stage
from panel.rules.sittings import Recurring

_PARTIES = {"referrer": "whoever made the referral", "manager": "their manager", "presenter": "whoever presents it"}
_THEN = {
    "note": "",
    "return": " The case goes back to the next panel with a place.",
    "ending": " The agreement comes to its end, and finance is asked until it has stopped paying.",
    "unmet_need": " It is entered as an unmet need.",
}
_FROM = {
    "receipt": "after the family received the outcome",
    "panel_date": "after the day of the panel",
    "answer": "after the answer to the stage before",
}


def later_lines(profile: Profile) -> list[str]:
    """What comes back after a decision; a part for which the profile says nothing is left out."""
    return [*_planner(profile), *_changes(profile), *_challenge(profile), *_recurring(profile)]


def _planner(profile: Profile) -> list[str]:
    reviews = profile.reviews
    lines = [f"- {_cycle(profile, cycle)}" for cycle in reviews.cycles]
    if reviews.asks:
        lines.append(f"- Each review answers: {'; '.join(f'“{ask.ask}”' for ask in reviews.asks)}.")
    if reviews.contract_scan:
        soon = reviews.contract_scan.words
        lines.append(
            f"- Agreements that end within {soon} of the next panel are listed for it, and their people are told."
        )
    if not lines:
        return []
    missed = "A date that passes is raised with the Chair, who books it again, extends it or ends it with a plan."
    return ["The forward planner:", "", *lines, "", f"{missed} Nothing ends by itself.", ""]


def _cycle(profile: Profile, cycle: Cycle) -> str:
    question = profile.form.question(cycle.starts) or profile.decisions.term(cycle.starts) if cycle.starts else None
    start = f"the day in “{question.ask}”" if question else "the day of the panel"
    first = listed([length.words for length in cycle.at])
    every = f"every {cycle.then_every.words}" if cycle.then_every else ""
    count = " and then ".join(part for part in (first, every) if part)
    only = f", {when(cycle.when, profile.form)}" if cycle.when else ""
    remind = listed([length.words for length in cycle.remind])
    also = "" if cycle.owner == "manager" else ", also to the manager of the case"
    before = f" Reminders go out {remind} before{also}." if remind else ""
    return f"{cycle.text}{only}: {count} after {start}. It is for {_who(profile, cycle.owner)}.{before}"


def _changes(profile: Profile) -> list[str]:
    lines = [f"- {_change(profile, happening)}" for happening in profile.happenings]
    return ["## When something changes", "", *lines, ""] if lines else []


def _change(profile: Profile, happening: Happening) -> str:
    by = listed([_who(profile, name) for name in happening.by])
    tell = listed([_who(profile, name) for name in happening.tell])
    told = f" Told at once: {tell}." if tell else ""
    tasks = "".join(
        f" Task for {_who(profile, task.owner)} within {task.within.words}: “{task.text}”." for task in happening.tasks
    )
    return f"“{happening.label}” is reported by {by}.{told}{tasks}{_THEN[happening.then]}"


def _challenge(profile: Profile) -> list[str]:
    stages = [f"{number}. {_stage(stage)}" for number, stage in enumerate(profile.challenge.stages, 1)]
    if not stages and not profile.challenge.complaints:
        return []
    late = ["", "A request that comes late is put to the Chair; the clerk refuses none."] if stages else []
    complaint = f"A complaint can be made at any time. {profile.challenge.complaints}".strip()
    return ["## When a family disagrees", "", *stages, *late, "", complaint, ""]


def _stage(stage: Stage) -> str:
    window = f"within {stage.window.words} {_FROM[stage.counts_from]}" if stage.window else "at any time"
    most = "as often as asked" if not stage.most else "once" if stage.most == 1 else f"{stage.most} times"
    asks = f" It must say: {'; '.join(f'“{ask.ask}”' for ask in stage.asks)}." if stage.asks else ""
    heard = "It is heard at the next panel whose agenda is not confirmed yet."
    if stage.heard_by == "outside":
        within = f" within {stage.answered_within.words}" if stage.answered_within else ""
        heard = f"It is passed to {stage.body or 'a body outside the panel'}, which answers{within}."
    return f"The {stage.name}, {most}, {window}. {heard}{asks}"


def _recurring(profile: Profile) -> list[str]:
    lines = [f"- {_recurs(profile, rule)}" for rule in profile.recurring]
    return ["## What the panel does at intervals", "", *lines, ""] if lines else []


def _recurs(profile: Profile, rule: Recurring) -> str:
    who = listed([_who(profile, str(role)) for role in rule.who])
    since = f"{rule.since.day} {rule.since:%B %Y}"
    told = f"{rule.before.words} before, and on the day: {who}."
    return f"{rule.text}: every {rule.every.words}, counted from {since}. {told}"


def _who(profile: Profile, name: str) -> str:
    if name in _PARTIES:
        return _PARTIES[name]
    return f"the {profile.title(Role(name))}" if name in list(Role) else f"the {name.replace('_', ' ')} by e-mail"

"""The parts of a panel's procedure that not every panel has, in plain English: seats, agenda, cycles, challenge."""

from dialogs.words.conditions import counted, listed, when
from panel.form import Question
from panel.people import Role
from panel.profile import Profile
from panel.rules.decisions import Effect
from panel.rules.later import Cycle, Happening, Stage
from panel.rules.quorum import Needed, PanelSeat
from panel.rules.sittings import Recurring

_WHOSE = {
    "referrer": "whoever made the referral",
    "manager": "their manager",
    "members": "every panel member and the Chair",
    "presenter": "whoever presents the case",
    "iro": "the IRO named on the form",
}
_EFFECTS = {Effect.AGREED: "an agreement", Effect.REFUSED: "a refusal", Effect.DEFERRED: "a deferral"}
_THEN = {
    "note": "It is noted on the case.",
    "return": "The case goes back to the panel.",
    "ending": "The package ends.",
    "unmet_need": "It is put on the record of unmet needs, without a name.",
}
_COUNTS_FROM = {
    "receipt": "the family has the decision in writing",
    "panel_date": "the day of the panel",
    "answer": "the answer of the stage before",
}


def whose(profile: Profile, name: str) -> str:
    """A party, a role, or one of the panel's contacts, as a person says it."""
    if name in _WHOSE:
        return _WHOSE[name]
    return f"the {profile.title(Role(name))}" if name in list(Role) else f"the address “{name.replace('_', ' ')}”"


def panel_lines(profile: Profile) -> list[str]:
    """Who sits on the panel, what makes it quorate, its agenda and minutes; empty without meetings."""
    if profile.sittings is None:
        return []
    chairs = listed([whose(profile, role) for role in profile.meetings.chaired_by], "or, in their absence,")
    lines = [f"It is chaired by {chairs}.", ""]
    if profile.seats:
        lines += ["These have a place:", "", *(_seat(seat) for seat in profile.seats), ""]
    return [
        "## Who sits on it",
        "",
        *lines,
        _quorum(profile),
        "",
        *_kept(_lengths(profile) + _agenda(profile) + _visit(profile) + _minutes(profile)),
        *_recurring(profile),
    ]


def filter_lines(profile: Profile) -> list[str]:
    """Requests that somebody deals with before the meeting (RO-5.9)."""
    if profile.filter is None:
        return []
    who = listed([whose(profile, role) for role in profile.filter.by], "or")
    return [
        "## Before the meeting",
        "",
        f"{_capital(when(profile.filter.when, profile.form))}, {who} looks at the request first, and decides it, sends "
        "it to the panel, or returns it. Each of these is recorded with its reason.",
        "",
    ]


def endorsement_lines(profile: Profile) -> list[str]:
    """Who must agree before a decision is final, and what an outcome does beside its effect."""
    lines = []
    if endorsed := profile.decisions.endorsed:
        only = f", {when(endorsed.when, profile.form, profile.decisions.terms)}" if endorsed.when else ""
        after = f" after {listed([_outcome(profile, on) for on in endorsed.on], 'or')}" if endorsed.on else ""
        lines.append(f"- {_capital(whose(profile, endorsed.by))} must agree before a decision is final{after}{only}.")
    for outcome in profile.decisions.outcomes:
        if outcome.first:
            lines.append(f"- The record of “{outcome.label}” goes out before all others.")
        if outcome.unmet_need:
            lines.append(f"- With “{outcome.label}” the panel is asked for an entry in the record of unmet needs.")
        if outcome.at_hearing:
            lines.append(f"- “{outcome.label}” can be chosen only the {_NTH[outcome.at_hearing]} time a case is heard.")
    for term in profile.decisions.terms:
        if term.when:
            only = when(term.when, profile.form, profile.decisions.terms)
            lines.append(f"- “{term.ask}” is stated only {only}.")
    return _kept(lines)


def later_lines(profile: Profile) -> list[str]:
    """Reviews at fixed times, what each must answer, and the changes people report."""
    reviews = profile.reviews
    lines = [line for cycle in reviews.cycles for line in _cycle(profile, cycle)]
    if reviews.asks:
        lines += ["Each review answers:", "", *(_asked(question) for question in reviews.asks), ""]
    if profile.happenings:
        lines += ["## What people can report later", ""]
        lines += [_happening(profile, each) for each in profile.happenings] + [""]
    return lines


def challenge_lines(profile: Profile) -> list[str]:
    """How a family can challenge a decision, the panel's own stages first."""
    challenge = profile.challenge
    if not (challenge.stages or challenge.complaints):
        return []
    lines = [_stage(stage) for stage in challenge.stages]
    lines += [f"- {challenge.complaints}"] if challenge.complaints else []
    return ["## If the family does not agree", "", *lines, ""]


_NTH = {n: f"{n}th" for n in range(4, 10)} | {1: "first", 2: "second", 3: "third"}


def _seat(seat: PanelSeat) -> str:
    notes = [f"only for: {seat.for_items}"] if seat.for_items else []
    notes += [] if seat.counts else ["does not count for the quorum"]
    notes += ["missed by the Chair when away"] if seat.core else []
    return f"- {seat.title}" + (f" ({'; '.join(notes)})" if notes else "") + "."


def _quorum(profile: Profile) -> str:
    quorum = profile.quorum
    if quorum is None or quorum.enforce == "off":
        return "No quorum is set: who came is recorded, and there must be a chair."
    counting = [seat for seat in profile.seats if seat.counts]
    needs = [f"{counted(quorum.members, 'seat')} that count"] if quorum.members else []
    needs += [f"{quorum.share:.0%} of the {counted(len(counting), 'seat')} that count"] if quorum.share else []
    needs += [_needed(profile, need) for need in quorum.needs]
    held = "no decision is made" if quorum.enforce == "block" else "the decision is marked"
    return (
        f"To be quorate the panel needs {listed(needs)}. Without that {held}. Nobody who presents a case, or who has a "
        "conflict, counts for it."
    )


def _needed(profile: Profile, need: Needed) -> str:
    if need.seat:
        return next((f"the {seat.title}" for seat in profile.seats if seat.code == need.seat), need.seat)
    return f"{need.at_least} from {need.service}"


def _lengths(profile: Profile) -> list[str]:
    return [
        f"- A case has {counted(each.minutes, 'minute')} {when(each.when, profile.form)}."
        for each in profile.meetings.lengths
    ]


def _agenda(profile: Profile) -> list[str]:
    lines = []
    if agenda := profile.agenda:
        before = f", at least {agenda.before_start.words} before the start" if agenda.before_start else ""
        lines.append(f"- {_capital(whose(profile, agenda.confirmed_by))} confirms the agenda{before}.")
    if profile.papers and profile.papers.rolling:
        lines.append("- Each case goes to the members as it comes.")
    if ahead := profile.meetings.dates_ahead:
        admin = whose(profile, Role.PANEL_ADMIN)
        lines.append(f"- {_capital(admin)} is reminded when fewer than {counted(ahead, 'date')} ahead are listed.")
    return lines


def _visit(profile: Profile) -> list[str]:
    if profile.visit is None:
        return []
    return [f"- The child is visited in the {profile.visit.within.words} before the panel: “{profile.visit.ask}”"]


def _minutes(profile: Profile) -> list[str]:
    if (minutes := profile.minutes) is None:
        return []
    how = "in bullet points" if minutes.written == "bullets" else "as the writer likes"
    signed = f" {_capital(whose(profile, minutes.signed_by))} signs them." if minutes.signed_by else " Nobody signs."
    onward = " They go out with the papers of the next meeting." if minutes.with_next_papers else ""
    return [f"- Minutes are written {how}.{signed}{onward}"]


def _recurring(profile: Profile) -> list[str]:
    return _kept([_again(profile, each) for each in profile.recurring])


def _again(profile: Profile, each: Recurring) -> str:
    who = listed([whose(profile, role) for role in each.who])
    return f"- {each.text}: every {each.every.words}; reminded {each.before.words} before: {who}."


def _cycle(profile: Profile, cycle: Cycle) -> list[str]:
    lengths = listed([length.words for length in cycle.at])
    every = f", and then every {cycle.then_every.words}" if cycle.then_every else ""
    start = f"“{_starts(profile, cycle.starts)}”" if cycle.starts else "the day of the panel"
    on = listed([_outcome(profile, name) for name in cycle.on], "or")
    only = f", {when(cycle.when, profile.form, profile.decisions.terms)}" if cycle.when else ""
    rungs = listed([length.words for length in cycle.remind])
    warned = listed([whose(profile, role) for role in cycle.warned])
    return [
        f"After {on}{only}, {lengths} after {start}{every}: “{cycle.text}”. {_capital(whose(profile, cycle.owner))} is "
        f"reminded {rungs or 'at no time'} before each. Once one has passed, this is told to {warned} too.",
        "",
    ]


def _starts(profile: Profile, name: str) -> str:
    asked = profile.form.question(name) or profile.decisions.term(name)
    return asked.ask if asked else name


def _happening(profile: Profile, each: Happening) -> str:
    who = listed([whose(profile, name) for name in each.by], "or")
    asks = f" They say: {listed([f'“{question.ask}”' for question in each.asks])}." if each.asks else ""
    told = f" Told at once: {listed([whose(profile, name) for name in each.tell])}." if each.tell else ""
    tasks = "".join(
        f" Task for {whose(profile, task.owner)}, within {task.within.words}: {task.text}." for task in each.tasks
    )
    return f"- **{each.label}**: reported by {who}.{asks}{told}{tasks} {_THEN[each.then]}"


def _stage(stage: Stage) -> str:
    until = f" within {stage.window.words} of when {_COUNTS_FROM[stage.counts_from]}" if stage.window else ""
    if stage.window and stage.counts_from == "panel_date":
        until = f" within {stage.window.words} of the day of the panel"
    where = (
        "The panel hears it at its next meeting with an open agenda"
        if stage.heard_by == "panel"
        else f"It is answered by {stage.body or 'a body outside the panel'}"
    )
    answer = f", within {stage.answered_within.words}" if stage.answered_within else ""
    most = f" At most {counted(stage.most, 'time')} for a decision." if stage.most else ""
    asks = f" It says: {listed([f'“{question.ask}”' for question in stage.asks])}." if stage.asks else ""
    return (
        f"- **{stage.name}**: asked for{until}.{asks} {where}{answer}.{most} A late request is put to the Chair, "
        "and never turned away by the clerk."
    )


def _asked(question: Question) -> str:
    return f"- {question.ask}" + ("" if question.required else " (may be left blank)")


def _outcome(profile: Profile, name: str) -> str:
    if name in list(Effect):
        return _EFFECTS.get(Effect(name), "an emergency approval")
    outcome = profile.outcome(name)
    return f"“{outcome.label}”" if outcome else name


def _kept(lines: list[str]) -> list[str]:
    return [*lines, ""] if lines else []


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

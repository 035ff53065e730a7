"""The panel's own upkeep, in a chat: needs that could not be met, contracts that end, what is held at intervals."""

from datetime import date

from dialogs.cards.parts import card, facts
from dialogs.turn import Turn, say, show
from dialogs.words import later as words
from dialogs.words.written import day_said
from panel import commands as c
from panel import contracts, permissions
from panel.answers import read_date
from panel.errors import Refused
from panel.ports import Reply
from panel.reported import UnmetNeed, gaps


def unmet(turn: Turn, ref: str, rest: str) -> Reply:
    """“unmet need CB-0001 need; service; reason; area” (BI-7.2)."""
    need, service, reason, area = [*(part.strip() for part in rest.split(";")), "", "", "", ""][:4]
    turn.do(c.NoteUnmetNeed, ref=ref, need=need, service=service, reason=reason, area=area)
    return say(words.unmet_noted(ref))


def unmet_list(turn: Turn) -> Reply:
    """The gaps of the panel, counted by service and reason; no case is named (BI-7.3)."""
    permissions.check_may_see_gaps(turn.person, turn.panel(), turn.today)
    found = [need for need in turn.office.records.find(UnmetNeed, panel=turn.panel()) if not need.resolved_on]
    rows = [(service, f"{count}: {reason}") for service, reason, count in gaps(found)]
    return show(turn, card("Unmet needs", [facts(rows[:30])], (), "Unmet needs")) if rows else say(words.NO_GAPS)


def ending(turn: Turn) -> Reply:
    """Agreements that end soon after the next panel: references and days only (CB-10.33)."""
    permissions.check_may_plan(turn.person, turn.panel(), turn.today)
    ahead = turn.office.meetings_ahead(turn.panel(), turn.now)
    found = contracts.ending_by(turn.office, ahead[0]) if ahead else []
    rows = [(package.id, day_said(package.end_date)) for package in found]
    return (
        show(turn, card("Contracts ending", [facts(rows[:30])], (), "Contracts ending"))
        if rows
        else say(words.NO_CONTRACTS)
    )


def held(turn: Turn, rest: str) -> Reply:
    """“held 26 January 2027; Shorter papers; Joan Ellis; 1 March 2027”."""
    parts = [part.strip() for part in rest.split(";")]
    day, more = _day_and_name(parts[0])
    if len(parts[1:]) % 3:
        raise Refused(words.HOW_HELD)
    actions = tuple(
        c.Improvement(what=parts[at], owner=_who(turn, parts[at + 1]), due=parts[at + 2])
        for at in range(1, len(parts), 3)
    )
    answer = turn.do(c.HoldReview, panel=turn.panel(), recurring=more, day=day.isoformat(), actions=actions)
    return say(words.held(day_said(answer.facts["next"]), answer.facts["how"]))


def _day_and_name(typed: str) -> tuple[date, str]:
    """A date, and before it what was held, if that is named."""
    parts = typed.split()
    for start in range(len(parts)):
        try:
            return read_date(" ".join(parts[start:])), "_".join(parts[:start]).lower()
        except ValueError:
            continue
    raise Refused(words.HOW_HELD)


def _who(turn: Turn, name: str) -> str:
    wanted = name.strip().lower()
    found = [p for p in turn.tools.council.directory.everyone() if wanted and p.name.lower().startswith(wanted)]
    if len(found) != 1:
        raise Refused(f"I can’t tell who “{name[:40]}” is. Please give the full name as on the list of staff.")
    return found[0].id

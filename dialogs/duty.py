"""Who is on duty, and who is away: asked and said in a chat (AM-14)."""

from datetime import date, time, timedelta

from dialogs import referral
from dialogs.cards.parts import card, facts, text
from dialogs.turn import Turn, say, show
from dialogs.words import urgent as words
from panel import approving
from panel import commands as c
from panel.answers import read_date
from panel.calendar import at_wall, say_moment
from panel.duties.rota import gaps
from panel.errors import NotPermitted, Refused
from panel.people import Role
from panel.ports import Reply
from panel.rota import Leave

KNOWS = (Role.PANEL_ADMIN, Role.CHAIR, Role.HEAD_OF_SERVICE)


def away(turn: Turn, since: str, until: str) -> Reply:
    """Out of office, from now or a day on, until the end of a day."""
    begins = at_wall(_day(since), time(0)) if since else turn.now
    ends = at_wall(_day(until) + timedelta(days=1), time(0))
    turn.do(c.SayOutOfOffice, since=begins, until=ends)
    return say(words.away(say_moment(begins), say_moment(ends - timedelta(minutes=1))))


def stop(turn: Turn, word: str) -> Reply:
    """“back” of somebody who is out of office says that they are here again; else it stops what is being asked."""
    leave = turn.office.records.look(Leave, turn.person.id)
    is_away = leave is not None and leave.until > turn.now
    return here(turn) if word.lower() == "back" and is_away else referral.stop(turn)


def here(turn: Turn) -> Reply:
    """Here again, in so many words."""
    answer = turn.do(c.SayBack)
    return say(words.back(listed=bool(answer.facts.get("listed"))))


def on_duty(turn: Turn) -> Reply:
    """Who would be asked now, in order, who is away, and the hours of the coming week nobody covers."""
    panel = turn.panel()
    if not any(turn.person.is_a(role, panel, turn.today) for role in KNOWS):
        raise NotPermitted(words.NOT_FOR_YOU)
    office, now = turn.office, turn.now
    rows: list[tuple[str, str]] = []
    for role in office.profile(panel).emergency.approvers:
        named = office.council.directory.on_duty(role, panel, now)
        title = office.profile(panel).title(role)
        rows += [(f"{title} on duty", named.name)] if named else []
        people = [p for p in office.holders(role, panel, turn.today) if named is None or p.id != named.id]
        rows += [(title, f"{p.name}{words.IS_AWAY if approving.is_away(office, p, now) else ''}") for p in people]
    missing = [f"{say_moment(first)} to {say_moment(last)}" for first, last in gaps(office, panel, now)]
    body = [facts(rows[:30]), text(words.gaps(missing[:5]))]
    return show(turn, card(f"On duty, {say_moment(now)}", body, (), "Who is on duty"))


def _day(written: str) -> date:
    try:
        return read_date(written)
    except ValueError as error:
        raise Refused(words.HOW_AWAY) from error

"""The whole story of one emergency on a page, with times to the second, from the audit trail and the records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dialogs.cards.emergency import outcome_rows
from dialogs.cards.parts import button, card, facts, heading
from dialogs.turn import Turn, say, show
from dialogs.words import history as words
from dialogs.words import labels, urgent
from panel import commands as c
from panel import permissions
from panel.calendar import say_day, wall
from panel.commands import CLOCK, MAILBOX
from panel.council import Office
from panel.decision import Decision
from panel.emergency import EmergencyApproval
from panel.notices import Notice
from panel.ports import Reply
from panel.records import AuditEntry

SHOWN = 25
"""Lines of the story a card holds; the Word file holds them all."""


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    at: datetime
    who: str
    what: str

    @property
    def when(self) -> str:
        """`Wed 8 Apr 2026, 22:40:07`, in London."""
        local = wall(self.at)
        return f"{say_day(local.date())}, {local:%H:%M:%S}"


def card_of(turn: Turn, ref: str) -> Reply:
    """The page as a card; the last lines where there are many."""
    emergency = turn.office.emergency(ref)
    permissions.check_may_see(
        turn.person, turn.office.referral(emergency.id), turn.today, resources=emergency.ends_at is not None
    )
    lines = story(turn.office, turn.tools.store.trail(emergency.id), emergency)
    body = [
        facts(asked_rows(turn.office, emergency)),
        heading("What happened"),
        facts([(line.when, f"{line.what} ({line.who})") for line in lines[-SHOWN:]]),
    ]
    buttons = [button("Mail me the history", turn.button("send_history", emergency.id))]
    title = f"History of emergency {emergency.code} · {emergency.id}"
    return show(turn, card(title, body, buttons, f"{emergency.id}: history"))


def send(turn: Turn, ref: str) -> Reply:
    """The page as a Word file, by mail to who asks."""
    answer = turn.do(c.SendHistory, ref=turn.office.emergency(ref).id)
    return say(urgent.history_on_its_way(answer.about, answer.facts["to"]))


def asked_rows(office: Office, emergency: EmergencyApproval) -> list[tuple[str, str]]:
    """What was asked, by whom and why, and what came of it."""
    answers = office.referral(emergency.id).answers
    decided = office.records.look(Decision, f"{emergency.ratified_at}/{emergency.id}")
    outcome = office.profile(emergency.panel).outcome(decided.outcome) if decided else None
    return [
        ("Asked by", office.name(emergency.requested_by)),
        ("Asked for", emergency.scope or answers.get("urgent_ask", "")),
        ("Why it could not wait", answers.get("why_now", "")),
        ("What had been tried", answers.get("tried", "")),
        ("Where it stands", f"It {labels.emergency_state(emergency.status)}. {labels.unsure(emergency)}".strip()),
        *outcome_rows(office, emergency),
        ("Said by telephone", emergency.phone_words),
        ("Denied with the words", emergency.denial),
        ("Circumstances of the admission", emergency.circumstances),
        ("Authorised by, as given", emergency.authorised_by),
        *[
            ("Question", f"{office.name(e.asked_by)}: {e.question} Answer: {e.answer or 'none'}")
            for e in emergency.exchanges
        ],
        ("Panel’s decision", outcome.label if outcome else ""),
        ("Its reasons", decided.terms.get("reasons", "") if decided else ""),
    ]


def story(office: Office, trail: Iterable[AuditEntry], emergency: EmergencyApproval) -> list[Line]:
    """Every act and every notice that went out, oldest first."""
    acts = [
        Line(entry.at, _who(office, entry.by), words.act(entry.act))
        for entry in trail
        if not entry.act.startswith(("notice_", "undelivered"))
    ]
    told = [
        Line(one.sent_at, _to(office, one), words.sent(one.rule, one.channel))
        for one in office.records.find(Notice, about=emergency.id)
        if one.sent_at and one.rule != "redraw"
    ]
    decided = office.records.look(Decision, f"{emergency.ratified_at}/{emergency.id}")
    if decided and decided.confirmed_at:
        acts.append(Line(decided.confirmed_at, office.name(decided.confirmed_by), words.CONFIRMED))
    return sorted([*acts, *told], key=lambda line: line.at)


def _who(office: Office, by: str) -> str:
    return {CLOCK: words.CLOCK, MAILBOX: words.MAILBOX}.get(by) or office.name(by)


def _to(office: Office, one: Notice) -> str:
    person = office.council.directory.person(one.to)
    return person.name if person else one.to

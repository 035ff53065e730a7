"""A family challenges a decision, in a chat: logged with its last day, late ones put to the Chair, answers recorded."""

import re

from dialogs.cards.later import appeal_card, log_card
from dialogs.cards.parts import card, text
from dialogs.turn import Turn, say, show
from dialogs.words import later as words
from dialogs.words.written import day_said
from panel import again, challenges, permissions
from panel import commands as c
from panel.answers import read_date
from panel.appeal import APPEAL, Appeal, AppealStatus
from panel.council import Office
from panel.decision import Decision
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused
from panel.ports import Reply
from panel.rules.later import Stage

_FIELDS = ("asked_by", "received", "receipt", "sent", "authority")


def opened(turn: Turn, ref: str) -> Reply:
    """The open challenge to a decision, or the form to log one; the complaints route where no stage is left."""
    referral = turn.office.referral(ref)
    permissions.check_may_log_appeal(turn.person, referral, turn.today)
    appeal = _open(turn, referral.id)
    if appeal:
        return show(turn, appeal_card(turn, appeal))
    decision, stage = _stage(turn, referral.id)
    if stage is None:
        return say(words.complaints(turn.office.profile_of(referral).challenge.complaints))
    return show(turn, log_card(turn, ref, (stage, decision, _window(turn, decision, stage))))


def log(turn: Turn, ref: str, typed: str = "") -> Reply:
    """Log it, from the card or typed: “log appeal CB-0001 parent; received: 1 May 2027; …”."""
    given = dict(turn.given) if not typed else _typed(typed)
    fields = {name: given.pop(name, "") for name in _FIELDS}
    try:
        answer = turn.do(c.LogAppeal, ref=ref, given=given, **fields)
    except InvalidAnswer as wrong:
        decision, stage = _stage(turn, ref)
        if typed or stage is None:
            raise
        case = (stage, decision, _window(turn, decision, stage))
        return show(turn, log_card(turn, ref, case, tuple(wrong.problems.values())))
    if answer.code != "appeal_logged":
        return say(words.complaints(turn.office.profile_of(turn.office.referral(ref)).challenge.complaints))
    logged = turn.office.records.get(Appeal, answer.facts["appeal"])
    last = day_said(logged.last_day) if logged.last_day else ""
    said = words.appeal_logged(ref, APPEAL.says[logged.status], last, logged.how)
    return show(turn, appeal_card(turn, logged), said)


def late(turn: Turn, ref: str, reason: str, accepted: bool) -> Reply:
    """The Chair accepts a late one or not (KN-3.24)."""
    return _done(turn, ref, c.AnswerLateAppeal, accepted=accepted, reason=reason)


def supply(turn: Turn, ref: str, typed: str = "") -> Reply:
    """What it lacked has come."""
    return _done(turn, ref, c.SupplyAppeal, given=_typed(f";{typed}") if typed else dict(turn.given))


def waive(turn: Turn, ref: str, reason: str) -> Reply:
    """The Chair lets it go on without what it lacks."""
    return _done(turn, ref, c.WaiveAppeal, reason=reason)


def interim(turn: Turn, ref: str, support: str) -> Reply:
    """Whether support goes on meanwhile (AM-65)."""
    return _done(turn, ref, c.SayInterim, support=support)


def outside(turn: Turn, ref: str, rest: str) -> Reply:
    """“outside answer CB-0001 8 June 2027 what was answered”."""
    parts = rest.split()
    for length in range(min(4, len(parts)), 0, -1):
        try:
            day = read_date(" ".join(parts[:length]).rstrip(",:;"))
        except ValueError:
            continue
        return _done(turn, ref, c.RecordAnswer, answered_on=day.isoformat(), answer=" ".join(parts[length:]))
    raise Refused(f"Please give the day and the answer: “outside answer {ref} 8 June 2027 …”.")


def withdraw(turn: Turn, ref: str, reason: str) -> Reply:
    """Taken back by whoever asked."""
    return _done(turn, ref, c.WithdrawAppeal, reason=reason)


def complaint(turn: Turn, ref: str, reference: str) -> Reply:
    """The reference of a complaint (BI-9.9)."""
    turn.do(c.NoteComplaint, ref=ref, complaint=reference)
    return say(words.complaint_noted(ref))


def waiting_for(turn: Turn) -> list[tuple[str, str]]:
    """Challenges this person has to act on."""
    live = [a for panel in turn.panels for a in turn.office.records.find(Appeal, panel=panel, live="yes")]
    return [(a.about, f"an appeal {APPEAL.says[a.status]}: type “appeal {a.about}”") for a in live if _sees(turn, a)]


def late_appeal(office: Office, ref: str) -> Appeal | None:
    """The late challenge that waits for the Chair, if it still does."""
    live = office.records.find(Appeal, about=ref, live="yes")
    return next((each for each in live if each.status is AppealStatus.LATE), None)


def _sees(turn: Turn, appeal: Appeal) -> bool:
    try:
        permissions.check_may_log_appeal(turn.person, turn.office.referral(appeal.about), turn.today)
    except Refused:
        return False
    return True


def _done(turn: Turn, ref: str, command: type[c.About], **fields: object) -> Reply:
    before = _open(turn, ref)
    try:
        turn.do(command, ref=ref, **fields)
    except (InvalidAnswer, MoveNotAllowed) as refused:
        if before is None or not turn.tapped:
            raise
        return show(turn, appeal_card(turn, before, (str(refused),)))
    if before is None:
        return say(words.appeal_settled(ref, "is settled"))
    now = turn.office.records.get(Appeal, before.id)
    said = words.appeal_settled(ref, APPEAL.says[now.status])
    return show(turn, card(ref, [text(said)], (), ref), said) if turn.tapped else say(said)


def _open(turn: Turn, ref: str) -> Appeal | None:
    turn.office.referral(ref)
    return next(iter(turn.office.records.find(Appeal, about=ref, live="yes")), None)


def _stage(turn: Turn, ref: str) -> tuple[Decision, Stage | None]:
    decision = again.first_decision(turn.office, ref)
    return decision, challenges.open_stage(turn.office, decision)


def _window(turn: Turn, decision: Decision, stage: Stage) -> challenges.Window:
    received = challenges.received_outcome(turn.office, decision, "", "")
    return challenges.window(turn.office, decision, stage, received, turn.now)


def _typed(rest: str) -> dict[str, str]:
    who, *more = rest.split(";")
    pairs = [part.partition(":") for part in more if part.strip()]
    named = {name.strip().lower().replace(" ", "_"): value.strip() for name, _, value in pairs}
    asked_by = re.sub(r"\W+", "_", who.strip().lower())
    return {"asked_by": asked_by, **named} if asked_by else named

"""Words about a case that came by mail: kept for its people, who record in Teams what follows."""

from panel import again, challenges
from panel.commands import TakeMail
from panel.council import Office
from panel.decision import Decision
from panel.errors import Refused
from panel.handlers.mail_fates import Told, answer, ended, settle, tell_admins, within_the_hour
from panel.handlers.mailed_files import worth_keeping
from panel.intake import Fate
from panel.notices import Notice, Topic
from panel.people import Role
from panel.ports import Change
from panel.referral import Referral
from panel.telling import to_people


def take_news(command: TakeMail, referral: Referral, office: Office) -> Change:
    """Kept with the case; the practitioner is told of it and how to record what it changes (CB-11.5, PK-6).

    Where nobody of the case is left, the administrator is told. Of ten in an hour the last says that more come.
    """
    mail = ended(command.mail, Fate.CASE, "news", ref=referral.id, panel=referral.panel, said=command.said)
    today = office.today(command.at)
    people = office.known(referral.referrer) or office.known(referral.manager)
    people = people or office.holders(Role.PANEL_ADMIN, referral.panel, today)
    files = str(len(worth_keeping(command.mail.files)) or "")
    facts = {"status": str(referral.status), "files": files}
    many = within_the_hour(office, command, f"{Topic.MAIL_NEWS}/{referral.id}")
    counted, told = many.told(
        to_people(Topic.MAIL_NEWS, people, referral.id, command.at, mark=mail.id, **facts, **many.facts)
    )
    if office.council.directory.by_email(mail.sender):
        reply = answer(office, command, mail, Topic.MAIL_KEPT, referral.id, **facts)
    else:  # nobody outside reads a reference, nor how staff work
        reply = answer(office, command, mail, Topic.FAMILY_THANKS, mail.id)
    return settle(command, mail, reply, counted, told)


def take_challenge(command: TakeMail, named: list[str], office: Office, *, staff: bool) -> Change:
    """A family seems to challenge a decision: thanked, and put before people with the last day (AP-1, NT-45, AM-33).

    Only a person logs it: the clerk cannot know who asks, nor for whom. The day it came counts (AM-04).
    """
    decided = [found for ref in named if (found := _decision(office, ref))]
    decision = decided[0] if len(decided) == 1 else None
    mail = ended(command.mail, Fate.SET_ASIDE, "challenge", said=command.said)
    facts: dict[str, str] = {}
    told: list[Notice] = []
    if decision:
        mail = mail.model_copy(update={"ref": decision.ref, "panel": decision.panel})
        facts = {"case": decision.ref, **_last_day(office, decision, command)}
        referral = office.referral(decision.ref)
        people = office.known(referral.referrer) or office.known(referral.manager)
        day = office.today(command.at).isoformat()
        told = to_people(Topic.MAIL_CHALLENGE, people, decision.ref, command.at, mark=day, **facts)
    elif known := [ref for ref in dict.fromkeys(named) if office.records.look(Referral, ref)]:
        facts = {"names": ", ".join(known)}
    facts["came"] = office.today(command.at).isoformat()
    records, cards = tell_admins(office, command, mail, Topic.MAIL_CHALLENGE, **facts)
    thanked, letters = _thanks(office, command, decision, staff=staff) if command.proven else ([], [])
    return settle(command, mail, ([*records, *thanked], [*cards, *letters]), notices=told)


def _thanks(office: Office, command: TakeMail, decision: Decision | None, *, staff: bool) -> Told:
    """To a stranger not a word on any case: whoever wrote may not be who they seem."""
    if staff and decision:
        return answer(office, command, command.mail, Topic.MAIL_KEPT, decision.ref, challenge="yes")
    return answer(office, command, command.mail, Topic.FAMILY_THANKS, command.mail.id)


def _decision(office: Office, ref: str) -> Decision | None:
    if office.records.look(Referral, ref) is None:
        return None
    try:
        return again.first_decision(office, ref)
    except Refused:
        return None


def _last_day(office: Office, decision: Decision, command: TakeMail) -> dict[str, str]:
    """Until when the family can ask, as far as anybody can know before it is logged (KN-3.24, BI-9.2)."""
    try:
        stage = challenges.open_stage(office, decision)
    except Refused:
        return {"open": "already"}
    if stage is None:
        return {"open": "complaint"}
    received = challenges.received_outcome(office, decision, "", "")
    window = challenges.window(office, decision, stage, received, command.at)
    return {"stage": stage.name, "last": window.last.isoformat() if window.last else "", "how": window.how}

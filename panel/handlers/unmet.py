"""Needs that could not be met: recorded from a decision, from a change, or by somebody who knows of one (BI-7.2)."""

from collections.abc import Mapping
from datetime import datetime

from panel import permissions, policies
from panel.commands import NoteUnmetNeed, ResolveUnmetNeed
from panel.council import Office
from panel.decision import Decision
from panel.errors import MoveNotAllowed, Unknown
from panel.following import settled_by
from panel.handlers.entry import entry
from panel.ports import Answer, Change
from panel.referral import Referral
from panel.reported import UnmetNeed
from panel.rules.decisions import UNMET_NEED, Term

FIELDS = ("need", "service", "reason", "area")
"""Answers or terms of these names go into the record."""


def note_unmet_need(command: NoteUnmetNeed, office: Office) -> Change:
    """Need, service, reason and area, with the day (BI-7.2)."""
    referral = office.referral(command.ref)
    permissions.check_may_note_unmet(office.person(command.by), referral, office.today(command.at))
    given = {name: policies.remark(getattr(command, name), f"the {name}", required=name == "need") for name in FIELDS}
    noted = unmet(office, referral, given, command.by, command.at)
    return Change(
        Answer(code="unmet_noted", about=referral.id, facts={"need": noted.id}),
        entry(command, "unmet_need_noted", referral.id),
        (noted, *settled_by(office, referral, UNMET_NEED, command.at)),
    )


def resolve_unmet_need(command: ResolveUnmetNeed, office: Office) -> Change:
    """Met after all; the record keeps both days (BI-7.2)."""
    need = office.records.look(UnmetNeed, command.need)
    if need is None:
        raise Unknown("There is no such unmet need. Type “unmet needs” to see the list.")
    referral = office.referral(need.about)
    permissions.check_may_note_unmet(office.person(command.by), referral, office.today(command.at))
    if need.resolved_on:
        raise MoveNotAllowed("That need is already noted as met.")
    met = need.model_copy(update={"resolved_on": office.today(command.at).isoformat()})
    return Change(
        Answer(code="unmet_resolved", about=referral.id), entry(command, "unmet_need_met", referral.id), (met,)
    )


def unmet_of_decision(office: Office, decision: Decision, referral: Referral, at: datetime) -> UnmetNeed:
    """From what the decision states; its reasons, and what was asked for, where it states nothing of that name."""
    given = {name: decision.terms.get(name, "") for name in FIELDS}
    given["need"] = given["need"] or referral.answers.get("ask", "") or "what was asked for"
    given["reason"] = given["reason"] or decision.terms.get(Term.REASONS, "")
    return unmet(office, referral, given, decision.confirmed_by, at)


def unmet(office: Office, referral: Referral, given: Mapping[str, str], by: str, at: datetime) -> UnmetNeed:
    """The next record of an unmet need of this case."""
    number = office.records.count(UnmetNeed, about=referral.id) + 1
    fields = {name: given.get(name, "") for name in FIELDS}
    return UnmetNeed(
        id=f"{referral.id}/unmet{number}",
        panel=referral.panel,
        about=referral.id,
        noted_on=office.today(at).isoformat(),
        noted_by=by,
        **fields,
    )

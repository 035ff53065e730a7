"""What every change of a draft begins and ends with: may it be changed now, and what follows from its answers."""

from datetime import datetime

from panel import permissions, policies
from panel.commands import Command
from panel.council import Office
from panel.profile import Profile
from panel.referral import Referral
from panel.worked_out import worked_out


def editable(command: Command, ref: str, office: Office) -> tuple[Referral, Profile]:
    """The referral, if this person may change it now, and its panel's profile."""
    referral = office.referral(ref)
    permissions.check_may_edit(office.person(command.by), referral)
    policies.check_editable(referral)
    return referral, office.profile_of(referral)


def touched(referral: Referral, command: Command) -> Referral:
    """The referral as last changed now: the draft a person worked on last is the one they mean."""
    return referral.model_copy(update={"touched_at": command.at})


def brought_up_to(office: Office, referral: Referral, at: datetime) -> Referral:
    """The referral with ages and totals worked out anew for this day."""
    answers = worked_out(office.profile_of(referral).form, referral.answers, office.today(at))
    return referral.model_copy(update={"answers": answers})

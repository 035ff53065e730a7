"""Who may do what with a letter to a family: the worker, whoever prepares it, and a second person who releases it."""

from datetime import date

from panel.council import Office
from panel.errors import NotPermitted, Unknown
from panel.family_letter import FamilyLetter
from panel.people import Person, Role
from panel.permissions import check_one_of
from panel.referral import Referral
from panel.rules.letters import Letters

MANAGER = "manager"


def latest(office: Office, ref: str, named: str = "") -> FamilyLetter:
    """The letter with this id, or the newest about a case, one not yet gone before the others; raises `Unknown`."""
    office.referral(ref)
    found = [each for each in office.records.find(FamilyLetter, about=ref.upper()) if named in ("", each.id)]
    if not found:
        raise Unknown(f"There is no letter about {ref.upper()}. One is drafted when a decision is confirmed.")
    return max(found, key=lambda each: (each.live == "yes", each.drafted_at, each.id))


def check_may_address(person: Person, referral: Referral) -> None:
    """Who a letter goes to is for the worker on the case to say, or their manager: they know the family."""
    if person.id not in (referral.referrer, referral.manager):
        raise NotPermitted(f"Only the worker on {referral.id}, or their manager, says who its letter goes to.")


def preparers(office: Office, rule: Letters, referral: Referral, on: date) -> list[Person]:
    """Who prepares it: whoever made the referral, or everyone in the role the profile names."""
    if rule.prepared_by == "referrer":
        return office.known(referral.referrer)
    return office.holders(Role(rule.prepared_by), referral.panel, on)


def check_may_prepare(office: Office, person: Person, rule: Letters, referral: Referral, on: date) -> None:
    """The role the profile names, or whoever made the referral where it says so (BI-8.2, matrix)."""
    if rule.prepared_by != "referrer":
        check_one_of(person, (Role(rule.prepared_by),), referral.panel, on, "prepare the letter to the family")
    elif person not in preparers(office, rule, referral, on):
        raise NotPermitted(f"Only the worker on {referral.id} prepares its letter.")


def releasers(office: Office, rule: Letters, referral: Referral, letter: FamilyLetter, on: date) -> list[Person]:
    """Who may let it go: those the profile names, but nobody who wrote in it (AM-52)."""
    named = [person for name in rule.released_by for person in office.known(*_named(office, referral, name, on))]
    return [person for person in dict.fromkeys(named) if person.id not in letter.writers]


def check_may_release(
    office: Office, person: Person, rule: Letters, referral: Referral, letter: FamilyLetter, on: date
) -> None:
    """A second person reads it: whoever wrote in it does not release it, whatever their role (AM-52, BI-8.2)."""
    if person.id in letter.writers:
        raise NotPermitted(
            f"You prepared the letter about {referral.id}, so a second person must read and release it: "
            f"{_titles(office, rule, referral)}."
        )
    if person not in releasers(office, rule, referral, letter, on):
        raise NotPermitted(f"Only {_titles(office, rule, referral)} can release the letter about {referral.id}.")


def check_may_read(
    office: Office, person: Person, rule: Letters, referral: Referral, letter: FamilyLetter, on: date
) -> None:
    """The people of the case, whoever prepares it, and whoever may release it; nobody else sees a letter."""
    part = [*preparers(office, rule, referral, on), *releasers(office, rule, referral, letter, on)]
    if person.id not in (referral.referrer, referral.manager, *letter.writers) and person not in part:
        raise NotPermitted(f"The letter about {referral.id} is for those who write, check or send it.")


def _named(office: Office, referral: Referral, name: str, on: date) -> list[str]:
    if name == MANAGER:
        return [referral.manager] if referral.manager else []
    return [person.id for person in office.holders(Role(name), referral.panel, on)]


def _titles(office: Office, rule: Letters, referral: Referral) -> str:
    profile = office.profile_of(referral)
    named = ["the manager of the case" if n == MANAGER else f"the {profile.title(Role(n))}" for n in rule.released_by]
    return " or ".join(named)

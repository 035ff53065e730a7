"""Parts of a procedure that not every panel has, in plain English: whom a name stands for, what an outcome brings."""

from dialogs.words.conditions import when
from panel.people import Role
from panel.profile import Profile

_WHOSE = {
    "referrer": "whoever made the referral",
    "manager": "their manager",
    "members": "every panel member and the Chair",
    "presenter": "whoever presents the case",
    "iro": "the IRO named on the form",
}


def whose(profile: Profile, name: str) -> str:
    """A party, a role, or one of the panel's contacts, as a person says it."""
    if name in _WHOSE:
        return _WHOSE[name]
    return f"the {profile.title(Role(name))}" if name in list(Role) else f"the address “{name.replace('_', ' ')}”"


def outcome_lines(profile: Profile) -> list[str]:
    """What an outcome does beside its effect, and terms that are stated only sometimes."""
    lines = []
    for outcome in profile.decisions.outcomes:
        if outcome.unmet_need:
            lines.append(f"- With “{outcome.label}” the panel is asked for an entry in the record of unmet needs.")
    for term in profile.decisions.terms:
        if term.when:
            only = when(term.when, profile.form, profile.decisions.terms)
            lines.append(f"- “{term.ask}” is stated only {only}.")
    return [*lines, ""] if lines else []

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
        if outcome.first:
            lines.append(f"- “{outcome.label}” goes first: its record, its notices, and in the minutes.")
        if outcome.unmet_need:
            lines.append(f"- With “{outcome.label}” the panel is asked for an entry in the record of unmet needs.")
    for term in profile.decisions.terms:
        if term.when:
            only = when(term.when, profile.form, profile.decisions.terms)
            lines.append(f"- “{term.ask}” is stated only {only}.")
    return [*lines, ""] if lines else []


def minutes_lines(profile: Profile) -> list[str]:
    """How minutes are written, who signs them, and to whom they go."""
    rule = profile.minutes
    if rule is None:
        return []
    written = "in bullet points" if rule.written == "bullets" else "in free text"
    said = [f"Minutes are drafted when the meeting closes, {written}, with references only."]
    locked = "After that nothing in them changes; corrections are added below."
    if rule.signed_by:
        said.append(f"Whoever chaired, or the {profile.title(rule.signed_by)}, signs them. {locked}")
        said.append("Whoever chaired is reminded each working morning until then.")
    if rule.with_next_papers:
        said.append("They go to the members with the papers of the next meeting.")
        said += [] if rule.signed_by else [f"Nobody signs them. {locked}"]
    else:
        said.append("They then go to the members and the Heads of Service; whoever presented gets their own cases.")
    return [" ".join(said)]

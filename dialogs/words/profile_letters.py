"""Letters to families, as a panel's profile says them, in plain English."""

from dialogs.words.conditions import listed
from dialogs.words.profile_more import whose
from panel.profile import Profile
from panel.receipts import Sent

_WAYS = {Sent.POST: "by post", Sent.EMAIL: "by e-mail where the family chose it", Sent.HANDED_OVER: "by hand"}
_PARTS = {
    "outcome": "the outcome",
    "agreed": "what was agreed",
    "reasons": "the reasons",
    "challenge": "how to challenge it",
    "complaints": "how to complain",
}
_MANAGER = "the manager of the case"


def letter_lines(profile: Profile) -> list[str]:
    """Who writes and releases letters, how they go and what they say; or that the panel writes none (AM-36)."""
    rule = profile.letters
    title = ["## Letters to families", ""]
    if rule is None:
        return [*title, "This panel writes no letters to families. The worker tells the family.", ""]
    releasers = listed([_MANAGER if name == "manager" else whose(profile, name) for name in rule.released_by], "or")
    parts = listed([_PARTS[part] for part in rule.must_say])
    outcomes = [f"- “{_label(profile, said.outcome)}” is told as: {said.text}" for said in rule.says if said.text]
    return [
        *title,
        f"A letter is drafted when a decision is confirmed. The worker says who it goes to: one person for each "
        f"letter, confirmed anew when that was more than {rule.confirm_again_after.words} ago. It is prepared by "
        f"{whose(profile, rule.prepared_by)}, and released by a second person who had the Word file: {releasers}. "
        f"It goes {listed([_WAYS[way] for way in rule.ways], 'or')}. An address that must not be shared is never "
        "printed.",
        "",
        f"A letter is stopped if something of another case stands in it, or if one of these is blank: {parts}. A last "
        f"day that counts from its receipt is worked out as if it left {rule.sent_within.words} after its date.",
        "",
        *outcomes,
        "",
        f"- How to challenge: {rule.challenge or 'nothing but a complaint'}",
        f"- Whom to talk to: {rule.talk_to}",
        *(f"- Also: {line}" for line in rule.more),
        "",
    ]


def _label(profile: Profile, code: str) -> str:
    outcome = profile.outcome(code)
    return outcome.label if outcome else code.replace("_", " ").capitalize()

"""The words of the pack that is given out about a panel: its terms of reference, from its profile; nobody is named."""

from datetime import date

from dialogs.words.profile_words import describe
from dialogs.words.reports import period_in_words
from panel.period import Period
from panel.profile import Profile

NOTE = (
    "This pack holds no personal data: no name, no reference and nothing about a child, a family or a member of staff. "
    "The rules are those by which the panel works now, as the council signed them off. Numbers are counted from the "
    "panel’s record. An item counts as heard once a decision on it was written down, a deferral too."
)
LEFT_OUT = ("The form", "Papers", "Who is told", "Reviews", "When something changes", "Agreed")
"""Parts of the rules that say how the clerk works, not what the panel is for."""


def title(profile: Profile, period: Period) -> str:
    """The heading of the pack."""
    return f"{profile.panel.name}: terms of reference and meetings, {period.name}"


def note(period: Period) -> str:
    """What the pack is, and the days it counts."""
    return f"{period_in_words(period)}. {NOTE}"


def terms_of_reference(profile: Profile, today: date) -> list[str]:
    """What the panel is for and how it decides: the profile in plain English, without the forms and the telling."""
    kept, keep = ["## Terms of reference"], True
    for line in describe(profile, today).splitlines()[1:]:
        if line.startswith("## "):
            keep = not line[3:].startswith(LEFT_OUT)
        if keep and not line.startswith("|"):
            kept.append(line.replace("**", ""))
    return [kept[0], profile.guidance.get("remit", ""), *kept[1:]]

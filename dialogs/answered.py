"""What was answered on a form, as people read it: the same on a card, in a summary and in the papers of a panel."""

from panel.answers import shown
from panel.profile import Profile
from panel.referral import Referral


def answered(profile: Profile, referral: Referral) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each section that applies, with the questions that apply and were answered; sections without any are left out."""
    found = []
    for section in profile.form.applying(referral.answers):
        rows = [
            (question.ask, shown(question, answer))
            for question in profile.form.asked(section, referral.answers)
            if (answer := referral.answers.get(question.id, ""))
        ]
        found += [(section.title, rows)] if rows else []
    return found


def paper_label(profile: Profile, document: str) -> str:
    """Which paper a file is, by the name the form has for it."""
    return next((rule.label for rule in profile.form.documents if rule.id == document), "Another paper")

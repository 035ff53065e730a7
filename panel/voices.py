"""Cases in which the child has not been heard yet: of one worker, for that worker (RA-4.21, RA-5.2)."""

from panel.council import Office
from panel.decision import Package
from panel.referral import Referral, ReferralStatus
from panel.review import Review
from panel.rules.reports import Voice

OVER = (ReferralStatus.WITHDRAWN, ReferralStatus.REDIRECTED, ReferralStatus.CLOSED)


def not_heard(office: Office, worker: str) -> list[str]:
    """References of this worker's cases, sent and not over, whose last record says that the child was not heard."""
    own = office.records.find(Referral, referrer=worker)
    return [each.id for each in own if each.came_at and not _over(office, each) and _unheard(office, each)]


def _over(office: Office, referral: Referral) -> bool:
    package = office.records.look(Package, referral.id)
    return referral.status in OVER or (package is not None and package.live is None)


def _unheard(office: Office, referral: Referral) -> bool:
    """By the last review that asked, or else by the form, where it asks; without such a question there is nothing."""
    profile = office.profile_of(referral)
    rules = profile.reports
    if rules.review_voice and (last := _last_asked(office, referral, rules.review_voice)):
        return last[rules.review_voice.question] in rules.review_voice.not_heard
    if rules.voice is None:
        return False
    if given := referral.answers.get(rules.voice.question):
        return given in rules.voice.not_heard
    form, answers = profile.form, referral.answers
    asked = (question.id for section in form.applying(answers) for question in form.asked(section, answers))
    return rules.voice.question in asked


def _last_asked(office: Office, referral: Referral, voice: Voice) -> dict[str, str]:
    """The answers of the last review that recorded a voice; empty when none has."""
    held = [each for each in office.records.find(Review, about=referral.id) if each.answers.get(voice.question)]
    return max(held, key=lambda each: str(each.done_at)).answers if held else {}

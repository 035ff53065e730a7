"""What a referral still needs, what stands in its way, and which papers need not come."""

from dataclasses import dataclass

from panel.errors import MoveNotAllowed, Refused
from panel.form import DocumentRule
from panel.profile import Profile
from panel.referral import Referral
from panel.rules.gates import Gate, Then, closed

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes of one attached file."""


@dataclass(frozen=True)
class Lacking:
    """Something a referral still needs: a question to answer, a paper to attach, or a step that comes first.

    A question has its `section`; a step that comes first is a `gate`; a paper is neither. A `doubtful` question was
    answered in a mailed form, in a way that a person must confirm.
    """

    code: str
    label: str
    section: str = ""
    gate: bool = False
    doubtful: bool = False


def lacking(profile: Profile, referral: Referral) -> list[Lacking]:
    """Everything the referral still needs before it is sent to be signed (RF-4, RF-7); empty when it is complete."""
    form, answers = profile.form, referral.answers
    doubtful = {doubt.question for doubt in referral.doubts}
    open_questions = [
        Lacking(question.id, question.ask, section.id, doubtful=question.id in doubtful)
        for section in form.applying(answers)
        for question in form.asked(section, answers)
        if question.id in doubtful or (question.required and not answers.get(question.id))
    ]
    papers = [Lacking(rule.id, rule.label) for rule in papers_missing(profile, referral)]
    unnamed = [
        Lacking(paper.digest, f"Which paper is “{paper.name}”?") for paper in referral.papers if not paper.document
    ]
    gates = [Lacking(gate.id, gate.say, gate=True) for gate in blocked(profile, referral)]
    return [*open_questions, *papers, *unnamed, *gates]


def papers_missing(profile: Profile, referral: Referral) -> list[DocumentRule]:
    """The papers that belong with it, are not there, and were not let go (AM-38)."""
    there = {paper.document for paper in referral.papers} | {waiver.document for waiver in referral.waivers}
    return [rule for rule in profile.form.papers_due(referral.answers) if rule.id not in there]


def blocked(profile: Profile, referral: Referral) -> list[Gate]:
    """The gates that keep it a draft, without those an officer has lifted (RF-4, RF-6)."""
    return _closed(profile, referral, Then.BLOCK)


def warned(profile: Profile, referral: Referral) -> list[Gate]:
    """The gates that warn, and stop nothing."""
    return _closed(profile, referral, Then.WARN)


def belongs_elsewhere(profile: Profile, referral: Referral) -> Gate | None:
    """The gate that sends the referral elsewhere, if its answers place it outside the panel's remit (CB-1.2, RF-2)."""
    return next(iter(_closed(profile, referral, Then.ELSEWHERE)), None)


def exceptions(profile: Profile, referral: Referral) -> list[Gate]:
    """The gates that block and that an officer may lift (RF-5)."""
    return [gate for gate in blocked(profile, referral) if gate.exception_by]


def check_complete(profile: Profile, referral: Referral) -> None:
    """Nothing is missing when it is sent to be signed (CB-9.2, CB-10.11, CB-14.8)."""
    missing = lacking(profile, referral)
    gates = [item.label for item in missing if item.gate]
    if gates:
        raise Refused(f"{referral.id} can’t be sent yet. {' '.join(gates)} {_way_on(profile, referral)}")
    if missing:
        names = "; ".join(item.label for item in missing[:5])
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        raise Refused(f"{referral.id} still needs: {names}{more}. Type “missing {referral.id}” to see the list.")


def check_room_for_paper(profile: Profile, referral: Referral, size: int) -> None:
    """A few attachments of reasonable size may be added, never in place of the form (CB-10.16)."""
    if len(referral.papers) >= profile.max_attachments:
        raise Refused(
            f"{referral.id} already has {profile.max_attachments} files, the most this panel takes. Remove one first."
        )
    if size > LARGEST_FILE:
        raise Refused(f"That file is larger than {LARGEST_FILE // 1024 // 1024} MB. Please send a smaller one.")
    if not size:
        raise Refused("That file is empty. Please attach it again.")


def check_can_waive(profile: Profile, referral: Referral, document: str) -> DocumentRule:
    """A paper that is due and not there, and that somebody may let go; gives its rule (AM-38, BI-3.3.4)."""
    rule = next((rule for rule in papers_missing(profile, referral) if rule.id == document), None)
    if rule is None:
        raise MoveNotAllowed(f"{referral.id} does not lack that paper. Type “missing {referral.id}” to see the list.")
    if not rule.waive_by:
        raise Refused(f"“{rule.label}” must come with every referral it is for. Please attach it.")
    return rule


def _closed(profile: Profile, referral: Referral, then: Then) -> list[Gate]:
    lifted = {lift.gate for lift in referral.lifts}
    return [gate for gate in closed(profile.gates, then, referral.answers) if gate.id not in lifted]


def _way_on(profile: Profile, referral: Referral) -> str:
    """What to do about gates that block: ask the officers who may lift them, or mend the answers."""
    roles = dict.fromkeys(gate.exception_by for gate in exceptions(profile, referral))
    if not roles:
        return f"Change the answers once that is done, then type “send {referral.id}”."
    titles = " and the ".join(profile.title(role) for role in roles if role)
    return f"If it cannot wait for that, type “exception {referral.id} because …”, and I will ask the {titles}."

"""The papers of a referral: attached, named, taken off, or let go with a reason."""

from panel import completeness, permissions, policies
from panel.agreements import Waiver
from panel.commands import AttachPaper, NamePaper, RemovePaper, WaivePaper
from panel.council import Office
from panel.errors import MoveNotAllowed, Refused
from panel.handlers.editing import editable, touched
from panel.handlers.entry import entry
from panel.notices import Topic
from panel.ports import Answer, Change
from panel.profile import Profile
from panel.referral import OTHER_PAPER, Paper
from panel.telling import redrawn_case, to_people


def attach_paper(command: AttachPaper, office: Office) -> Change:
    """One more file on the referral; the same file twice is kept once (CB-10.16)."""
    referral, profile = editable(command, command.ref, office)
    if any(paper.digest == command.digest for paper in referral.papers):
        return Change(Answer(code="already_attached", about=referral.id))
    policies.check_room_for_paper(profile, referral, command.size)
    _check_paper_known(profile, command.document or OTHER_PAPER)
    due = {rule.id for rule in profile.form.papers_due(referral.answers)} - {p.document for p in referral.papers}
    document = command.document or (due.pop() if len(due) == 1 else "")
    paper = Paper(name=command.name, document=document, digest=command.digest, size=command.size, added_at=command.at)
    kept = touched(referral.model_copy(update={"papers": (*referral.papers, paper)}), command)
    answer = Answer(code="attached", about=kept.id, facts={"digest": paper.digest, "document": document})
    return Change(answer, entry(command, "paper_attached", kept.id), (kept,))


def name_paper(command: NamePaper, office: Office) -> Change:
    """Which of the papers asked for a file is; `other` for none of them."""
    referral, profile = editable(command, command.ref, office)
    _check_paper_known(profile, command.document)
    if command.digest not in {paper.digest for paper in referral.papers}:
        raise Refused(f"That file is not on {referral.id}. Type “papers {referral.id}” to see them.")
    papers = tuple(
        paper.model_copy(update={"document": command.document}) if paper.digest == command.digest else paper
        for paper in referral.papers
    )
    named = touched(referral.model_copy(update={"papers": papers}), command)
    return Change(Answer(code="paper_named", about=named.id), entry(command, "paper_named", named.id), (named,))


def remove_paper(command: RemovePaper, office: Office) -> Change:
    """A file taken off the draft; its bytes stay with the record."""
    referral, _ = editable(command, command.ref, office)
    papers = tuple(paper for paper in referral.papers if not paper.digest.startswith(command.digest))
    if not command.digest or len(papers) == len(referral.papers):
        raise Refused(f"That file is not on {referral.id}. Type “papers {referral.id}” to see them.")
    left = touched(referral.model_copy(update={"papers": papers}), command)
    return Change(Answer(code="paper_removed", about=left.id), entry(command, "paper_removed", left.id), (left,))


def waive_paper(command: WaivePaper, office: Office) -> Change:
    """A paper that need not come, with the reason, which members read (AM-38, BI-3.3.4).

    Possible until the last signature; where it is done does not make the draft the one last worked on.
    """
    referral, person = office.referral(command.ref), office.person(command.by)
    profile, today = office.profile_of(referral), office.today(command.at)
    known = next((rule for rule in profile.form.documents if rule.id == command.document), None)
    if known is None:
        raise Refused("Please choose one of the papers on the list.")
    if known.waive_by:
        permissions.check_may_waive(person, referral, known, profile, today)
    else:
        permissions.check_may_see(person, referral, today)
    rule = completeness.check_can_waive(profile, referral, command.document)
    reason = policies.remark(command.reason, "the reason why it need not come")
    if referral.status not in policies.NOT_YET_SIGNED:
        raise MoveNotAllowed(f"{referral.id} has been signed, so its papers stand. Type “status {referral.id}”.")
    waiver = Waiver(document=rule.id, by=command.by, at=command.at, reason=reason)
    waived = referral.model_copy(update={"waivers": (*referral.waivers, waiver)})
    people = [each for each in office.known(referral.referrer, referral.manager) if each.id != command.by]
    told = to_people(Topic.PAPER_WAIVED, people, waived.id, command.at, mark=rule.id, what=rule.label)
    return Change(
        Answer(code="paper_waived", about=waived.id, facts={"document": rule.id}),
        entry(command, "paper_waived", waived.id, document=rule.id),
        (waived,),
        (*told, *redrawn_case(office, (Topic.AUTHORISE,), waived, command.at)),
    )


def _check_paper_known(profile: Profile, document: str) -> None:
    if document not in {rule.id for rule in profile.form.documents} | {OTHER_PAPER}:
        raise Refused("Please choose one of the papers on the list.")

"""Changes people report after a decision, and what each sets off: tasks, notices, a way back, an end."""

from datetime import date

from panel import permissions
from panel.asking import read_all
from panel.commands import ApplyAgain, ConfirmStopped, ReportChange
from panel.council import Office
from panel.decision import PACKAGE, Package, PackageEvent, PackageStatus, Task
from panel.errors import MoveNotAllowed, Refused
from panel.following import owners, settled_by, task_for, tell_owner
from panel.form import EMERGENCY, Kind
from panel.handlers.coming_back import Led, dropped, ending, put_down, tell_party
from panel.handlers.drafting import new_draft
from panel.handlers.entry import entry
from panel.handlers.reviewing import returning
from panel.handlers.unmet import FIELDS, unmet
from panel.people import Role
from panel.ports import Answer, Change
from panel.records import Record
from panel.referral import Referral, ReferralStatus
from panel.refs import next_reference
from panel.reported import Reported
from panel.review import Review, ReviewEvent
from panel.rules.later import Happening

DECIDED = (ReferralStatus.CONFIRMED, ReferralStatus.COMMUNICATED, ReferralStatus.CLOSED)


def report_change(command: ReportChange, office: Office) -> Change:
    """Recorded, its tasks made and those who must know told at once; then a way back, an end or a gap (CB-11.5)."""
    referral, today = office.referral(command.ref), office.today(command.at)
    happening = _happening(office, referral, command.happening)
    permissions.check_may_report(office.person(command.by), referral, happening.by, today)
    if referral.status not in DECIDED:
        raise MoveNotAllowed(f"The panel has not decided on {referral.id} yet, so change the referral itself.")
    if happening.once and any(
        each.happening == happening.id for each in office.records.find(Reported, about=referral.id)
    ):
        raise MoveNotAllowed(f"“{happening.label}” is on record for {referral.id} already, and everyone has been told.")
    answers = read_all(happening.asks, command.given, today, referral.answers)
    number = office.records.count(Reported, about=referral.id) + 1
    reported = Reported(
        id=f"{referral.id}/change{number}",
        panel=referral.panel,
        about=referral.id,
        happening=happening.id,
        label=happening.label,
        by=command.by,
        at=command.at,
        answers=answers,
    )
    tasks = _tasks(office, referral, happening, reported)
    records, notices = _then(office, referral, happening, reported, command)
    pays = "yes" if happening.then == "ending" else ""
    for to in dict.fromkeys([*happening.tell, *([str(Role.FINANCE)] if pays else [])]):
        said = {"mark": f"change{number}", "text": happening.label, "pays": pays}
        notices += tell_party(office, referral, to, command.at, **said)
    return Change(
        Answer(code=f"reported_{happening.then}", about=referral.id),
        entry(command, "change_reported", referral.id, happening=happening.id),
        (reported, *tasks, *settled_by(office, referral, happening.id, command.at), *records),
        (*notices, *(tell_owner(task, command.at) for task in tasks)),
    )


def confirm_stopped(command: ConfirmStopped, office: Office) -> Change:
    """Finance has stopped paying: the agreement is over, and its dates with it (PK-10, CB-11.7)."""
    package = _package(office, command.ref)
    permissions.check_is_finance(office.person(command.by), package.panel, office.today(command.at))
    over = package.after(PackageEvent.PAYMENT_STOPPED)
    return Change(
        Answer(code="payment_stopped", about=package.id),
        entry(command, "payment_stopped", package.id),
        (over, *dropped(office, package.id)),
    )


def apply_again(command: ApplyAgain, office: Office) -> Change:
    """A new draft that follows on the old case, with its answers to look over and bring up to date (CB-9.15, PK-4)."""
    old, person, today = office.referral(command.ref), office.person(command.by), office.today(command.at)
    permissions.check_may_edit(person, old)
    permissions.check_can_be_signed(office, person, old.panel, today)
    if old.status not in DECIDED:
        raise MoveNotAllowed(f"{old.id} has no decision yet. Type “status {old.id}” to see where it is.")
    waiting = [each for each in office.records.find(Referral, follows=old.id) if each.live]
    if waiting:
        raise MoveNotAllowed(
            f"A new application has been begun already: {waiting[0].id}. Type “summary {waiting[0].id}”."
        )
    profile = office.profile(old.panel)
    ref, counter = next_reference(office.records, profile.panel.prefix)
    stays = {q.id for _, q in profile.form.all_questions() if q.kind is not Kind.MEETING} - {EMERGENCY}
    answers = {key: value for key, value in old.answers.items() if key in stays}
    draft = new_draft(person, profile, ref, command.at).model_copy(update={"answers": answers, "follows": old.id})
    return Change(
        Answer(code="applied_again", about=ref), entry(command, "applied_again", ref, old.id), (draft, counter)
    )


def happenings_for(office: Office, person_id: str, ref: str, on: date) -> list[Happening]:
    """What this person can report about a case."""
    referral, person = office.referral(ref), office.person(person_id)
    may = []
    for happening in office.profile_of(referral).happenings:
        try:
            permissions.check_may_report(person, referral, happening.by, on)
        except Refused:
            continue
        may.append(happening)
    return may


def _then(office: Office, referral: Referral, happening: Happening, reported: Reported, command: ReportChange) -> Led:
    match happening.then:
        case "return":
            return _return(office, referral, happening, command)
        case "ending":
            return _ending(office, referral, command)
        case "unmet_need":
            given = {"need": happening.label, **{key: reported.answers.get(key, "") for key in FIELDS}}
            given["need"] = given["need"] or happening.label
            return [unmet(office, referral, given, command.by, command.at)], []
        case _:
            return [], []


def _return(office: Office, referral: Referral, happening: Happening, command: ReportChange) -> Led:
    """On the next agenda that is open; where no panel meets, an entry that is due at once (PK-7, PK-8)."""
    package = _package(office, referral.id)
    live = office.records.find(Review, about=referral.id, live="yes")
    if any(each.returns and each.cycle == happening.id for each in live):
        raise MoveNotAllowed(f"{referral.id} is already on its way back to the panel. Type “planner {referral.id}”.")
    back = returning(office, referral.id, happening.id, happening.label, command)
    if not back.returns:
        return [back, *_due(package)], []
    records, notices = put_down(office, back, command.at)
    return [*records, *_due(package, listed=True)], notices


def _due(package: Package, *, listed: bool = False) -> list[Record]:
    if PACKAGE.allows(package.status, PackageEvent.CHANGED):
        package = package.after(PackageEvent.CHANGED)
    if listed and PACKAGE.allows(package.status, PackageEvent.REQUEST_CAME):
        package = package.after(PackageEvent.REQUEST_CAME)
    return [package]


def _ending(office: Office, referral: Referral, command: ReportChange) -> Led:
    """The support ends; finance is asked until it has stopped paying (PK-9)."""
    package = _package(office, referral.id)
    listed = [each for each in office.records.find(Review, about=referral.id, live="yes") if each.meeting]
    records: list[Record] = [ending(package, PackageEvent.PLACEMENT_ENDED, command.at)]
    for review in listed:
        records += [office.meeting(review.meeting).without(referral.id), review.after(ReviewEvent.DROPPED, meeting="")]
    return records, []


def _happening(office: Office, referral: Referral, named: str) -> Happening:
    known = office.profile_of(referral).happenings
    found = next((each for each in known if each.id == named), None)
    if found is None:
        listed = "; ".join(each.label for each in known)
        raise Refused(f"Please choose what happened: {listed}." if listed else "This panel takes no such reports.")
    return found


def _tasks(office: Office, referral: Referral, happening: Happening, reported: Reported) -> list[Task]:
    return [
        task_for(office, referral, (f"{reported.id}/{task.id}", task.text, who), task.within, reported.at)
        for task in happening.tasks
        for who in owners(office, referral, task.owner, reported.at)
    ]


def _package(office: Office, ref: str) -> Package:
    office.referral(ref)
    package = office.records.look(Package, ref)
    if package is None or package.status is PackageStatus.ENDED:
        raise Refused(f"No agreement on {ref} is in force. Type “status {ref}” to see where it stands.")
    return package

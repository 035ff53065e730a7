"""A referral form that came by mail: a new case, or the gaps of one filled (RF-1, RF-10)."""

from panel import permissions, policies
from panel.commands import Command, TakeMail
from panel.council import Office
from panel.form_read import understood
from panel.handlers.drafting import new_draft
from panel.handlers.editing import brought_up_to
from panel.handlers.entry import entry
from panel.handlers.excepting import Moved, routed
from panel.handlers.mail_fates import answer, ended
from panel.handlers.mailed_files import in_facts, with_files
from panel.handlers.sending import handed_over
from panel.intake import Fate, FormSubmission
from panel.notices import Topic
from panel.people import Person
from panel.ports import Answer, Change
from panel.profile import Profile
from panel.records import Record
from panel.referral import Referral, ReferralEvent
from panel.refs import next_reference


def into_case(command: TakeMail, form: FormSubmission, sender: Person, office: Office) -> Change:
    """The case the form names or a new one, as far as it goes by itself (CB-9.2, CB-9.3); raises `Refused`."""
    profile = office.profile(form.panel)
    counters: list[Record] = []
    if form.ref:
        referral = office.referral(form.ref)
        profile = office.profile_of(referral)
        permissions.check_may_edit(sender, referral)
        policies.check_editable(referral)
    else:
        permissions.check_may_refer(sender, profile.id, office.today(command.at))
        permissions.check_can_be_signed(office, sender, profile.id, office.today(command.at))
        ref, counter = next_reference(office.records, profile.panel.prefix)
        referral = new_draft(sender, profile, ref, command.at, source="mail")
        counters.append(counter)
    answered = _filled(referral, profile, form, command, office)
    filled, refused = with_files(answered, profile, command.mail.files, command.at)
    settled, records, told = next_step(brought_up_to(office, filled, command.at), profile, command, office)
    case = ended(command.mail, Fate.CASE, settled.status, ref=settled.id, panel=settled.panel)
    counted, receipt = answer(office, command, case, Topic.RECEIPT, settled.id, **in_facts(refused))
    return Change(
        Answer(code="mail_case", about=settled.id),
        entry(command, "form_received", settled.id, case.id),
        (*records, case, *counters, *counted),
        (*told, *receipt),
    )


def next_step(referral: Referral, profile: Profile, command: Command, office: Office) -> Moved:
    """Elsewhere, back to its sender with what is missing, or sent; with every record that changes by it."""
    if moved := routed(office, referral, referral.referrer, command.at):
        gone, records, told = moved
        return gone, [gone, *records], told
    if policies.lacking(profile, referral):
        event = ReferralEvent.FOUND_INCOMPLETE
        kept = referral.after(event) if referral.status == "draft" else referral
        return kept, [kept], []
    return handed_over(office, referral, command)


def _filled(referral: Referral, profile: Profile, form: FormSubmission, command: TakeMail, office: Office) -> Referral:
    """Each field exact, empty, or doubtful with its text: a doubtful field is asked back, never guessed."""
    today = office.today(command.at)
    read = understood(profile.form, form.answers, form.unclear, referral.answers, today)
    doubted = {doubt.question for doubt in read.doubts}
    kept = {key: value for key, value in {**referral.answers, **read.certain}.items() if key not in doubted}
    # A second form that leaves a question blank settles no doubt that the first one raised.
    open_still = [each for each in referral.doubts if each.question not in doubted | set(read.certain)]
    doubts = (*read.doubts, *open_still)
    return referral.model_copy(update={"answers": kept, "doubts": doubts, "touched_at": command.at})

"""Carries out a command: finds its handler, makes a repeat count once, and has the store commit the whole of it."""

from collections.abc import Callable
from typing import Any, ClassVar

from panel import commands as c
from panel.council import Council, Office
from panel.errors import Conflict, NotPermitted
from panel.handlers import (
    absences,
    addressing,
    admitting,
    agenda,
    alone,
    appealing,
    approvals,
    attaching,
    attending,
    authorising,
    changing,
    copies,
    deciding,
    drafting,
    drilling,
    emergencies,
    endorsing,
    excepting,
    holding_mail,
    lateness,
    lettering,
    minuting,
    packing,
    placing,
    planning,
    receiving,
    recording,
    recurring,
    reminding,
    replying,
    reports,
    rescheduling,
    reviewing,
    scheduling,
    sending,
    sitting,
    ticking,
    ticking_mail,
    unmet,
    visiting,
)
from panel.handlers.entry import entry
from panel.ports import Answer, Change, Records, Store
from panel.records import Record

TRIES = 5
"""How often a command is carried out anew when someone else changed the same record in between."""

Handler = Callable[[Any, Office], Change]

HANDLERS: dict[type[c.Command], Handler] = {
    c.BeginReferral: drafting.begin_referral,
    c.SaveSection: drafting.save_section,
    c.AnswerQuestion: drafting.answer_question,
    c.AskInWords: drafting.ask_in_words,
    c.AttachPaper: attaching.attach_paper,
    c.NamePaper: attaching.name_paper,
    c.RemovePaper: attaching.remove_paper,
    c.WaivePaper: attaching.waive_paper,
    c.AskException: excepting.ask_exception,
    c.AgreeException: excepting.agree_exception,
    c.RefuseException: excepting.refuse_exception,
    c.SendToManager: sending.send_to_manager,
    c.WithdrawReferral: sending.withdraw_referral,
    c.ReturnReferral: authorising.return_referral,
    c.SignReferral: authorising.sign_referral,
    c.ChangeManager: authorising.change_manager,
    c.SendToPanel: alone.send_to_panel,
    c.DecideAlone: alone.decide_alone,
    c.AddMeeting: scheduling.add_meeting,
    c.MoveBooking: scheduling.move_booking,
    c.PlanMeetings: planning.plan_meetings,
    c.MarkPapersSent: planning.mark_papers_sent,
    c.BuildPack: packing.build_pack,
    c.CirculatePack: packing.circulate_pack,
    c.TakePack: packing.take_pack,
    c.InviteGuest: packing.invite_guest,
    c.OfferLatePaper: lateness.offer_late_paper,
    c.MoveMeeting: rescheduling.move_meeting,
    c.AskCancel: rescheduling.ask_cancel,
    c.AgreeCancel: rescheduling.agree_cancel,
    c.RefuseCancel: rescheduling.refuse_cancel,
    c.AskLate: lateness.ask_late,
    c.AgreeLate: lateness.agree_late,
    c.RefuseLate: lateness.refuse_late,
    c.AskEmergency: emergencies.ask_emergency,
    c.AskRequester: emergencies.ask_requester,
    c.AnswerApprover: emergencies.answer_approver,
    c.SupportEmergency: emergencies.support_emergency,
    c.RefuseSupport: emergencies.refuse_support,
    c.ApproveEmergency: approvals.approve_emergency,
    c.DeclineEmergency: emergencies.decline_emergency,
    c.ExtendEmergency: approvals.extend_emergency,
    c.RecordPhoned: approvals.record_phoned,
    c.ConfirmPhoned: approvals.confirm_phoned,
    c.DenyPhoned: approvals.deny_phoned,
    c.NoteCall: approvals.note_call,
    c.RecordAdmission: admitting.record_admission,
    c.TakeReply: replying.take_reply,
    c.SendPapers: copies.send_papers,
    c.SendHistory: copies.send_history,
    c.SendReport: reports.send_report,
    c.PermitSearch: placing.permit_search,
    c.RecordPlacement: placing.record_placement,
    c.EndPlacement: placing.end_placement,
    c.SayOutOfOffice: absences.say_out_of_office,
    c.SayBack: absences.say_back,
    c.StartDrill: drilling.start_drill,
    c.AcknowledgeDrill: drilling.acknowledge_drill,
    c.StartMeeting: sitting.start_meeting,
    c.ConfirmAgenda: agenda.confirm_agenda,
    c.MoveItem: agenda.move_item,
    c.TakeOff: agenda.take_off,
    c.EndorseDecision: endorsing.endorse_decision,
    c.RefuseEndorsement: endorsing.refuse_endorsement,
    c.SendBackDecision: endorsing.send_back_decision,
    c.RecordVisit: visiting.record_visit,
    c.Arrive: attending.arrive,
    c.Leave: attending.leave,
    c.NoteWhoIsHere: attending.note_who_is_here,
    c.TakeChair: attending.take_chair,
    c.DeclareConflict: attending.declare_conflict,
    c.SayAway: attending.say_away,
    c.NameSubstitute: attending.name_substitute,
    c.MissPresenter: attending.miss_presenter,
    c.DraftDecision: recording.draft_decision,
    c.EndMeeting: sitting.end_meeting,
    c.ConfirmDecisions: deciding.confirm_decisions,
    c.ReleaseDecisions: deciding.release_decisions,
    c.AddToMinutes: minuting.add_to_minutes,
    c.SignMinutes: minuting.sign_minutes,
    c.CorrectMinutes: minuting.correct_minutes,
    c.FinishTask: deciding.finish_task,
    c.MovePlannerDate: reviewing.move_planner_date,
    c.MoveStart: reviewing.move_start,
    c.CompleteReview: reviewing.complete_review,
    c.DecideMissed: reviewing.decide_missed,
    c.ApplyAgain: changing.apply_again,
    c.ReportChange: changing.report_change,
    c.ConfirmStopped: changing.confirm_stopped,
    c.NoteUnmetNeed: unmet.note_unmet_need,
    c.ResolveUnmetNeed: unmet.resolve_unmet_need,
    c.LogAppeal: appealing.log_appeal,
    c.SupplyAppeal: appealing.supply_appeal,
    c.WaiveAppeal: appealing.waive_appeal,
    c.AnswerLateAppeal: appealing.answer_late_appeal,
    c.SayInterim: appealing.say_interim,
    c.RecordAnswer: appealing.record_answer,
    c.WithdrawAppeal: appealing.withdraw_appeal,
    c.NoteComplaint: appealing.note_complaint,
    c.GiveRecipient: addressing.give_recipient,
    c.ConfirmRecipient: addressing.confirm_recipient,
    c.AddLetter: addressing.add_letter,
    c.ChangeLetter: lettering.change_letter,
    c.PrepareLetter: lettering.prepare_letter,
    c.CopyLetter: lettering.copy_letter,
    c.ReleaseLetter: lettering.release_letter,
    c.NoteLetterSent: lettering.note_letter_sent,
    c.DropLetter: lettering.drop_letter,
    c.TakeBackLetter: lettering.take_back_letter,
    c.HoldReview: recurring.hold_review,
    c.TakeMail: receiving.take_mail,
    c.TickMail: ticking_mail.tick_mail,
    c.HoldMail: holding_mail.hold_mail,
    c.RunClock: ticking.run_clock,
    c.RunPanelClock: ticking.run_panel_clock,
    c.GatherReminders: reminding.gather_reminders,
}


class Act(Record):
    """An act already done, by the key it came with: a repeat is given its answer again."""

    KIND: ClassVar[str] = "act"

    answer: Answer


def perform(store: Store, council: Council, command: c.Command) -> Answer:
    """Carry the command out, durably, and return what it came to.

    Raises `Refused` with nothing changed; a refusal for want of permission leaves an audit entry.
    """
    handler = HANDLERS[type(command)]

    def work(records: Records) -> Change:
        done = records.look(Act, command.key) if command.key else None
        if done:
            return Change(done.answer)
        change = handler(command, Office(council, records))
        if not command.key or change.audit is None:
            return change
        act = Act(id=command.key, answer=change.answer)
        return Change(change.answer, change.audit, (*change.records, act), change.notices)

    try:
        return _committed(store, work)
    except NotPermitted:
        about = getattr(command, "ref", "") or getattr(command, "meeting", "") or command.by
        refusal = Change(Answer(code="refused"), entry(command, "refused", about, wanted=type(command).__name__))
        store.transact(lambda _: refusal)
        raise


def _committed(store: Store, work: Callable[[Records], Change]) -> Answer:
    for _ in range(TRIES - 1):
        try:
            return store.transact(work).answer
        except Conflict:
            continue
    return store.transact(work).answer

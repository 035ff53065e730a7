"""Making a referral: begin it, and answer its questions a part or a question at a time."""

from datetime import date, datetime

from panel import permissions, policies
from panel.answers import read_answers, wrong
from panel.calendar import say_day, wall
from panel.commands import AnswerQuestion, AskInWords, BeginReferral, SaveSection
from panel.council import Office
from panel.date_order import crossed
from panel.errors import InvalidAnswer, Refused
from panel.form import EMERGENCY
from panel.handlers.editing import brought_up_to, editable, touched
from panel.handlers.entry import entry
from panel.handlers.excepting import routed
from panel.notices import Topic
from panel.people import Person
from panel.ports import Answer, Change
from panel.profile import Profile
from panel.referral import EDITABLE, Referral
from panel.refs import next_reference
from panel.telling import notice


def begin_referral(command: BeginReferral, office: Office) -> Change:
    """A new draft with its reference; the administrator may enter one for a practitioner, who then owns it (RF-1)."""
    profile, today = office.profile(command.panel), office.today(command.at)
    entered = bool(command.owner) and command.owner != command.by
    if entered:
        permissions.check_may_enter_for(office.person(command.by), profile.id, today)
    person = office.person(command.owner or command.by)
    permissions.check_may_refer(person, command.panel, today)
    permissions.check_can_be_signed(office, person, profile.id, today)
    if command.emergency:
        policies.check_has_route(profile)
    ref, counter = next_reference(office.records, profile.panel.prefix)
    draft = new_draft(person, profile, ref, command.at).model_copy(
        update={
            "answers": {EMERGENCY: "yes"} if command.emergency else {},
            "entered_by": command.by if entered else None,
        }
    )
    told = [notice(Topic.ENTERED_FOR_YOU, person.id, ref, command.at)] if entered else []
    return Change(Answer(code="begun", about=ref), entry(command, "referral_begun", ref), (draft, counter), tuple(told))


def new_draft(person: Person, profile: Profile, ref: str, at: datetime, source: str = "teams") -> Referral:
    """An empty draft of a practitioner; raises `Refused` when the panel is not taking referrals."""
    if profile.panel.status not in ("pilot", "live"):
        raise Refused(f"{profile.panel.name} is not taking referrals yet. Please ask the panel administrator.")
    since = profile.panel.effective_from
    if since and wall(at).date() < since:
        raise Refused(f"{profile.panel.name} takes referrals from {say_day(since)}.")
    return Referral(
        id=ref,
        panel=profile.id,
        profile_version=profile.panel.version,
        referrer=person.id,
        manager=person.manager,
        opened_at=at,
        touched_at=at,
        source=source,
    )


def save_section(command: SaveSection, office: Office) -> Change:
    """The answers of one section, all or none; they may send it elsewhere, once an officer agrees (RF-2, RF-3)."""
    referral, profile = editable(command, command.ref, office)
    policies.check_fresh(referral, command.section, command.drawn_from)
    if command.section not in {section.id for section in profile.form.sections}:
        raise Refused("That part is not on the form. Type “status” to go on.")
    section = profile.form.section(command.section)
    taken = read_answers(section.questions, command.given, office.today(command.at))
    _check_meeting_exists(office, referral, taken, command.at)
    _check_order_of_dates(profile, referral, taken, office.today(command.at))
    saved = brought_up_to(office, touched(referral.with_answers(taken, section.id), command), command.at)
    if moved := routed(office, saved, command.by, command.at):
        gone, records, told = moved
        code = "redirected" if gone.ask is None else "elsewhere_asked"
        return Change(Answer(code=code, about=gone.id), entry(command, code, gone.id), (gone, *records), tuple(told))
    return Change(
        Answer(code="saved", about=saved.id, facts={"section": section.id}),
        entry(command, "section_saved", saved.id, section=section.id),
        (saved,),
    )


def answer_question(command: AnswerQuestion, office: Office) -> Change:
    """The typed answer to one question."""
    _, profile = editable(command, command.ref, office)
    question = profile.form.question(command.question)
    if question is None:
        raise Refused("That question is not on the form. Type “status” to go on.")
    if question.required and not command.given.strip():
        raise InvalidAnswer({question.id: wrong(question.ask, "please give an answer.")})
    section = profile.form.section_of(question.id)
    given = {question.id: command.given}
    as_section = SaveSection(
        by=command.by,
        at=command.at,
        key=command.key,
        through=command.through,
        ref=command.ref,
        section=section.id,
        given=given,
        drawn_from=office.referral(command.ref).revision,
    )
    change = save_section(as_section, office)
    saved = next(record for record in change.records if isinstance(record, Referral))
    asking = next_question(profile, saved, after=question.id) if saved.status in EDITABLE else ""
    others = tuple(record for record in change.records if record is not saved)
    asked = saved.model_copy(update={"asking": asking})
    return Change(change.answer, change.audit, (asked, *others), change.notices)


def ask_in_words(command: AskInWords, office: Office) -> Change:
    """Note which question a typed line answers next; none is left when everything is answered."""
    referral, profile = editable(command, command.ref, office)
    wanted = command.question or next_question(profile, referral, after="")
    asked = touched(referral.model_copy(update={"asking": wanted}), command)
    return Change(
        Answer(code="asking", about=asked.id, facts={"question": wanted}),
        entry(command, "question_put", asked.id),
        (asked,),
    )


def next_question(profile: Profile, referral: Referral, after: str) -> str:
    """The next question without an answer, looking past the one just dealt with; empty when none is left."""
    open_ids = [item.code for item in policies.lacking(profile, referral) if item.section]
    order = [question.id for _, question in profile.form.all_questions()]
    place = order.index(after) if after in order else -1
    later = [question for question in open_ids if order.index(question) > place]
    return (later or [question for question in open_ids if question != after] or [""])[0]


def _check_order_of_dates(profile: Profile, referral: Referral, taken: dict[str, str], today: date) -> None:
    """Dates that cannot both be right are not saved; only these questions' own, where both of a pair are asked."""
    answers = {**referral.answers, **taken}
    asked = {q.id for section in profile.form.applying(answers) for q in profile.form.asked(section, answers)}
    problems: dict[str, str] = {}
    for pair in crossed(profile.form, answers, today):
        own = next((question for question in (pair.later, pair.earlier) if question.id in taken), None)
        if own and asked.issuperset(pair.ids):
            problems.setdefault(own.id, wrong(own.ask, f"{pair.why(own.id)}; which of the two is right?"))
    if problems:
        raise InvalidAnswer(problems)


def _check_meeting_exists(office: Office, referral: Referral, taken: dict[str, str], now: datetime) -> None:
    wanted = taken.get("panel_date", "")
    days = [office.today(meeting.starts_at).isoformat() for meeting in office.meetings_ahead(referral.panel, now)]
    if wanted and wanted not in days:
        raise InvalidAnswer(
            {"panel_date": "There is no panel on that day. Choose one of the dates shown, or leave it open."}
        )

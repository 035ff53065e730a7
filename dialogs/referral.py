"""Making a referral in a chat: by cards, a part at a time, or by typing, a question at a time."""

from datetime import timedelta

from dialogs.cards.referral import missing_card, panels_card, section_card, summary_card
from dialogs.turn import Turn, say, show
from dialogs.words import asking as words
from dialogs.words import talk
from dialogs.words.standing import standing
from panel import commands as c
from panel import completeness, permissions, policies
from panel.answers import shown
from panel.calendar import say_moment
from panel.council import Office
from panel.errors import InvalidAnswer, Refused, Stale
from panel.form import Kind, Section
from panel.meeting import PanelMeeting
from panel.officers import next_step, with_a_part
from panel.people import Role
from panel.ports import Reply
from panel.profile import Profile
from panel.referral import EDITABLE, Referral, ReferralStatus

STILL_TYPING = timedelta(hours=1)
"""How long after a question was put in words a typed line still counts as its answer."""
NO_QUESTION = "-"
"""Kept in the place of a question once the person has stopped answering by typing."""


def begin(turn: Turn, *, emergency: bool = False, owner: str = "") -> Reply:
    """A new draft and its first part; `owner` is the practitioner for whom the administrator enters it."""
    if not turn.chosen and len(turn.panels) > 1 and not owner:
        return show(turn, panels_card(turn, emergency=emergency))
    answer = turn.do(c.BeginReferral, panel=turn.panel(), emergency=emergency, owner=owner)
    referral = turn.office.referral(answer.about)
    profile = turn.office.profile_of(referral)
    first = profile.form.applying(referral.answers)[0]
    said = talk.begun(referral.id, profile)
    if referral.entered_by:
        said = words.entered_for(referral.id, turn.office.name(referral.referrer))
    return show(turn, section_card(turn, referral, first), said)


def current(turn: Turn) -> Referral | None:
    """The draft this person worked on last, if they have one: there is nothing else to remember."""
    records = turn.office.records
    own = [*records.find(Referral, referrer=turn.person.id, live="yes")]
    own += records.find(Referral, entered_by=turn.person.id, live="yes")
    drafts = [referral for referral in own if referral.status in EDITABLE]
    return max(drafts, key=lambda referral: referral.touched_at, default=None)


def named(turn: Turn, ref: str) -> Referral:
    """The referral named, or the one worked on last; raises `Refused` when there is none or it is not theirs to see."""
    referral = turn.office.referral(ref) if ref else current(turn)
    if referral is None:
        raise Refused(talk.NOTHING_OPEN)
    part = with_a_part(turn.office, referral, turn.today)
    permissions.check_may_see(turn.person, referral, turn.today, part=part)
    return referral


def save(turn: Turn, ref: str, section_id: str, drawn_from: int, then: str) -> Reply:
    """Keep what was given for a part, and show what comes next."""
    referral = turn.office.referral(ref)
    profile = turn.office.profile_of(referral)
    section = profile.form.find(section_id)
    if section is None:
        return show(turn, summary_card(turn, named(turn, ref)), talk.PART_GONE)
    try:
        answer = turn.do(c.SaveSection, ref=ref, section=section_id, given=turn.given, drawn_from=drawn_from)
    except InvalidAnswer as wrong:
        return show(turn, section_card(turn, _as_given(referral, turn), section, tuple(wrong.problems.values())))
    except Stale as stale:
        return show(turn, section_card(turn, referral, section, (str(stale),)))
    saved = turn.office.referral(ref)
    if answer.code == "redirected":
        return show(turn, summary_card(turn, saved), talk.redirected(ref, _advice(profile, saved)))
    if answer.code == "elsewhere_asked":
        return show(turn, summary_card(turn, saved), words.elsewhere_asked(ref, standing(turn.office, saved)))
    brought = _brought_up(profile, section, referral, saved)
    if brought and then != "summary":
        more = f"Your answers bring {brought} more here."
        return show(turn, section_card(turn, saved, section, (more,)), *_newly_said(profile, referral, saved))
    said = _newly_said(profile, referral, saved)
    return _after_saving(turn, saved, section, said, to_summary=then == "summary")


def open_part(turn: Turn, ref: str, wanted: str) -> Reply:
    """One part of the form, by its id or its number."""
    referral = named(turn, ref)
    permissions.check_may_edit(turn.person, referral)
    policies.check_editable(referral)
    sections = turn.office.profile_of(referral).form.applying(referral.answers)
    chosen = [s for n, s in enumerate(sections, 1) if wanted.lower() in (s.id, str(n), s.title.lower())]
    if not chosen:
        parts = "; ".join(f"part {n}: {section.title}" for n, section in enumerate(sections, 1))
        raise Refused(f"There is no such part. Type one of: {parts}")
    return show(turn, section_card(turn, referral, chosen[0]))


def summary(turn: Turn, ref: str) -> Reply:
    """Everything answered so far."""
    return show(turn, summary_card(turn, named(turn, ref)))


def missing(turn: Turn, ref: str) -> Reply:
    """What is still missing."""
    return show(turn, missing_card(turn, named(turn, ref)))


def send(turn: Turn, ref: str) -> Reply:
    """To whoever signs first, when nothing is missing; otherwise the list of gaps."""
    referral = named(turn, ref)
    try:
        answer = turn.do(c.SendToManager, ref=referral.id)
    except Refused as refused:
        if policies.lacking(turn.office.profile_of(referral), referral) and referral.status in EDITABLE:
            return show(turn, missing_card(turn, referral), str(refused))
        raise
    sent = turn.office.referral(referral.id)
    return show(turn, summary_card(turn, sent), _sent(turn, sent, answer.code))


def withdraw(turn: Turn, ref: str, reason: str) -> Reply:
    """Taken back, with the reason."""
    turn.do(c.WithdrawReferral, ref=ref, reason=reason)
    return say(f"{ref.upper()} is withdrawn. If it had a place at a panel, that place is free again.")


def ask(turn: Turn, ref: str) -> Reply:
    """The next open question, in words."""
    referral = named(turn, ref)
    turn.do(c.AskInWords, ref=referral.id)
    return _question(turn, turn.office.referral(referral.id))


def skip(turn: Turn) -> Reply:
    """Leave the question asked for later and put the next; after the last, say what was left and ask no more."""
    referral = current(turn)
    if referral is None:
        return say(talk.NOTHING_OPEN)
    profile = turn.office.profile_of(referral)
    left, order = _open(profile, referral), [question.id for _, question in profile.form.all_questions()]
    place = order.index(referral.asking) if referral.asking in order else -1
    later = [code for code in left if order.index(code) > place]
    if left and (not later or referral.asking == NO_QUESTION):
        turn.do(c.AskInWords, ref=referral.id, question=NO_QUESTION)
        said = [talk.left_for_later(referral.id, len(left))]
        said += [talk.urgent_ready(referral.id)] if referral.is_emergency and _can_ask(profile, referral) else []
        return show(turn, missing_card(turn, turn.office.referral(referral.id)), *said)
    turn.do(c.AskInWords, ref=referral.id, question=later[0] if later else "")
    return _question(turn, turn.office.referral(referral.id))


def stop(turn: Turn) -> Reply:
    """No more questions: what is typed from now on is not taken for an answer."""
    draft = awaits_answer(turn)
    if draft is not None:
        turn.do(c.AskInWords, ref=draft.id, question=NO_QUESTION)
    return say(talk.CANCELLED)


def awaits_answer(turn: Turn) -> Referral | None:
    """The draft whose question a typed line would answer now; an answer that is there is not written over."""
    draft = current(turn)
    if draft is None or not draft.asking or turn.now - draft.touched_at >= STILL_TYPING:
        return None
    known = turn.office.profile_of(draft).form.question(draft.asking)
    return draft if known and not draft.answers.get(draft.asking) else None


def typed_answer(turn: Turn, referral: Referral, line: str) -> Reply:
    """A typed line as the answer to the question that was asked."""
    profile = turn.office.profile_of(referral)
    question = profile.form.question(referral.asking)
    chosen = line
    if question and question.choices and line.strip().isdigit():
        chosen = f"#{int(line)}"
    try:
        turn.do(c.AnswerQuestion, ref=referral.id, question=referral.asking, given=chosen)
    except InvalidAnswer as wrong:
        is_date = question is not None and question.kind in (Kind.DATE, Kind.MEETING)
        return say(talk.answer_again(str(wrong), date=is_date, others=len(_open(profile, referral)) > 1))
    saved = turn.office.referral(referral.id)
    if saved.ask and saved.status not in EDITABLE:
        return say(words.elsewhere_asked(saved.id, standing(turn.office, saved)))
    if saved.status not in EDITABLE:
        return say(talk.redirected(saved.id, _advice(profile, saved)))
    said = talk.answered(question.ask, shown(question, saved.answers.get(question.id, ""))) if question else ""
    ready = saved.is_emergency and _can_ask(profile, saved) and not _can_ask(profile, referral)
    now = [talk.urgent_ready(saved.id)] if ready else []
    told = say(said, *_newly_said(profile, referral, saved), *now).messages
    return Reply((*told, *_question(turn, saved).messages))


def _question(turn: Turn, referral: Referral) -> Reply:
    profile = turn.office.profile_of(referral)
    question = profile.form.question(referral.asking) if referral.asking else None
    if question is None:
        return show(turn, missing_card(turn, referral), talk.DONE_TYPING)
    options = [option.label for option in question.choices]
    doubts = [talk.unsure(doubt.text, doubt.why) for doubt in referral.doubts if doubt.question == question.id]
    return say(*doubts, talk.ask(question.ask, options, question.help, len(_open(profile, referral))))


def _open(profile: Profile, referral: Referral) -> list[str]:
    """The questions that are still to be answered."""
    return [item.code for item in policies.lacking(profile, referral) if item.section]


def _brought_up(profile: Profile, section: Section, before: Referral, saved: Referral) -> int:
    """How many questions of the part these answers brought up; one that was left blank may wait."""
    stood = profile.form.asked(section, before.answers)
    asked = profile.form.asked(section, saved.answers)
    return sum(1 for each in asked if each not in stood and each.required and not saved.answers.get(each.id))


def placed(office: Office, referral: Referral) -> str:
    """A sentence about what a received referral waits for: its place, or whoever acts next."""
    if referral.status is ReferralStatus.ACCEPTED:
        return words.NO_PLACE
    meeting = office.records.look(PanelMeeting, referral.meeting) if referral.meeting else None
    item = meeting.item(referral.id) if meeting else None
    return words.booked(say_moment(item.starts_at)) if item else words.waits(standing(office, referral))


def _sent(turn: Turn, sent: Referral, code: str) -> str:
    """What the practitioner hears of the sending."""
    who = standing(turn.office, sent)
    if code == "redirected":
        return talk.redirected(sent.id, _advice(turn.office.profile_of(sent), sent))
    if code == "elsewhere_asked":
        return words.elsewhere_asked(sent.id, who)
    if code == "received":
        return words.received(sent.id, placed(turn.office, sent))
    following = next_step(turn.office.profile_of(sent), sent)
    if following and following[1].by is Role.LINE_MANAGER:
        return talk.sent_to_manager(sent.id, turn.office.name(sent.manager))
    return words.sent(sent.id, who)


def _newly_said(profile: Profile, before: Referral, saved: Referral) -> list[str]:
    """Warnings, and steps that must come first, that these answers brought up (RF-4)."""
    warned, blocked = completeness.warned(profile, before), completeness.blocked(profile, before)
    notes = [words.noted(gate.say) for gate in completeness.warned(profile, saved) if gate not in warned]
    return notes + [
        words.held(saved.id, gate.say, profile.title(gate.exception_by) if gate.exception_by else "")
        for gate in completeness.blocked(profile, saved)
        if gate not in blocked
    ]


def _after_saving(turn: Turn, saved: Referral, section: Section, said: list[str], *, to_summary: bool) -> Reply:
    profile = turn.office.profile_of(saved)
    urgent = profile.route.sections[-1:] if profile.route and saved.is_emergency else []
    if section.id in urgent and _can_ask(profile, saved):
        return show(turn, summary_card(turn, saved), *said, talk.urgent_ready(saved.id))
    sections = profile.form.applying(saved.answers)
    place = [each.id for each in sections].index(section.id)
    if to_summary or place + 1 == len(sections):
        left = len(policies.lacking(profile, saved))
        return show(turn, summary_card(turn, saved), *said, talk.saved(section.title, left))
    return show(turn, section_card(turn, saved, sections[place + 1]), *said)


def _advice(profile: Profile, referral: Referral) -> str:
    """Where the referral belongs instead."""
    gate = policies.belongs_elsewhere(profile, referral)
    return gate.say if gate else ""


def _can_ask(profile: Profile, referral: Referral) -> bool:
    try:
        policies.check_can_ask_emergency(profile, referral)
    except Refused:
        return False
    return True


def _as_given(referral: Referral, turn: Turn) -> Referral:
    """The referral with what was just typed, so that nobody has to type it again when one answer is refused."""
    return referral.model_copy(update={"answers": {**referral.answers, **turn.given}})

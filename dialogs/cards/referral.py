"""Cards of a referral: one part of its form, its summary, its papers, and the manager's card."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams import cards as c

from dialogs.answered import answered
from dialogs.cards.noted import noted
from dialogs.cards.parts import (
    MOST_BUTTONS,
    button,
    card,
    choice_input,
    facts,
    heading,
    plain,
    question_input,
    said,
    shortened,
    text,
    text_input,
)
from dialogs.turn import Turn
from dialogs.words import talk
from dialogs.words.standing import standing
from panel import completeness, permissions, policies
from panel.answers import wrong
from panel.calendar import say_day, say_moment, wall
from panel.council import Office
from panel.errors import NotPermitted
from panel.form import DocumentRule, Question, Section
from panel.officers import next_step, signers, steps
from panel.people import Role
from panel.ports import Message
from panel.profile import Profile
from panel.referral import EDITABLE, Referral

SHOWN_IN_SUMMARY = 160
"""Characters of an answer shown in a summary; the whole of it is in its part."""


def panels_card(turn: Turn, *, emergency: bool) -> Message:
    """Asks to which of their panels a person refers."""
    profiles = [turn.tools.council.profiles[panel] for panel in turn.panels]
    act = "emergency" if emergency else "refer"
    buttons = [button(f"{p.panel.council}: {p.panel.name}", turn.button(act, panel=p.id)) for p in profiles]
    return card("Which panel?", [text(talk.which_panel(profiles))], buttons[:MOST_BUTTONS], "Which panel?")


def section_card(turn: Turn, referral: Referral, section: Section, problems: Sequence[str] = ()) -> Message:
    """One part of the form, with what was answered so far and what is still missing.

    Answers so long that no card holds them all are left out, the longest first: what is not shown is not saved over.
    """
    asked = turn.office.profile_of(referral).form.asked(section, referral.answers)
    longest_last = sorted(asked, key=lambda question: len(referral.answers.get(question.id, "")))
    while True:
        shown = {question.id for question in longest_last}
        try:
            return _section_card(turn, referral, section, _Part(tuple(problems), shown))
        except ValueError:
            if not longest_last:
                raise
            longest_last.pop()


@dataclass(frozen=True)
class _Part:
    """What stands above the questions of a part, and which of them fit on its card."""

    problems: tuple[str, ...]
    fitting: set[str]


def _section_card(turn: Turn, referral: Referral, section: Section, part: _Part) -> Message:
    profile = turn.office.profile_of(referral)
    sections = profile.form.applying(referral.answers)
    number = [each.id for each in sections].index(section.id) + 1 if section in sections else 1
    body: list[c.CardElement] = [text(_progress(profile, referral, number, len(sections)), quiet=True)]
    body += [text(f"⚠ {plain(problem)}", bold=True) for problem in part.problems]
    body += [text(section.guidance)] if section.guidance else []
    dates = _dates(turn, referral)
    for question in profile.form.asked(section, referral.answers):
        body += _asked(referral, question, dates) if question.id in part.fitting else [text(_too_long(question))]
    buttons = [
        button("Save and go on", turn.button("save", referral.id, referral.revision, section=section.id), main=True),
        button(
            "Save, then summary",
            turn.button("save", referral.id, referral.revision, then="summary", section=section.id),
        ),
        button("Go back a part", turn.button("part", referral.id, referral.revision, number=str(max(1, number - 1)))),
        button("What is missing?", turn.button("missing", referral.id)),
    ]
    buttons[1].associated_inputs = "auto"
    return card(f"{referral.id} · {section.title}", body, buttons, f"{referral.id}: the form")


def summary_card(turn: Turn, referral: Referral) -> Message:
    """Everything that was answered, what is missing, and what to do next."""
    profile = turn.office.profile_of(referral)
    missing = policies.lacking(profile, referral)
    body = _heading_lines(turn, referral, len(missing))
    body += noted(turn.office, referral)
    body += _answers(profile, referral, SHOWN_IN_SUMMARY)
    body += _papers(profile, referral)
    return card(f"{referral.id} · Summary", body, _summary_buttons(turn, profile, referral, body), referral.id)


def missing_card(turn: Turn, referral: Referral) -> Message:
    """What the referral still needs, part by part."""
    profile = turn.office.profile_of(referral)
    missing = policies.lacking(profile, referral)
    if not missing:
        return summary_card(turn, referral)
    lines = [f"• {item.label}" for item in missing if item.section]
    papers = [f"• {item.label}" for item in missing if not item.section and not item.gate]
    gates = [f"• {item.label}" for item in missing if item.gate]
    body: list[c.CardElement] = [text("\n\n".join(plain(line) for line in lines[:40]))] if lines else []
    body += [heading("Papers to attach"), text("\n\n".join(plain(line) for line in papers))] if papers else []
    body += [heading("What must come first"), text("\n\n".join(plain(line) for line in gates))] if gates else []
    first = next((item.section for item in missing if item.section), "")
    buttons = [button("Go to the first gap", turn.button("open", referral.id, section=first))] if first else []
    buttons += [*_ways_without(turn, referral, body), button("Summary", turn.button("summary", referral.id))]
    return card(f"{referral.id} · {len(missing)} still missing", body, buttons, referral.id)


def _ways_without(turn: Turn, referral: Referral, body: list[c.CardElement]) -> list[c.ExecuteAction]:
    """To ask for an exception, for the people of the case; to let a paper go, for whoever may (RF-5, AM-38)."""
    profile, buttons = turn.office.profile_of(referral), []
    if completeness.exceptions(profile, referral) and referral.status in EDITABLE and _is_own(turn, referral):
        body.append(text_input("remark", "Why it cannot wait for that", longest=policies.LONGEST_REMARK, lines=False))
        ask = button("Ask for an exception", turn.button("ask_exception", referral.id))
        ask.associated_inputs = "auto"
        buttons.append(ask)
    waivable = [
        (r.id, r.label) for r in completeness.papers_missing(profile, referral) if _may_waive(turn, referral, r)
    ]
    if waivable:
        body.append(choice_input("document", "Which paper need not come?", waivable))
        body.append(text_input("why", "Why it need not come", longest=policies.LONGEST_REMARK, lines=False))
        waive = button("Let the paper go", turn.button("waive", referral.id))
        waive.associated_inputs = "auto"
        buttons.append(waive)
    return buttons


def _is_own(turn: Turn, referral: Referral) -> bool:
    return turn.person.id in (referral.referrer, referral.manager)


def _may_waive(turn: Turn, referral: Referral, rule: DocumentRule) -> bool:
    try:
        permissions.check_may_waive(turn.person, referral, rule, turn.office.profile_of(referral), turn.today)
    except NotPermitted:
        return False
    return True


def paper_card(turn: Turn, referral: Referral, digest: str, name: str) -> Message:
    """Asks which paper a file is."""
    profile = turn.office.profile_of(referral)
    options = [(rule.id, rule.label) for rule in profile.form.papers_due(referral.answers)]
    body: list[c.CardElement] = [
        said(name),
        choice_input(
            "document", "Which paper is it?", [*options, ("other", "Another paper")], needed="Please choose one."
        ),
    ]
    data = turn.button("name_paper", referral.id, referral.revision, digest=digest)
    return card(f"{referral.id} · A file you attached", body, [button("Save", data, main=True)], referral.id)


def manager_card(turn: Turn, referral: Referral) -> Message:
    """What whoever signs next reads, confirms and signs, or returns with a comment (CB-9.6, CB-10.8)."""
    profile = turn.office.profile_of(referral)
    body = _heading_lines(turn, referral, 0)
    body += noted(turn.office, referral)
    body += _answers(profile, referral, SHOWN_IN_SUMMARY)
    body += _papers(profile, referral)
    following = next_step(profile, referral)
    may = {person.id for person in signers(turn.office, referral, turn.today)}
    if referral.status != "awaiting_authorisation" or following is None or turn.person.id not in may:
        return card(f"{referral.id} {standing(turn.office, referral)}", body, (), referral.id)
    checks = [(check.id, check.ask) for check in following[1].checks]
    if checks:
        body += [heading("To sign, confirm each of these"), choice_input("checks", "I confirm", checks, several="yes")]
    body.append(text_input("comment", "Comment (needed to return it)", longest=policies.LONGEST_REMARK))
    sign = turn.button("sign", referral.id, referral.revision)
    back = turn.button("return", referral.id, referral.revision)
    buttons = [button("Sign", sign, main=True), button("Return with comment", back, danger=True)]
    return card(f"{referral.id} · Please authorise", body, buttons, f"{referral.id}: a referral to sign")


def _progress(profile: Profile, referral: Referral, number: int, parts: int) -> str:
    missing = len(policies.lacking(profile, referral))
    done = "Nothing is missing." if not missing else f"{missing} still missing in the whole form."
    return f"Part {number} of {parts}. {done} Everything you save is kept."


def _doubt(referral: Referral, question_id: str) -> list[c.CardElement]:
    found = [doubt for doubt in referral.doubts if doubt.question == question_id]
    return [text(talk.unsure(plain(doubt.text), doubt.why), bold=True) for doubt in found]


def _asked(referral: Referral, question: Question, dates: list[tuple[str, str]]) -> list[c.CardElement]:
    shows_help = question.help and (question.choices or question.kind in ("date", "meeting", "text"))
    help_line = [text(question.help, quiet=True)] if shows_help else []
    answer = referral.answers.get(question.id, "")
    return [*_doubt(referral, question.id), question_input(question, answer, dates), *help_line]


def _too_long(question: Question) -> str:
    return wrong(question.ask, "this answer is too long to show on this card, and stays as it was saved.")


def _dates(turn: Turn, referral: Referral) -> list[tuple[str, str]]:
    ahead = [m for m in turn.office.meetings_ahead(referral.panel, turn.now) if m.cutoff_at > turn.now]
    days = [wall(meeting.starts_at).date() for meeting in ahead]
    return [(day.isoformat(), say_day(day)) for day in days]


def _heading_lines(turn: Turn, referral: Referral, missing: int) -> list[c.CardElement]:
    office = turn.office
    profile = office.profile_of(referral)
    rows = [
        ("Panel", profile.panel.name),
        ("Referred by", office.name(referral.referrer)),
        ("Entered by", office.name(referral.entered_by) if referral.entered_by else ""),
        (_manager_title(profile), office.name(referral.manager) if referral.manager else ""),
        ("Where it is", f"It {standing(office, referral)}."),
        ("Signed by", _signed_by(office, referral)),
        ("Still missing", str(missing) if missing else ""),
        ("To put right", referral.comment),
    ]
    return [facts(rows)]


def _manager_title(profile: Profile) -> str:
    title = profile.title(Role.LINE_MANAGER)
    return title[:1].upper() + title[1:]


def _signed_by(office: Office, referral: Referral) -> str:
    """Signatures so far where there are several; the practitioner's own is the sending."""
    signed = [signoff for signoff in referral.signoffs if signoff.step]
    return "; ".join(f"{office.name(each.person)}, {say_moment(each.at)}" for each in signed)


def _answers(profile: Profile, referral: Referral, longest: int) -> list[c.CardElement]:
    body: list[c.CardElement] = []
    for title, rows in answered(profile, referral):
        body += [heading(title), facts([(asked, shortened(answer, longest)) for asked, answer in rows])]
    return body


def _papers(profile: Profile, referral: Referral) -> list[c.CardElement]:
    known = {rule.id: rule.label for rule in profile.form.documents}
    rows = [(known.get(paper.document, "Another paper"), paper.name) for paper in referral.papers]
    return [heading("Papers"), facts(rows)] if rows else []


def _summary_buttons(
    turn: Turn, profile: Profile, referral: Referral, body: list[c.CardElement]
) -> list[c.ExecuteAction]:
    if referral.status not in EDITABLE:
        return []
    parts = [(section.id, section.title) for section in profile.form.applying(referral.answers)]
    body.append(choice_input("section", "Which part would you like to change?", parts, value=parts[0][0]))
    change = button("Change this part", turn.button("open", referral.id))
    change.associated_inputs = "auto"
    buttons = [change, button("What is missing?", turn.button("missing", referral.id))]
    if referral.is_emergency:
        ask = turn.button("ask_emergency", referral.id, referral.revision)
        buttons.append(button("Ask for emergency approval", ask, main=True))
    send = turn.button("send", referral.id, referral.revision)
    following = steps(profile, referral)
    title = "Send to my manager" if following and following[0][1].by is Role.LINE_MANAGER else "Send"
    return [*buttons, button(title, send, main=not referral.is_emergency)]

"""Cards about what comes back: the planner, a review, a change to report, a date that passed, a challenge."""

from collections.abc import Mapping, Sequence

from microsoft_teams import cards as c

from dialogs.cards.parts import button, card, choice_input, facts, plain, question_input, text, text_input
from dialogs.turn import Turn
from dialogs.words import appeal_words
from dialogs.words import later as words
from dialogs.words.written import day_said
from panel.appeal import Appeal, AppealStatus
from panel.calendar import say_day
from panel.challenges import Window
from panel.decision import Decision
from panel.form import Question
from panel.ports import Message
from panel.review import Review
from panel.rules.later import Happening, Stage

MISSED = (("rebook", "Book it again"), ("extend", "A short extension"), ("end", "End it, with a plan"))


def planner_card(turn: Turn, rows: Sequence[tuple[str, str]], title: str) -> Message:
    """The dates ahead, each with how it was worked out; all of them are in the files."""
    if not rows:
        return card(title, [text(words.NOTHING_PLANNED, quiet=True)], (), title)
    return card(title, [facts(rows[:25])], [button("Mail me the planner", turn.button("send_planner"))], title)


def review_card(turn: Turn, review: Review, asks: list[Question], problems: Sequence[str] = ()) -> Message:
    """What a review must answer; what the case already says under the same name is filled in (KN-2.6)."""
    known = turn.office.referral(review.about).answers
    body: list[c.CardElement] = [*_warned(problems), facts([("Due", day_said(review.due)), ("Worked out", review.how)])]
    body += _inputs(asks, {**known, **turn.given})
    data = turn.button("review_done", review.about, entry=review.cycle)
    return card(f"{review.about} · {review.text}", body, [button("Record the review", data, main=True)], review.about)


def change_card(turn: Turn, ref: str, offered: list[Happening]) -> Message:
    """What can be reported about a case."""
    body = [choice_input("happening", words.CHOOSE_CHANGE, [(each.id, each.label) for each in offered])]
    return card(f"{ref} · Report a change", body, [button("Go on", turn.button("report_form", ref), main=True)], ref)


def change_form(turn: Turn, ref: str, happening: Happening, problems: Sequence[str] = ()) -> Message:
    """What must be said about one change."""
    body: list[c.CardElement] = [*_warned(problems), *_inputs(happening.asks, turn.given)]
    data = turn.button("report", ref, happening=happening.id)
    buttons = [button("Report it", data, main=True)]
    return card(f"{ref} · {happening.label}", body or [text("Nothing more is asked.")], buttons, ref)


def missed_card(turn: Turn, ref: str, entry: str, what: str, problems: Sequence[str] = ()) -> Message:
    """The Chair's choice for a date that passed: nothing stops by itself (CB-9.19, AM-50)."""
    given = turn.given
    body: list[c.CardElement] = [
        *_warned(problems),
        text(f"{what}. Nothing has been stopped."),
        choice_input("choice", "What follows?", MISSED, value=given.get("choice", ""), needed="Please choose."),
        text_input("reason", "Why?", value=given.get("reason", ""), needed="Please give the reason."),
        c.DateInput(id="day", label="The new date, or the day it ends", value=given.get("day") or None),
        text_input("plan", "For an end: the plan for a safe end or alternative", value=given.get("plan", "")),
    ]
    data = turn.button("missed", ref, entry=entry)
    return card(f"{ref} · A date has passed", body, [button("Say what follows", data, main=True)], ref)


def log_card(turn: Turn, ref: str, case: tuple[Stage, Decision, Window], problems: Sequence[str] = ()) -> Message:
    """Log a challenge: who asks, when it came, when the outcome was received, and what the stage asks."""
    stage, _, window = case
    given = turn.given
    last = f"If nothing else is known, the last day is {say_day(window.last)}: {window.how}." if window.last else ""
    body: list[c.CardElement] = [
        *_warned(problems),
        text(last or f"There is no last day yet: {window.how}."),
        choice_input("asked_by", "Who asks?", words.ASKED_BY, value=given.get("asked_by", "")),
        c.DateInput(id="received", label="The day the request came", value=given.get("received") or None),
        c.DateInput(
            id="receipt", label="The day the family got the outcome, if known", value=given.get("receipt") or None
        ),
        choice_input("sent", "How was the outcome sent?", words.SENT, value=given.get("sent", "")),
        text_input("authority", "A representative’s authority", value=given.get("authority", ""), lines=False),
        *_inputs(stage.asks, given),
    ]
    data = turn.button("log_appeal", ref)
    return card(f"{ref} · Log an {_called(stage)}", body, [button("Log it", data, main=True)], ref)


def appeal_card(turn: Turn, appeal: Appeal, problems: Sequence[str] = ()) -> Message:
    """Where a challenge stands, and what this person can do about it."""
    office = turn.office
    stage = next(
        (s for s in office.profile_of(office.referral(appeal.about)).challenge.stages if s.id == appeal.stage), None
    )
    body: list[c.CardElement] = [*_warned(problems), facts(appeal_words.rows(office, appeal))]
    buttons = []
    if appeal.status is AppealStatus.LATE:
        body.append(text_input("remark", "The reason", needed="Please give the reason."))
        buttons = [
            button("Accept it", turn.button("accept_appeal", appeal.about), main=True),
            button("Do not accept it", turn.button("refuse_appeal", appeal.about), danger=True),
        ]
    if stage and appeal.status in (AppealStatus.INCOMPLETE, AppealStatus.RETURNING):
        body += _inputs(stage.asks, {**appeal.answers, **turn.given})
        buttons = [button("Add this", turn.button("supply_appeal", appeal.about), main=True)]
    return card(f"{appeal.about} · Appeal", body, buttons, f"{appeal.about}: an appeal")


def _inputs(asks: list[Question], given: Mapping[str, str]) -> list[c.CardElement]:
    return [question_input(ask, given.get(ask.id, ""), []) for ask in asks]


def _warned(problems: Sequence[str]) -> list[c.CardElement]:
    return [text(f"⚠ {plain(problem)}", bold=True) for problem in problems]


def _called(stage: Stage) -> str:
    return f"appeal ({stage.name})" if stage.name != "appeal" else "appeal"

"""What a letter to a family says: for every panel and outcome, opened as the Word file it is, in plain English."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from docx import Document

from panel import again
from panel import commands as c
from panel.calendar import wall
from panel.decision import Task
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused
from panel.family_letter import FamilyLetter, LetterStatus
from panel.people import Role
from panel.rules.decisions import Effect
from tests.letters import (
    WRITER,
    WRITING,
    address,
    answered,
    decided,
    decision_of,
    keep,
    letter_of,
    made,
    office,
    outcomes_of,
    posted,
    prepare,
    preparer,
    release,
    terms_for,
    through,
)
from tests.stories import BI, CB, KN, RA, RO, PanelStory
from tests.story import profiles

ANSWERS = [again.UPHOLD, again.MORE]
EVERY = [(panel, each.code, "") for panel in WRITING for each in outcomes_of(profiles()[panel])]
EVERY += [
    (panel, each.code, "answer")
    for panel in (KN, BI)
    for each in [*ANSWERS, *(o for o in profiles()[panel].decisions.outcomes if o.effect is not Effect.DEFERRED)]
]


@pytest.fixture(scope="module")
def offices() -> dict[str, tuple[PanelStory, str]]:
    """One decided case at each panel, its recipient known."""
    stories = {panel: office(panel) for panel in WRITING}
    return {panel: (story, addressed(story)) for panel, story in stories.items()}


def addressed(story: PanelStory) -> str:
    ref = decided(story)
    address(story, ref)
    return ref


def read(content: bytes) -> str:
    """All a person reads in the Word file, its tables among it."""
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.rule("BI-8.3", "BI-8.4", "BI-9.1", "BI-9.8", "RA-4.1", "RA-4.17")
@pytest.mark.parametrize(("panel", "code", "kind"), EVERY)
def test_each_outcome_has_a_letter_in_plain_english(
    offices: dict[str, tuple[PanelStory, str]], panel: str, code: str, kind: str
) -> None:
    """It names the outcome, what was agreed, the reasons and how to complain; nothing is left unfilled."""
    story, ref = offices[panel]
    profile, decision, letter = story.profile, decision_of(story, ref), letter_of(story, ref)
    outcome = next(each for each in [*outcomes_of(profile), *ANSWERS] if each.code == code)
    terms = terms_for(profile, outcome) | {"reasons": "Your child needs it.\nIt helps all of you."}
    settles = "any" if kind else ""
    keep(story, decision.model_copy(update={"outcome": code, "terms": terms, "settles": settles}))
    keep(story, letter.model_copy(update={"appeal": settles}))
    said, written = made(story, ref)
    text = read(written.content)
    assert said.template == (kind or str(outcome.effect))
    assert profile.letters is not None
    assert profile.letters.words_for(code) in text
    for line in (
        "Maria Santos",
        "12 Elm Road",
        f"Our reference: {ref}",
        "Your child needs it.",
        "It helps all of you.",
    ):
        assert line in text
    assert profile.challenge.complaints in text
    assert profile.letters.talk_to in text
    shown = [each.label for each in profile.letters.shows if terms.get(each.term)]
    assert [label for label in shown if f"{label}: " not in text] == []
    assert not {"{", "}", "None", "Undefined"} & set(text.split())
    assert "{{" not in text
    assert "K123" not in text
    reading = WRITER.wording(panel, said.template, said.fields)
    assert reading.sentences >= 5
    assert (reading.mean <= 20, reading.age <= 11) == (True, True), reading
    assert written.warnings == ()


@pytest.mark.rule("KN-3.18", "KN-3.23", "KN-3.24")
def test_the_last_day_of_an_appeal_is_counted_from_when_the_letter_may_come() -> None:
    """Dated Wed 18 Nov, out by Mon 23, by post on Wed 25; ten days end on Sat 5 Dec, so Mon 7 Dec stands in it."""
    story = office(KN)
    ref = decided(story)
    address(story, ref)
    said, written = made(story, ref)
    assert said.last_day == date(2026, 12, 7)
    assert "You have 10 days after you get this letter." in written.text
    assert "The last day to ask is Monday 7 December 2026." in written.text
    assert "Write to the Chair" in written.text


@pytest.mark.rule("BI-8.5", "BI-9.1")
def test_the_last_day_of_a_decision_review_is_counted_from_the_panel() -> None:
    """Six weeks after the panel, however late the letter comes; once they are over only a complaint is offered."""
    story = office(BI)
    ref = decided(story)
    address(story, ref)
    said, written = made(story, ref)
    assert said.last_day == date(2026, 12, 30)
    assert "We call this a decision review." in written.text
    assert (
        "You have 6 weeks after the day of the panel. The last day to ask is Wednesday 30 December 2026."
        in written.text
    )
    story.later(days=43)
    late, after = made(story, ref)
    assert late.last_day is None
    assert "decision review" not in after.text
    assert story.profile.challenge.complaints in after.text


@pytest.mark.rule("KN-3.31", "KN-3.32", "BI-9.8")
def test_after_the_one_appeal_only_the_complaints_route_stands_in_the_letter() -> None:
    """The answer goes to whoever asked, with its reasons; Knowsley hears no second appeal."""
    story = office(KN)
    ref = through(story, "not_agreed")
    posted(story, ref)
    story.later(days=4)
    appeal = answered(story, ref, "uphold", reasons="Nothing new was said.")
    letter = letter_of(story, ref)
    assert (letter.appeal, letter.to) == (appeal.id, f"{ref}/to1")
    prepare(story, ref)
    text = letter_of(story, ref).says
    assert "You asked us to look again at what we decided." in text
    assert "What we decided the first time stays the same." in text
    assert "Nothing new was said." in text
    assert "You can appeal" not in text
    assert "After one appeal, the way on is the Knowsley complaints procedure." in text


@pytest.mark.rule("BI-9.8")
def test_an_answer_goes_to_nobody_but_whoever_asked() -> None:
    """A representative asked, so the parent on record is not taken; with their name it goes on."""
    story = office(BI)
    ref = through(story, "signpost")
    posted(story, ref)
    story.later(days=2)
    answered(story, ref, "uphold", "representative", reasons="Nothing new was said.")
    assert letter_of(story, ref).to == ""
    address(story, ref)
    with pytest.raises(Refused, match="a representative made, so it goes to them"):
        prepare(story, ref)
    address(story, ref, name="Rosa Lind", relation="representative", email="", address="3 Oak Lane, Anytown, AB3 4EF")
    assert prepare(story, ref).to == f"{ref}/to2"
    assert "decision review" in letter_of(story, ref).says


@pytest.mark.rule("BI-8.3", "BI-8.4", "BI-8.5")
@pytest.mark.parametrize(
    ("code", "terms", "lacks"),
    [
        ("agree", {"services": "A day a week", "reasons": ""}, "reasons"),
        ("agree", {"reasons": "So."}, "services that were agreed"),
    ],
)
def test_a_letter_that_lacks_a_part_is_not_written(code: str, terms: dict[str, str], lacks: str) -> None:
    """The refusal names the part, and nothing half filled goes anywhere."""
    story = office(BI)
    ref = decided(story)
    address(story, ref)
    keep(story, decision_of(story, ref).model_copy(update={"outcome": code, "terms": terms}))
    with pytest.raises(Refused, match=f"it must say the {lacks}, and that is blank"):
        prepare(story, ref)


def test_a_letter_without_a_way_to_complain_is_not_written() -> None:
    """The council's own text is missing, and the refusal says where it belongs."""
    story = office(RA)
    ref = decided(story)
    address(story, ref)
    blank = story.profile.model_copy(
        update={"challenge": story.profile.challenge.model_copy(update={"complaints": ""})}
    )
    told = dict(story.council.profiles) | {RA: blank}
    story.council = type(story.council)(told, story.council.directory)
    with pytest.raises(Refused, match=r"must say the way to complain.*challenge\.complaints"):
        prepare(story, ref)


@pytest.mark.rule("KN-3.18")
def test_hard_words_are_pointed_out_and_left_as_they_are() -> None:
    """Whoever checks sees a warning; the reasons stand in the letter as they were written."""
    hard = (
        "Notwithstanding considerable deliberation regarding multidisciplinary recommendations, the aforementioned "
        "provision demonstrably necessitates supplementary authorisation from commissioning representatives."
    )
    story = office(KN)
    ref = decided(story, reasons=hard)
    address(story, ref)
    [warning] = prepare(story, ref).warnings
    assert warning.startswith("“reasons”, as it was written, is hard to read")
    assert hard in letter_of(story, ref).says


def test_a_part_is_put_differently_and_the_decision_stays() -> None:
    """By whoever prepares it; only parts there are, and the letter is to be read anew."""
    story = office(KN)
    ref = decided(story, reasons="Hard words")
    address(story, ref)
    prepare(story, ref)
    story.do(c.ChangeLetter, preparer(story), ref=ref, part="reasons", words="You need a rest.")
    assert letter_of(story, ref).file == ""
    assert "You need a rest." in prepare(story, ref).says
    assert decision_of(story, ref).terms["reasons"] == "Hard words"
    with pytest.raises(InvalidAnswer, match="outcome, reasons, services"):
        story.do(c.ChangeLetter, preparer(story), ref=ref, part="budget_code", words="K1")


@pytest.mark.parametrize("panel", [CB, RO])
def test_a_panel_whose_procedure_names_no_letter_writes_none(panel: str) -> None:
    """No draft is made (AM-36); the worker's task to tell the family is there all the same."""
    story = office(panel)
    ref = decided(story, reasons="So")
    assert story.office.records.find(FamilyLetter) == []
    assert story.told("letter_drafted") == set()
    tell = [task for task in story.profile.decisions.tasks if "family" in task.text]
    assert tell
    with pytest.raises((MoveNotAllowed, Refused)):
        story.do(c.GiveRecipient, story.referrer, ref=ref, given={})


@pytest.mark.rule("BI-8.1", "KN-3.22")
@pytest.mark.parametrize("panel", WRITING)
def test_somebody_is_to_talk_to_the_family_by_a_day(panel: str) -> None:
    """The worker has the task from the decision on, and hears when the letter has gone."""
    story = office(panel)
    ref = through(story)
    talks = [t for t in story.profile.decisions.tasks if "famil" in t.text.lower() or "parents" in t.text]
    owned = [task for task in open_tasks(story, ref) if task[0] == story.referrer]
    assert any(talk.text == what for talk in talks for _, what in owned)
    posted(story, ref)
    assert story.referrer in story.told("letter_sent")


def open_tasks(story: PanelStory, ref: str) -> list[tuple[str, str]]:
    return [(task.owner, task.what) for task in story.office.records.find(Task, about=ref, live="yes")]


def test_the_chair_and_others_are_not_asked_to_release_what_they_wrote() -> None:
    """Whoever prepared the letter is left out of those who may release it."""
    story = office(KN)
    ref = decided(story)
    address(story, ref)
    prepare(story, ref)
    assert preparer(story) not in story.told("letter_check")
    assert {story.manager, story.who(Role.CHAIR)} <= story.told("letter_check")
    assert release(story, ref, story.who(Role.CHAIR)).released_by == story.who(Role.CHAIR)


@pytest.mark.rule("CB-10.22")
def test_where_no_letter_goes_the_manager_settles_how_the_family_is_told() -> None:
    """The presenting manager has the task with a day, and is chased after it until it is done."""
    story = office(CB)
    ref = decided(story, "not_agreed", reasons="So")
    [task] = [
        each
        for each in story.office.records.find(Task, about=ref, live="yes")
        if "agree how and when the family is told" in each.what
    ]
    assert (task.owner, task.due) == (story.manager, "2026-11-25")
    story.now = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
    story.sweep()
    assert story.manager in story.told("task_due")


@pytest.mark.rule("BI-9.2", "BI-9.8", "BI-9.9", "KN-3.24", "KN-3.32")
@pytest.mark.parametrize("panel", [KN, BI])
def test_a_family_that_asked_too_late_is_told_why_in_a_letter(panel: str) -> None:
    """Nothing of the first decision is said anew, no new time begins; the reason and the way to complain are there."""
    story = office(panel)
    ref = through(story)
    posted(story, ref)
    story.later(days=120)
    asked = {"asked_by": "parent", "received": wall(story.now).date().isoformat(), "given": {}}
    story.do(c.LogAppeal, story.referrer, ref=ref, **asked)
    before = len(story.notices("letter_drafted"))
    story.do(c.AnswerLateAppeal, story.who(Role.CHAIR), ref=ref, accepted=False, reason="You had many weeks to ask.")
    letter = letter_of(story, ref)
    assert (letter.appeal, letter.decision) == (f"{ref}/appeal1", decision_of(story, ref).id)
    assert len(story.notices("letter_drafted")) > before
    address(story, ref)
    said, written = made(story, ref)
    text = read(written.content)
    assert (said.template, said.last_day, written.warnings) == ("late", None, ())
    assert "You asked after the last day for this. The panel will not look at it again." in text
    assert "You had many weeks to ask." in text
    assert story.profile.challenge.complaints in text
    assert [word for word in ("The last day to ask", "What happens now", "{{", "{%") if word in text] == []
    assert WRITER.wording(panel, "late", said.fields).plain
    with pytest.raises(InvalidAnswer, match="put differently are: reasons"):
        story.do(c.ChangeLetter, preparer(story), ref=ref, part="outcome", words="No")
    prepare(story, ref)
    assert release(story, ref).status is LetterStatus.RELEASED


def test_a_late_request_that_is_let_in_needs_no_letter_yet() -> None:
    """It is answered by the panel."""
    story = office(KN)
    ref = through(story)
    posted(story, ref)
    story.later(days=120)
    asked = {"asked_by": "parent", "received": wall(story.now).date().isoformat(), "given": {}}
    story.do(c.LogAppeal, story.referrer, ref=ref, **asked)
    letters = story.office.records.count(FamilyLetter, about=ref)
    story.do(c.AnswerLateAppeal, story.who(Role.CHAIR), ref=ref, accepted=True, reason="They were away.")
    assert story.office.records.count(FamilyLetter, about=ref) == letters

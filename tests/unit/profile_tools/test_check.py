"""`panel-clerk profile check`: every mistake with its line, and what is still to be filled in."""

from pathlib import Path

import pytest

from bot.cli.main import main
from tests.unit.profile_tools.texts import FILE, TEXT, changed


def line(text: str, piece: str) -> int:
    """The line on which a piece stands."""
    return text[: text.index(piece)].count("\n") + 1


def checked(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str], list[str]]:
    path = tmp_path / "panel.toml"
    path.write_text(text, encoding="utf-8")
    code = main(["profile", "check", str(path)])
    said = capsys.readouterr()
    return code, *([each.replace(f"{path}:", "") for each in out.splitlines()] for out in (said.out, said.err))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'sheets_within = "5wd"',
            'sheets_within = "soon"',
            "decisions.sheets_within: 'soon' is not a length of time; write a number and a unit, such as 3wd, 2d or 8w "
            "(it says 'soon')",
        ),
        (
            'title = "Access to Resources Referral Form"',
            'aliases = { initial = ["Child"] }\ntitle = "Form"',
            "form.aliases: 'initial' is no question of this form, nor a choice written as question:choice",
        ),
        (
            'title = "Access to Resources Referral Form"',
            'aliases = { risks = ["Dangers"], history = ["dangers"] }\ntitle = "Form"',
            "form.aliases.history: 'dangers' is a wording of 'risks' already; give it to one of them",
        ),
        (
            'prefix = "CB"',
            'prefixes = "CB"',
            "panel.prefixes: there is no such key; check the spelling: here may stand council, effective_from, id, "
            "marking, name, prefix, source, status, version",
        ),
        (
            'not_before = ["period_from"]',
            'not_before = ["summary"]',
            "form.period_to: 'summary' is not another question about a date",
        ),
        (
            'kind = "line"\n  max_length = 6',
            'oldest = 21\n  kind = "line"\n  max_length = 6',
            "form.initials: 'oldest' is for a question of the kind date",
        ),
        (
            'at_most_ahead = "10mo"',
            'at_most_ahead = "10wd"',
            "form.sections.0.question.1.at_most_ahead: '10wd' cannot be counted here; use one of d, w, mo, y",
        ),
        (
            'sheets_within = "5wd"',
            'sheets_within = "5h"',
            "decisions.sheets_within: '5h' cannot be counted here; use one of d, w, mo, y, wd",
        ),
        (
            'if_no_panel = "7d"',
            'if_no_panel = "7wd"',
            "emergency.if_no_panel: '7wd' cannot be counted here; use one of d, w, mo, y",
        ),
        (
            'escalate_after = "2h"',
            'escalate_after = "2mo"',
            "emergency.escalate_after: '2mo' cannot be counted here; use one of min, h, d, w",
        ),
        (
            'effect = "deferred", needs = ["reasons", "missing"]',
            'effect = "deferred", needs = ["reasons"]',
            "decisions.outcomes.deferred: with the effect 'deferred' it must need missing",
        ),
        (
            '{ code = "not_ratified"',
            '{ code = "ended"',
            "emergency.outcomes.ended: a ratification ends in one of ratified, ratified_varied, not_ratified, deferred",
        ),
        (
            'effect = "refused", needs = ["reasons"] },      # CB-14.1',
            'effect = "emergency", needs = ["reasons"] },',
            "decisions.outcomes.alternative: the effect 'emergency' is for tasks; "
            "an outcome is agreed, refused or deferred",
        ),
        (
            "waive_by = []",
            'waive_by = ["nobody"]',
            "form.documents.assessment: 'nobody' cannot let a paper go; use one of chair, commissioning, deputy, "
            "director, finance, head_of_service, improvement_team, iro, line_manager, manager, member, panel_admin, "
            "resources_team, service_manager",
        ),
        (
            'then = "elsewhere"',
            'confirm_by = "practitioner"\nthen = "elsewhere"',
            "gates.cohort: an officer answers this, not a practitioner",
        ),
        (
            'kind = "line"\n  max_length = 6',
            'gives = "age"\n  kind = "line"\n  max_length = 6',
            "form.initials: nothing can be worked out of this kind; 'gives' is for date or costs",
        ),
    ],
)
def test_a_mistake_is_shown_on_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, says: str
) -> None:
    """File, line, key, what is wrong and what is allowed."""
    text = changed((old, new))
    assert checked(text, tmp_path, capsys) == (
        1,
        [],
        [
            "panel.toml cannot be used:",
            *([] if "prefixes" not in new else [_missing_prefix(text)]),
            f"  {line(text, new)}: {says}",
        ],
    )


def test_a_date_must_follow_that_of_a_question_there_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that leads nowhere would compare nothing, and nobody would notice."""
    text = changed(('not_before = ["period_from"]', 'not_before = ["period_begin"]'))
    code, _, wrong = checked(text, tmp_path, capsys)
    assert (code, len(wrong)) == (1, 2)
    assert "period_to.not_before: there is no question 'period_begin'; the form's questions are" in wrong[1]


def test_a_task_can_be_ended_only_by_what_people_can_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A change that nobody can report would leave the task open for ever."""
    text = changed((', text = "Explain', ', ended_by = ["gone"], text = "Explain'))
    code, _, wrong = checked(text, tmp_path, capsys)
    assert (code, len(wrong)) == (1, 2)
    assert "'explain_decision' is ended by 'gone', which is no change people can report here" in wrong[1]


def _missing_prefix(text: str) -> str:
    return f"  {line(text, '[panel]')}: panel.prefix: this key is missing and must be given"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('to = "mayor"\nvia = "email"', "tell: nobody is called 'mayor'"),
        ('to = "approver"\nvia = "teams"', "tell: nobody is called 'approver'"),
        ('to = "iro"\nvia = "teams"', "tell.booked: an IRO is known by e-mail address only; use email"),
        ('to = "chair"\nvia = "post"', "tell.booked: a channel post tells nobody in person; use teams or email"),
    ],
)
def test_a_notice_that_could_reach_nobody_is_a_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str, says: str
) -> None:
    """Found when the profile is read, not when somebody should have been told."""
    code, _, wrong = checked(
        TEXT.replace("[[tell]]\n", f'[[tell]]\non = "booked"\n{row}\n[[tell]]\n', 1), tmp_path, capsys
    )
    assert (code, len(wrong), says in wrong[1]) == (1, 2, True)


def test_every_mistake_is_shown_at_once_in_the_order_of_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An editor can walk through them from top to bottom."""
    text = changed(('confirmed_by = "chair"', 'confirmed_by = "boss"'), ("slot_minutes = 15", "slot_minutes = 3"))
    _, _, wrong = checked(text, tmp_path, capsys)
    lines = [line(text, "slot_minutes"), line(text, "confirmed_by")]
    assert [int(each.split(":")[0]) for each in wrong[1:]] == lines


def test_without_meetings_a_decision_is_final_and_nobody_endorses_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A rule that would never be kept is a mistake, where the file would have people rely on it."""
    alone = (FILE.parent / "personal-budget.toml").read_text(encoding="utf-8")
    text = alone + '\n[decisions.endorsed]\nby = "head_of_service"\n'
    code, _, wrong = checked(text, tmp_path, capsys)
    says = "decisions.endorsed: without meetings a decision is final at once; leave it out, or give meetings"
    assert (code, f"  {line(text, '[decisions.endorsed]')}: {says}" in wrong) == (1, True), wrong


def test_text_that_is_no_toml_is_shown_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The parser's own line is passed on."""
    assert checked("[panel]\nid = \n", tmp_path, capsys) == (
        1,
        [],
        ["panel.toml cannot be used:", "  not readable as TOML: Invalid value (at line 2, column 6)"],
    )


def test_a_file_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback for a mistyped name."""
    assert main(["profile", "check", str(tmp_path / "none.toml")]) == 1
    assert capsys.readouterr().err == "none.toml cannot be used:\n  the file cannot be read\n"


def test_a_profile_in_order_is_said_with_what_is_still_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What must be filled in before it is live is no mistake."""
    assert checked(TEXT, tmp_path, capsys) == (
        0,
        [
            "panel.toml is in order: Central Bedfordshire, Access to Resources Panel, pilot.",
            "",
            "Before it is live, please look at:",
            f"  {line(TEXT, '[panel]')}: panel.effective_from: "
            "give the day from which these rules are in force, such as 2027-04-01",
            f"  {line(TEXT, 'closure_days')}: working_days.closure_days: "
            "list the days the council closes beside bank holidays, if any",
        ],
        [],
    )


def test_a_profile_with_nothing_open_is_in_order_and_no_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A list of nothing is not printed."""
    filled = (("closure_days = []", "closure_days = [2026-12-29]"),)
    text = changed(*filled, ('version = "2026.1"', 'version = "2026.1"\neffective_from = 2026-04-01'))
    assert checked(text, tmp_path, capsys)[1] == [
        "panel.toml is in order: Central Bedfordshire, Access to Resources Panel, pilot."
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('venue = "Priory House, Chicksands"', 'venue = ""', "meetings.venue: say where the panel meets"),
        ('chair = "Chair"', "", "titles.chair: say what the council calls its chair"),
        ('approvers = ["head_of_service", "chair"]', "approvers = []", "emergency.approvers: say who may approve"),
    ],
)
def test_what_a_council_must_settle_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, says: str
) -> None:
    """Empty values, and what a profile says that the clerk does not do."""
    code, said, wrong = checked(changed((old, new)), tmp_path, capsys)
    assert (code, wrong, says in "\n".join(said)) == (0, [], True)

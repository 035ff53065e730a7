"""What people really do to forms: nothing is guessed, and what is not certain is shown as it stands."""

import copy
from io import BytesIO

import pytest
from docx import Document

from adapters.documents.form_in import FormReader
from adapters.documents.form_out import blank_form
from adapters.documents.reading import Unreadable
from adapters.documents.wordml import element, run, w, w14
from panel.form import Form
from tests.unit.documents.forms import (
    FORM,
    KEPT,
    PROFILE,
    PROFILES,
    SAID,
    cell_of,
    control,
    edited,
    forms_of,
    taken,
    text_of,
    without_controls,
)


def result(change, content=None):
    """The answers and the unclear ones after a change to the filled form."""
    reading = taken(edited(change, content))
    return dict(reading.answers), dict(reading.unclear)


def but(question, unclear):
    """The filled answers with one of them unclear."""
    return {key: text for key, text in SAID.items() if key != question}, {question: unclear}


def mark(tag, name):
    """Give the first run of a control a property such as strike."""

    def change(body):
        found = text_of(body, tag)
        found.insert(0, element("rPr", None, element(name)))

    return change


def add(tag, *runs):
    """Put runs after the control, in its cell."""
    return lambda body: control(body, tag).getparent().extend(runs)


def struck(text):
    made = run(text)
    made.insert(0, element("rPr", None, element("strike")))
    return made


def instead(tag, *runs):
    """Replace what a control shows."""

    def change(body):
        content = control(body, tag).find(w("sdtContent"))
        content[:] = list(runs)

    return change


def test_struck_words_are_no_part_of_an_answer():
    """What was struck through is left out when what remains is whole."""
    answers, unclear = result(instead("story", struck("At the park. "), run("At home.")))
    assert (answers, unclear) == (SAID | {"story": "At home."}, {})


def test_an_answer_struck_whole_is_unclear():
    """It may have been taken back, or be done with."""
    assert result(mark("initials", "strike")) == but("initials", "AB")


def test_a_number_struck_in_part_is_unclear():
    """12~~5~~0 may mean 120 or be a slip."""
    assert result(instead("cost", run("12"), struck("5"), run("0"))) == but("cost", "1250")


def test_double_strike_counts_as_strike():
    """Word has two kinds of striking through."""
    assert result(mark("initials", "dstrike")) == but("initials", "AB")


def test_a_tracked_deletion_is_not_text_and_an_insertion_is():
    """Tracked changes are read as if accepted."""
    gone, come = element("del", None, run("Old. ")), element("ins", None, run("New."))
    assert result(instead("story", gone, come)) == (SAID | {"story": "New."}, {})


def test_hidden_text_is_not_read():
    """What nobody sees is no answer."""
    assert result(mark("initials", "vanish"))[0].get("initials") is None


def test_a_choice_that_is_not_on_the_list_is_unclear():
    """A choice typed over with other words is shown as it stands."""
    assert result(instead("cohort", run("Looked after since May"))) == but("cohort", "Looked after since May")


@pytest.mark.parametrize(
    ("shown", "certain"),
    [
        ("6 May 2014", True),
        ("06/05/2014", True),
        ("Tuesday 6 May 2014", True),
        ("5/6/2014", False),
        ("6 June 2014", False),
    ],
)
def test_a_date_control_must_show_the_day_that_it_keeps(shown, certain):
    """A Word set to another country shows 6 May as 5/6; text typed over the month leaves the old day behind."""
    said = result(instead("born", run(shown)), blank_form(PROFILE, {**KEPT, "born": "2014-05-06"}, "CB-0007"))
    assert said == (({**SAID, "born": shown}, {}) if certain else but("born", shown))


def test_case_and_punctuation_do_not_matter_in_a_choice():
    """`looked  after.` is the choice `Looked after`."""
    assert result(instead("cohort", run("looked  after."))) == (SAID, {})


def test_one_of_two_printed_choices_may_be_struck():
    """`Yes / No` with Yes struck says No; with neither struck it says nothing certain."""
    assert result(instead("school", struck("Yes"), run(" / No"))) == (SAID, {})


def test_two_printed_choices_left_standing_are_unclear():
    """Nobody chose."""
    assert result(instead("school", run("Yes / No"))) == but("school", "Yes / No")


def test_text_typed_beside_a_long_answer_belongs_to_it():
    """The whole cell is what a reader sees."""
    answers, _ = result(add("story", run(" And more.")))
    assert answers["story"] == SAID["story"] + " And more."


def test_an_amount_typed_beside_an_amount_is_unclear():
    """12 in the box and 50 beside it must not become 1250, nor 1,250 and 50 become 125050."""
    assert result(add("cost", run(" 50"))) == but("cost", "£1,250 50")


def test_text_typed_beside_an_untouched_box_is_the_answer():
    """Some people write next to the hint and leave it standing."""
    answers, unclear = result(add("story", element("br"), run("By hand.")), blank_form(PROFILE))
    assert (answers, unclear) == ({"story": "By hand."}, {})


def test_text_typed_into_a_hint_is_unclear():
    """Half hint, half answer."""
    answers, unclear = result(
        lambda b: (without_controls(b), None)[1], edited(add("story", run("Hello")), blank_form(PROFILE))
    )
    assert (answers, unclear) == ({}, {"story": "Click here and writeHello"})


def test_a_box_marked_untouched_that_says_something_is_unclear():
    """Some editors leave Word's mark on a box that was filled in."""

    def change(body):
        control(body, "story").find(w("sdtPr")).append(element("showingPlcHdr"))

    assert result(change)[1] == {"story": SAID["story"]}


def test_a_picture_in_an_answer_is_unclear():
    """A photograph of handwriting is not lost without a word."""
    picture = element("r", None, element("drawing"))
    assert result(add("story", picture))[1] == {"story": SAID["story"] + "[picture]"}


def test_a_tick_box_whose_sign_and_state_differ_is_unclear():
    """Typed over: the sign people see and the state Word keeps must agree."""

    def change(body):
        control(body, "needs:no_other").find(f".//{w14('checked')}").set(w14("val"), "1")

    assert list(result(change)[1]) == ["needs"]


def test_words_written_next_to_a_tick_are_unclear():
    """`Health (asthma)` is not on the list."""
    answers, unclear = result(add("needs:health", run(" (asthma)")))
    assert (answers, list(unclear)) == (but("needs", "")[0], ["needs"])


def test_no_box_ticked_is_no_answer():
    """Boxes left alone say nothing."""
    content = blank_form(PROFILE, {key: text for key, text in KEPT.items() if key != "needs"})
    reading = taken(content)
    assert (reading.answers.get("needs"), reading.unclear) == (None, {})


@pytest.mark.parametrize(
    ("shown", "answer", "unclear"),
    [
        ("☒ Yes ☐ No", "Yes", None),
        ("☐ Yes ☑ No", "No", None),
        ("[x] Yes [ ] No", "Yes", None),
        ("☐ Yes ☐ No", None, None),
        ("☒ Yes ☒ No", None, "☒ Yes ☒ No"),
        ("☒ Perhaps ☐ No", None, "☒ Perhaps ☐ No"),
        ("maybe ☒ Yes ☐ No", None, "maybe ☒ Yes ☐ No"),
        ("☒ Yes ☒ Yes", None, "☒ Yes ☒ Yes"),
    ],
)
def test_ticks_where_one_choice_is_wanted(shown, answer, unclear):
    """One tick is an answer; two ticks, or a tick beside unknown words, are unclear."""
    answers, doubts = result(instead("school", run(shown)))
    assert (answers.get("school"), doubts.get("school")) == (answer, unclear)


def test_old_tick_signs_are_known():
    """Forms of the older kind tick with a character of the Wingdings font."""
    ticked = element("r", None, element("sym", {"font": "Wingdings", "char": "F0FE"}))
    empty = element("r", None, element("sym", {"font": "Wingdings", "char": "F0A8"}))
    assert result(instead("school", ticked, run(" Yes "), empty, run(" No")))[0]["school"] == "Yes"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("Health", "health"), ("Health; A home, or a place to stay", None), ("Health\nNone of these", "health|no_other")],
)
def test_several_choices_written_out(typed, answer):
    """Wording typed where the boxes were is taken when each line is on the list."""

    def change(body):
        cell = cell_of(body, "needs:home")
        for line in list(cell.iter(w("p"))):
            cell.remove(line)
        cell.append(element("p", None, run(typed)))

    assert result(change)[0].get("needs") == answer


def test_one_question_answered_in_two_ways_is_unclear():
    """A copied row with another answer: both are shown."""

    def change(body):
        row = next(control(body, "initials").iterancestors(w("tr")))
        twin = copy.deepcopy(row)
        row.addnext(twin)
        next(twin.iter(w("sdtContent")))[:] = [run("CD")]

    assert result(change) == but("initials", "AB / CD")


def test_one_question_answered_twice_alike_is_answered():
    """A copied row with the same answer, or a blank one, takes nothing away."""

    def change(body):
        row = next(control(body, "initials").iterancestors(w("tr")))
        row.addnext(copy.deepcopy(row))

    assert result(change) == (SAID, {})


def test_two_whole_forms_in_one_file_are_unclear_where_they_differ():
    """A form for two children must not become one child."""
    body = Document(BytesIO(blank_form(PROFILE, KEPT | {"initials": "CD"}, "CB-0007"))).element.body
    answers, unclear = result(lambda b: b[0].extend(list(body)))
    assert (answers, unclear) == but("initials", "AB / CD")


def test_a_wording_shared_by_two_questions_is_unclear_without_controls():
    """With controls and headings gone nobody can say which of the two was meant."""

    def bare(body):
        without_controls(body)
        for line in [p for p in body[0] if "".join(p.itertext()) in ("The child", "Again")]:
            line.getparent().remove(line)

    profile = asked_again()
    reading = FormReader(forms_of({profile.id: profile})).read(edited(bare, blank_form(profile, {"initials": "AB"})))
    assert reading.unclear == {"initials": "AB", "other_initials": "AB"}


def test_a_wording_shared_by_two_questions_is_known_by_its_section():
    """The heading above the question says which of the two it is."""
    profile = asked_again()
    content = edited(without_controls, blank_form(profile, {"initials": "AB", "other_initials": "CD"}))
    reading = FormReader(forms_of({profile.id: profile})).read(content)
    assert (reading.answers, reading.unclear) == ({"initials": "AB", "other_initials": "CD"}, {})


def asked_again():
    """The invented panel with one question asked again, in another section."""
    first = FORM.sections[0].model_dump(by_alias=True)
    second = {"id": "again", "title": "Again", "question": [{"id": "other_initials", "ask": "Initials"}]}
    return PROFILE.model_copy(
        update={"form": Form.model_validate({**FORM.model_dump(by_alias=True), "sections": [first, second]})}
    )


def test_a_control_outside_of_any_table_is_read():
    """Someone may turn the table into text."""

    def change(body):
        line = control(body, "initials").getparent()
        body[0].insert(0, line)

    assert result(change) == (SAID, {})


def test_a_control_around_a_whole_paragraph_is_read():
    """Word makes such controls when several paragraphs are put into one."""

    def change(body):
        old = control(body, "story")
        twin = copy.deepcopy(old)
        twin.find(w("sdtContent"))[:] = [element("p", None, run("One.")), element("p", None, run("Two."))]
        old.getparent().remove(old)
        body[0].insert(0, twin)

    assert result(change) == (SAID | {"story": "One.\nTwo."}, {})


def test_the_form_of_another_council_is_not_read():
    """Its answers would be taken for those of our questions."""
    stranger = PROFILE.model_copy(update={"panel": PROFILE.panel.model_copy(update={"id": "elsewhere"})})
    assert FormReader(forms_of(PROFILES)).read(blank_form(stranger, KEPT)) == Unreadable("unknown_panel")


def test_a_document_that_is_no_form_is_known():
    """A report is a paper, not a form."""
    out = BytesIO()
    Document().save(out)
    assert FormReader(forms_of(PROFILES)).read(out.getvalue()) == Unreadable("no_form")


def test_a_form_whose_wording_fits_two_panels_is_not_guessed():
    """Two panels with the same questions, and nothing else to tell them apart."""
    out = BytesIO()
    document = Document()
    table = document.add_table(rows=0, cols=2)
    for _, question in FORM.all_questions():
        table.add_row().cells[0].text = question.ask
    document.save(out)
    twins = {"one": PROFILE, "two": PROFILE}
    assert FormReader(forms_of(twins)).read(out.getvalue()) == Unreadable("unknown_panel")

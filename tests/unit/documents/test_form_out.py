"""The Word form a practitioner opens: complete, labelled, and readable by a screen reader."""

import re
from io import BytesIO

from docx import Document

from adapters.documents.form_out import blank_form
from adapters.documents.wordml import w, w14
from tests.unit.documents.forms import CENTRAL_BEDFORDSHIRE, KEPT, PROFILE


def opened(content):
    return Document(BytesIO(content))


def tags(document):
    return [one.get(w("val")) for one in document.element.body.iter(w("tag"))]


def test_every_question_has_a_control_with_its_id():
    """Each question of the real form can be answered, each choice of several ticked."""
    form = CENTRAL_BEDFORDSHIRE.form
    wanted = {"panel-clerk:form"}
    for _, question in form.all_questions():
        several = [f"{question.id}:{o.code}" for o in question.options] if question.kind == "choices" else []
        wanted.update(several or [question.id])
    found = tags(opened(blank_form(CENTRAL_BEDFORDSHIRE)))
    assert (sorted(found), len(found)) == (sorted(wanted), len(set(found)))


def test_each_control_is_labelled_with_its_question():
    """A screen reader says the label of a control."""
    body = opened(blank_form(PROFILE)).element.body
    labels = {
        c.find(f".//{w('tag')}").get(w("val")): c.find(f".//{w('alias')}").get(w("val")) for c in body.iter(w("sdt"))
    }
    assert (labels["born"], labels["needs:health"]) == ("Date of birth", "Health")


def test_each_kind_of_question_gets_its_kind_of_control():
    """Lists to choose from, calendars and tick boxes save typing."""
    body = opened(blank_form(PROFILE)).element.body
    kinds = {}
    for one in body.iter(w("sdt")):
        properties = one.find(w("sdtPr"))
        known = (w("text"), w("richText"), w("dropDownList"), w("date"), w14("checkbox"))
        kinds[properties.find(w("tag")).get(w("val"))] = next(
            re.sub(r"{.*}", "", c.tag) for c in properties if c.tag in known
        )
    assert kinds == {
        "panel-clerk:form": "text",
        "initials": "richText",
        "born": "date",
        "cohort": "dropDownList",
        "school": "dropDownList",
        "story": "richText",
        "steps": "richText",
        "needs:home": "checkbox",
        "needs:health": "checkbox",
        "needs:no_other": "checkbox",
        "cost": "richText",
        "iro": "richText",
        "panel_date": "date",
    }


def test_headings_are_real_headings():
    """Sections can be reached from the navigation pane."""
    found = [p.text for p in opened(blank_form(PROFILE)).paragraphs if p.style.name == "Heading 1"]
    assert found == ["The child", "Why now", "Papers to send with this form"]


def test_every_table_has_a_header_row():
    """A screen reader says the column of each cell."""
    tables = opened(blank_form(PROFILE)).tables
    assert [len(list(t.rows[0]._tr.iter(w("tblHeader")))) for t in tables] == [1, 1]


def test_conditions_are_said_in_plain_words():
    """A person sees which questions are for them, in the words of the form."""
    document = opened(blank_form(PROFILE))
    label = next(r.cells[0] for t in document.tables for r in t.rows if r.cells[0].text.startswith("E-mail of the IRO"))
    assert label.text.split("\n")[1] == (
        "Only if you answered “A home, or a place to stay” or “Health” to “Which needs?”."
    )


def test_a_conditional_section_says_so_under_its_heading():
    """The urgent part is for emergencies."""
    assert "Only if this is an emergency." in [p.text for p in opened(blank_form(PROFILE)).paragraphs]


def test_the_papers_wanted_are_listed():
    """With the answers that call for them."""
    found = [p.text for p in opened(blank_form(PROFILE)).paragraphs if p.style.name == "List Bullet"]
    assert found == ["Assessment.", "School report. Only if you answered “Yes” to “Change of school?”."]


def test_a_form_that_wants_no_papers_does_not_ask_for_any():
    """No empty heading."""
    plain = PROFILE.model_copy(update={"form": PROFILE.form.model_copy(update={"documents": ()})})
    headings = [p.text for p in opened(blank_form(plain)).paragraphs if p.style.name == "Heading 1"]
    assert headings == ["The child", "Why now"]


def test_the_marking_is_on_every_page_and_pages_are_numbered():
    """Panel papers are confidential."""
    page = opened(blank_form(PROFILE)).sections[0]
    shown = (page.header.paragraphs[0].text, page.footer.paragraphs[0].text)
    fields = [one.get(w("instr")) for one in page.footer._element.iter(w("fldSimple"))]
    assert (shown, fields) == (
        ("CONFIDENTIAL · Every Kind Form", "Central Bedfordshire, form 2026.1 · Page  of "),
        ["PAGE", "NUMPAGES"],
    )


def test_the_language_is_british_english():
    """So that a screen reader pronounces it and the spelling check knows it."""
    document = opened(blank_form(PROFILE))
    languages = {one.get(w("val")) for one in document.styles.element.iter(w("lang"))}
    assert (languages, document.core_properties.language) == ({"en-GB"}, "en-GB")


def test_the_file_names_no_person_and_no_tool():
    """Document properties travel with the file."""
    core = opened(blank_form(PROFILE, KEPT)).core_properties
    assert (core.author, core.last_modified_by, core.comments, core.title) == (
        "Access to Resources Panel",
        "",
        "",
        "Every Kind Form",
    )


def test_the_form_code_cannot_be_typed_over():
    """Nor taken away: the form is known by it when it comes back."""
    body = opened(blank_form(PROFILE)).element.body
    locks = {
        c.find(f".//{w('tag')}").get(w("val")): c.find(f".//{w('lock')}").get(w("val")) for c in body.iter(w("sdt"))
    }
    assert (locks["panel-clerk:form"], locks["story"]) == ("sdtContentLocked", "sdtLocked")

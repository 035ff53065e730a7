"""A form that was filled in comes back as it was filled in."""

import shutil
import subprocess
from datetime import datetime

import pytest

from adapters.documents.form_in import read_form
from adapters.documents.form_out import blank_form
from adapters.documents.reading import FormReading
from panel.answers import read_answers
from panel.calendar import LONDON
from panel.form import Question
from tests.unit.documents.forms import (
    CENTRAL_BEDFORDSHIRE,
    FIXTURES,
    KEPT,
    PROFILE,
    SAID,
    edited,
    read,
    taken,
    unzipped,
    without_controls,
    zipped,
)

TODAY = datetime(2026, 11, 21, tzinfo=LONDON).date()


def test_every_kind_of_question_survives_the_form():
    """Each answer comes back as the form shows it, with whose form it is and nothing unclear."""
    reading = read(blank_form(PROFILE, KEPT, "CB-0007"))
    assert reading == FormReading("central-bedfordshire", "CB-0007", "2026.1", SAID, {})


def test_what_the_form_shows_is_taken_by_the_rules():
    """The texts that come back are read by the rules as the answers that were kept."""
    reading = taken(blank_form(PROFILE, KEPT, "CB-0007"))
    assert read_answers([q for _, q in PROFILE.form.all_questions()], reading.answers, TODAY) == KEPT


def test_costs_come_back_one_on_each_line_and_without_their_total():
    """The form holds what was kept; the total is worked out, and never read from it."""
    question = Question(id="costs", ask="Each cost", kind="costs", gives="total_cost")
    section = PROFILE.form.sections[0].model_copy(update={"questions": [question]})
    form = PROFILE.form.model_copy(update={"sections": (section,)})
    profile = PROFILE.model_copy(update={"form": form})
    kept = {"costs": "Short breaks: 1200.00\nTransport: 34.50", "total_cost": "1234.50"}
    reading = read_form(blank_form(profile, kept, "CB-0007"), {profile.id: profile})
    assert reading.answers == {"costs": kept["costs"]}
    assert read_answers([question], reading.answers, TODAY) == {"costs": kept["costs"]}


def test_an_untouched_form_holds_no_answers():
    """Hints such as “Choose one” are not answers."""
    assert read(blank_form(PROFILE)) == FormReading("central-bedfordshire", "", "2026.1", {}, {})


def test_the_real_form_comes_back_blank():
    """The form of Central Bedfordshire can be written and read."""
    content = blank_form(CENTRAL_BEDFORDSHIRE)
    assert taken(content).panel == CENTRAL_BEDFORDSHIRE.id


@pytest.mark.parametrize("name", ["saved-by-libreoffice.docx", "controls-lost.docx"])
def test_answers_survive_another_word_processor(name):
    """LibreOffice drops the tags of the controls, and a trip through the old Word format drops the controls."""
    reading = read((FIXTURES / name).read_bytes())
    as_saved = {"steps": "Called school\nVisited\tat home", "cost": "£1250.00"}
    assert reading == FormReading("central-bedfordshire", "CB-0007", "2026.1", SAID | as_saved, {})


def test_answers_survive_the_loss_of_every_control():
    """With the controls gone, cells are known by the wording of the question beside them."""
    reading = read(edited(without_controls))
    assert reading == FormReading("central-bedfordshire", "CB-0007", "2026.1", SAID, {})


def test_an_untouched_form_without_controls_holds_no_answers():
    """Hints are known by their words when the controls are gone."""
    assert taken(edited(without_controls, blank_form(PROFILE))).answers == {}


def test_characters_word_cannot_hold_are_left_out():
    """A control character in an answer must not make a file Word calls damaged."""
    reading = taken(blank_form(PROFILE, {"story": "a\x00b\x0bc\ufffed\ud800e"}))
    assert reading.answers == {"story": "abcde"}


def test_the_hidden_property_says_whose_form_it_is_when_the_words_are_gone():
    """The form code also stands in a document property, for forms whose first page was cut off."""

    def cut(body):
        line = next(p for p in body.iter("{*}p") if "Form code:" in "".join(p.itertext()))
        line.getparent().remove(line)

    assert taken(edited(cut)).ref == "CB-0007"


def test_the_wording_says_whose_form_it_is_when_all_else_is_gone():
    """A copy of the table alone is still known by its questions."""
    parts = unzipped(
        edited(
            lambda body: [
                p.getparent().remove(p) for p in list(body.iter("{*}p")) if "Form code:" in "".join(p.itertext())
            ]
        )
    )
    del parts["docProps/custom.xml"]
    reading = taken(zipped(parts))
    assert (reading.panel, reading.ref, reading.answers) == ("central-bedfordshire", "", SAID)


@pytest.mark.full
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
@pytest.mark.parametrize("through", ["docx", "odt", "doc"])
def test_answers_survive_the_libreoffice_of_this_machine(through, tmp_path):
    """Saved as Word, OpenDocument or old Word and back: the same answers."""
    (tmp_path / "form.docx").write_bytes(blank_form(PROFILE, KEPT, "CB-0007"))
    for kind, source in ((through, "form.docx"), ("docx", f"out/form.{through}")):
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", kind]
        subprocess.run(
            [*command, "--outdir", "out", source], cwd=tmp_path, check=True, capture_output=True, timeout=120
        )
    reading = taken((tmp_path / "out" / "form.docx").read_bytes())
    assert (reading.ref, reading.answers, reading.unclear) == ("CB-0007", SAID, {})

"""An invented form with every kind of question, and ways to fill it in as Word, a pen or a stranger would."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from lxml import etree

from adapters.documents.form_in import read_form
from adapters.documents.form_out import blank_form
from adapters.documents.reading import FormReading, Unreadable
from adapters.documents.wordml import w
from panel.form import Form
from panel.profile_files import load_profile

FIXTURES = Path(__file__).parents[2] / "fixtures" / "mail"
CENTRAL_BEDFORDSHIRE = load_profile(Path(__file__).parents[3] / "panel" / "profiles" / "central-bedfordshire.toml")
FORM = Form.model_validate(
    {
        "title": "Every Kind Form",
        "documents": [
            {"id": "assessment", "label": "Assessment"},
            {"id": "report", "label": "School report", "when": {"school": "yes"}},
        ],
        "sections": [
            {
                "id": "child",
                "title": "The child",
                "guidance": "Give no more than asked.",
                "question": [
                    {"id": "initials", "ask": "Initials", "kind": "line", "max_length": 6, "help": "For twins, one."},
                    {"id": "born", "ask": "Date of birth", "kind": "date"},
                    {
                        "id": "cohort",
                        "ask": "Which is the child?",
                        "kind": "choice",
                        "options": [{"code": "cla", "label": "Looked after"}, {"code": "cin", "label": "In need"}],
                    },
                    {"id": "school", "ask": "Change of school?", "kind": "yes_no", "when": {"cohort": "cla"}},
                ],
            },
            {
                "id": "urgent",
                "title": "Why now",
                "when": {"emergency": "yes"},
                "question": [
                    {"id": "story", "ask": "What happened?"},
                    {"id": "steps", "ask": "Steps taken", "kind": "list", "required": False},
                    {
                        "id": "needs",
                        "ask": "Which needs?",
                        "kind": "choices",
                        "options": [
                            {"code": "home", "label": "A home, or a place to stay"},
                            {"code": "health", "label": "Health"},
                            {"code": "no_other", "label": "None of these"},
                        ],
                    },
                    {"id": "cost", "ask": "Cost a week", "kind": "money"},
                    {"id": "iro", "ask": "E-mail of the IRO", "kind": "email", "when": {"needs": ["home", "health"]}},
                    {"id": "panel_date", "ask": "Which panel?", "kind": "meeting"},
                ],
            },
        ],
    }
)
PROFILE = CENTRAL_BEDFORDSHIRE.model_copy(update={"form": FORM})
PROFILES = {PROFILE.id: PROFILE}
KEPT = {
    "initials": "AB",
    "born": "2014-03-12",
    "cohort": "cla",
    "school": "no",
    "story": "First line.\nSecond <b> & more.\n\nThe end — “so far”.",
    "steps": "Called school\nVisited\tat home",
    "needs": "home|health",
    "cost": "1250.00",
    "iro": "iro@example.org",
    "panel_date": "2027-01-05",
}
"""Answers as they are kept."""
SAID = KEPT | {
    "born": "12 March 2014",
    "cohort": "Looked after",
    "school": "No",
    "cost": "£1,250",
    "panel_date": "5 January 2027",
}
"""The same answers as the form shows them."""


def read(content: bytes) -> FormReading | Unreadable:
    """Read a form of the invented panel."""
    return read_form(content, PROFILES)


def taken(content: bytes) -> FormReading:
    """Read a form that can be read."""
    reading = read(content)
    assert isinstance(reading, FormReading)
    return reading


def edited(change: Callable[[etree._Element], None], content: bytes | None = None) -> bytes:
    """The filled form with its main part changed."""
    parts = unzipped(content or blank_form(PROFILE, KEPT, "CB-0007"))
    body = etree.fromstring(parts["word/document.xml"])
    change(body)
    return zipped(parts | {"word/document.xml": etree.tostring(body, xml_declaration=True, encoding="UTF-8")})


def unzipped(content: bytes) -> dict[str, bytes]:
    """The parts of a Word file."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    """A Word file of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def control(body: etree._Element, tag: str) -> etree._Element:
    """The content control with this tag."""
    return next(c for c in body.iter(w("sdt")) if c.find(f".//{w('tag')}").get(w("val")) == tag)


def text_of(body: etree._Element, tag: str) -> etree._Element:
    """The first run in the control with this tag."""
    return control(body, tag).find(f"{w('sdtContent')}/{w('r')}")


def cell_of(body: etree._Element, tag: str) -> etree._Element:
    """The table cell that the control with this tag stands in."""
    return next(control(body, tag).iterancestors(w("tc")))


def without_controls(body: etree._Element) -> None:
    """Leave what the controls show and take the controls away, as older word processors do."""
    for one in list(body.iter(w("sdt"))):
        for shown in reversed(one.find(w("sdtContent"))):
            one.addnext(shown)
        one.getparent().remove(one)

"""Reports, the pack for the public and the planner as files, opened again after they were mailed."""

from base64 import b64encode
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook
from PIL import Image

from adapters.documents.chart_out import bar_chart
from bot.bundles import Bundles
from bot.cli.main import main
from bot.settings import Settings
from bot.wiring import open_store
from dialogs.cards.reports import LARGEST_PICTURE
from dialogs.router import respond
from panel import commands as c
from panel.acts import perform
from panel.decision import Task
from panel.errors import DeliveryFailed, NotPermitted
from panel.people import Role
from panel.ports import Answer, Change, Incoming, Place
from panel.records import AuditEntry
from panel.tables import Bars
from tests.stories import RO, at
from tests.story import CB, MONDAY, PRIYA, RUTH, SAM, TOM, Story, council, directory, profiles
from tests.unit.bot.office import PretendOffice

PLACE = Place("a:chat", "https://example.invalid", "tenant")
NAMES = [person.name for person in directory().everyone()]

WRONG = {
    "{{ title.__class__.__mro__ }}": "asks for “title.__class__” in line 1",
    "{{ childs_name }}": "asks for “childs_name” in line 1",
    "{% for x in %}": "is broken in line 1",
}
"""What a council could write into its template, and how it is told."""


@pytest.fixture
def office(tmp_path: Path) -> PretendOffice:
    """A panel that agreed one case, deferred one, ratified none, and did not reach one; its Chair has confirmed."""
    office = PretendOffice(tmp_path)
    held(office.story)
    return office


def held(story: Story) -> None:
    story.meetings()
    agreed, put_off, _ = story.signed(), story.signed(), story.signed()
    story.open()
    story.decide(agreed)
    story.decide(put_off, "deferred")
    story.close()
    story.do(c.NoteUnmetNeed, TOM, ref=agreed, need="Nights", service="=1+1", reason="None near")


async def mailed(office: PretendOffice, folder: Path, by: str, **fields: str) -> dict[str, bytes]:
    """The files that came by mail to the one who asked, by name; nobody else got a mail of it."""
    await office.outbox.run_once()
    before = mails(folder)
    office.story.do(c.SendReport, by, panel=CB, **fields)
    await office.outbox.run_once()
    [path] = mails(folder) - before
    mail = message_from_bytes(path.read_bytes(), policy=default)
    person = directory().person(by)
    assert person is not None
    assert mail["To"] == person.email
    return {str(part.get_filename()): part.get_payload(decode=True) for part in mail.iter_attachments()}


def mails(folder: Path) -> set[Path]:
    return set(folder.rglob("*.eml"))


def sheets(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    """The rows under the heads of every sheet, by the title of its table."""
    book = load_workbook(BytesIO(content))
    return {sheet["A2"].value: [*sheet.iter_rows(min_row=5, values_only=True)] for sheet in book}


@pytest.mark.rule("RO-12.3", "BI-7.3")
async def test_the_report_is_a_workbook_and_a_word_file_with_the_same_figures(
    office: PretendOffice, tmp_path: Path
) -> None:
    """Opened again, both say what the record comes to; a text that looks like a formula stays a text."""
    files = await mailed(office, tmp_path, TOM, kind="report", period="2026 Q4")
    assert [*files] == ["CB-report-2026-Q4.docx", "CB-report-2026-Q4.xlsx"]
    book, document = sheets(files["CB-report-2026-Q4.xlsx"]), Document(BytesIO(files["CB-report-2026-Q4.docx"]))
    assert book["Cases"] == [("Referrals received", 3), ("Decisions taken", 2)]
    assert book["Decisions by outcome"] == [("Agreed for a period", 1), ("Deferred to the next panel", 1)]
    assert book["Spend agreed"][0] == ("Pounds a week, in all", 1250)
    assert book["Needs that could not be met"] == [("=1+1: None near", 1)]
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [*book]
    said = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows[1:]]
    assert ["Referrals received", "3"] in said
    assert ["Pounds a week, in all", "1,250.00"] in said
    assert len(said) == sum(len(rows) for rows in book.values())
    assert document.sections[0].header.paragraphs[0].text == "CONFIDENTIAL"
    text = "\n".join(p.text for p in document.paragraphs)
    assert "Decisions by outcome. Agreed for a period: 1; Deferred to the next panel: 1." in text
    [picture] = document.inline_shapes
    assert picture._inline.docPr.get("descr").startswith("Decisions by outcome. Agreed for a period: 1")
    assert not any(name in text or name in repr(said) for name in NAMES)


@pytest.mark.rule("RO-12.1")
async def test_the_figures_are_on_a_card_for_those_who_run_the_panel(office: PretendOffice) -> None:
    """The picture is drawn into the card within the size Teams takes, with its words for whoever cannot see it."""
    reply = respond(office.delivery.tools, Incoming(TOM, PLACE, "k", text="report 2026 Q4"), office.story.now)
    card = reply.messages[0].card
    assert card is not None
    [image] = [part for part in card["body"] if part["type"] == "Image"]
    assert image["altText"].startswith("Decisions by outcome.")
    assert image["url"].startswith("data:image/png;base64,")
    refused = respond(office.delivery.tools, Incoming(PRIYA, PLACE, "k2", text="report"), office.story.now)
    assert (
        "Only the panel admin, the chair, the head of service, the improvement team or the service manager can see"
        in refused.messages[0].text
    )
    unread = respond(office.delivery.tools, Incoming(TOM, PLACE, "k3", text="report 1999"), office.story.now)
    assert "report 2026 Q4" in unread.messages[0].text


@pytest.mark.parametrize("panel", profiles())
def test_a_picture_of_every_outcome_of_a_shipped_panel_fits_a_card(panel: str) -> None:
    """All its outcomes with their own long names, as a PNG that leaves half a card to the figures."""
    profile = profiles()[panel]
    labels = [outcome.label for outcome in profile.decisions.outcomes]
    labels += [f"Emergency: {outcome.label}" for outcome in (profile.route.outcomes if profile.route else [])]
    rows = tuple((f"{label} & $x$", n * 9) for n, label in enumerate(labels, 1))
    picture = bar_chart(Bars("Decisions by outcome", rows, "words"))
    assert len(b64encode(picture)) <= LARGEST_PICTURE
    assert Image.open(BytesIO(picture)).size[0] == 576


def test_a_picture_too_large_for_a_card_is_left_to_the_files(office: PretendOffice) -> None:
    """The card then says where it is; the figures stand there all the same."""
    tools = replace(office.delivery.tools, draw=lambda _: b"x" * LARGEST_PICTURE)
    reply = respond(tools, Incoming(TOM, PLACE, "k", text="report 2026 Q4"), office.story.now)
    said = repr(reply.messages[0].card)
    assert "The same as a chart is in the files." in said
    assert "Agreed for a period" in said
    assert "image/png" not in said


async def test_a_council_can_change_the_template_and_a_broken_one_is_a_persons_to_mend(
    office: PretendOffice, tmp_path: Path
) -> None:
    """Its own wording is used; a mistake in it fails for good, and says where; it can reach nothing else."""
    office.story.do(c.SendReport, TOM, panel=CB, kind="report", period="2026 Q4")
    [notice] = office.story.notices("report_copy")
    own = Document()
    own.add_paragraph("Our own words on {{ panel }}: {{ tables[0].rows[0][1] }}")
    own.save(tmp_path / "report.docx")
    [word, _] = Bundles(bar_chart, tmp_path).files(office.story.office, notice)
    assert Document(BytesIO(word.content)).paragraphs[0].text == "Our own words on Access to Resources Panel: 3"
    for wrong, said in WRONG.items():
        own.paragraphs[0].text = wrong
        own.save(tmp_path / "report.docx")
        with pytest.raises(DeliveryFailed, match=f"The report template “report.docx” {said}"):
            Bundles(bar_chart, tmp_path).files(office.story.office, notice)


async def test_the_pack_for_the_public_counts_each_meeting_and_names_nobody(
    office: PretendOffice, tmp_path: Path
) -> None:
    """Two heard, one of them deferred, one not reached; terms of reference; no name, reference or marking."""
    files = await mailed(office, tmp_path, TOM, kind="foi", period="2026")
    assert [*files] == ["CB-foi-2026.docx"]
    check_pack(files["CB-foi-2026.docx"])


def check_pack(content: bytes) -> None:
    document = Document(BytesIO(content))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    text = "\n".join(p.text for p in document.paragraphs)
    assert rows[0] == ["Day", "Sitting", "Members there", "Quorum", "Heard", "of these deferred", "Not reached"]
    assert rows[1:] == [
        ["Wed 11 Nov 2026", "Held", "2", "None is set for this panel", "2", "1", "1"],
        ["In all", "1 held", "", "", "2", "1", "1"],
    ]
    assert "Terms of reference" in text
    assert "A panel is cancelled only if the Chair or the Head of Service agrees first." in text
    assert "Agreed for a period" in text
    assert "**" not in text
    everything = text + repr(rows) + document.sections[0].header.paragraphs[0].text
    assert not any(name in everything for name in [*NAMES, "CB-0", "CONFIDENTIAL"])


def test_the_pack_is_written_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While the clerk holds its record, too; an unknown panel or time gets a sentence."""
    store = open_store(Settings(data=tmp_path / "data", local=True))
    story = Story(store=store, council=council())  # type: ignore[arg-type]  # the real store in place of the pretend one
    held(story)
    target = tmp_path / "pack.docx"
    assert main(["foi", CB, "2026", "--data", str(tmp_path / "data"), "--to", str(target)]) == 0
    check_pack(target.read_bytes())
    assert main(["foi", "nowhere", "2026", "--data", str(tmp_path / "data")]) == 1
    assert main(["foi", CB, "soon", "--data", str(tmp_path / "data")]) == 1
    assert "There is no panel nowhere" in capsys.readouterr().err
    perform(store, council(), c.BeginReferral(by=PRIYA, at=MONDAY, panel=CB))
    store.close()


@pytest.mark.rule("CB-9.17")
async def test_the_planner_is_a_workbook_and_a_calendar_file_by_reference_only(
    office: PretendOffice, tmp_path: Path
) -> None:
    """The dates of the agreed case, the same in both; a practitioner of another team gets none of them."""
    files = await mailed(office, tmp_path, TOM, kind="planner")
    book, calendar = files["planner-2026-11-11.xlsx"], files["planner-2026-11-11.ics"]
    rows = sheets(book)["Planner"]
    assert [row[:3] for row in rows] == [
        ("2027-06-01", "CB-0001", "The review the panel asked for"),
        ("2027-06-02", "CB-0001", "a new application"),
    ]
    events = Calendar.from_ical(calendar).walk("VEVENT")
    assert [(str(e["summary"]), e.decoded("dtstart")) for e in events] == [
        ("CB-0001: The review the panel asked for", date(2027, 6, 1)),
        ("CB-0001: a new application", date(2027, 6, 2)),
    ]
    assert {str(e["uid"]) for e in events} == {"CB-0001/review_date/1@panel-clerk", "CB-0001/reapply@panel-clerk"}
    assert not any(name in calendar.decode() or name in repr(rows) for name in NAMES)
    other = await mailed(office, tmp_path, SAM, kind="planner")
    assert sheets(other["planner-2026-11-11.xlsx"])["Planner"] == []
    assert Calendar.from_ical(other["planner-2026-11-11.ics"]).walk("VEVENT") == []


@pytest.mark.rule("RO-12.3")
async def test_the_case_register_is_a_workbook_by_reference_only(office: PretendOffice, tmp_path: Path) -> None:
    """Cases, decisions, actions and reviews with where each stands; no reason and no need is in it."""
    files = await mailed(office, tmp_path, TOM, kind="register")
    found = sheets(files["CB-register-2026-11-11.xlsx"])
    assert [row[:4] for row in found["Cases"]] == [
        ("CB-0001", "2026-11-02", "has a confirmed decision", "2026-11-11"),
        ("CB-0002", "2026-11-02", "was put off until more is known", "2026-11-18"),
        ("CB-0003", "2026-11-02", "has a place at a panel", "2026-11-18"),
    ]
    assert [row[:4] for row in found["Decisions"]] == [
        ("CB-0001", "2026-11-11", "Agreed for a period", "confirmed, not sent out"),
        ("CB-0002", "2026-11-11", "Deferred to the next panel", "confirmed, not sent out"),
    ]
    assert {row[0] for row in found["Actions"]} == {"CB-0001", "CB-0002"}
    assert found["Reviews"][0][:3] == ("CB-0001", "The review the panel asked for", "2027-06-01")
    assert not any(said in repr(found) for said in ("None near", "Nights", "The need is clear"))


@pytest.mark.rule("RO-12.3")
async def test_an_action_in_somebodys_own_words_is_not_repeated(office: PretendOffice, tmp_path: Path) -> None:
    """What a worker wrote after a review stays in the case; who has it and by when is in the register."""
    files = await mailed(office, tmp_path, RUTH, kind="register")
    before = sheets(files["CB-register-2026-11-11.xlsx"])["Actions"]
    what = {"what": "Ring Ava’s aunt", "due": "2026-11-20", "made_at": MONDAY}
    own = Task(panel=CB, id="x", about="CB-0001", owner=PRIYA, **what)
    entry = AuditEntry(at=MONDAY, by=TOM, act="made", about=())
    office.story.store.transact(lambda _: Change(Answer(code="made"), entry, (own,)))
    office.story.later(minutes=1)
    after = sheets((await mailed(office, tmp_path, RUTH, kind="register"))["CB-register-2026-11-11.xlsx"])["Actions"]
    assert set(after) - set(before) == {
        ("CB-0001", "An action in somebody’s own words: see the case", "Priya Nair", "2026-11-20", None)
    }


@pytest.mark.rule("RO-12.4")
def test_the_improvement_team_can_have_what_it_answers_for() -> None:
    """The figures and the register of its own panel, and of no other; a practitioner has neither."""
    story = at(RO)
    for kind in ("report", "register"):
        story.do(c.SendReport, story.who(Role.IMPROVEMENT_TEAM), panel=RO, kind=kind)
        with pytest.raises(NotPermitted, match="Only the panel admin, the chair"):
            story.do(c.SendReport, story.who(Role.IMPROVEMENT_TEAM), panel=CB, kind=kind)
        with pytest.raises(NotPermitted, match="can see the reports of this panel"):
            story.do(c.SendReport, story.who(Role.PRACTITIONER), panel=RO, kind=kind)
    assert len(story.notices("report_copy")) == 2

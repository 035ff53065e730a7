"""The files of a report, the pack for the public, the planner and the case register, made when their mail goes out."""

from collections.abc import Callable
from pathlib import Path

from adapters.documents.calendar_file import planner_feed
from adapters.documents.foi_out import foi_pack
from adapters.documents.report_out import report_document
from adapters.documents.word_templates import REPORTS, found
from adapters.documents.workbook_out import workbook
from dialogs.words import foi as foi_words
from dialogs.words import register as register_words
from dialogs.words import reports as words
from panel import foi, forward_plan
from panel.calendar import say_day, say_moment
from panel.council import Office
from panel.notices import Notice
from panel.period import Period, read_period
from panel.ports import Attachment
from panel.register import register
from panel.reporting import report
from panel.tables import Bars

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Bundles:
    """Makes the files. `draw` makes a picture of bars; `templates` is the council's own folder, where it has one."""

    def __init__(self, draw: Callable[[Bars], bytes], templates: Path | None = None) -> None:
        self._draw = draw
        self._templates = templates

    def files(self, office: Office, notice: Notice) -> list[Attachment]:
        """The files a notice asks for, counted from the record as it stands; their names hold panel and time only."""
        today = office.today(notice.owed_at)
        period = read_period(notice.facts["period"], today)
        make = {
            "report": self._report,
            "foi": self._foi,
            "planner": self._planner,
            "register": self._register,
        }
        return make[notice.facts["kind"]](office, notice, period)

    def _report(self, office: Office, notice: Notice, period: Period) -> list[Attachment]:
        profile, today = office.profile(notice.about), office.today(notice.owed_at)
        counted = report(office, profile.id, period, today)
        tables, bars, title = words.tables(counted, today), words.bars(counted), words.title(profile, period)
        heads = {
            "title": title,
            "marking": profile.panel.marking.upper(),
            "council": profile.panel.council,
            "panel": profile.panel.name,
            "period": words.period_in_words(period),
            "made_on": say_moment(notice.owed_at),
            "counted": words.COUNTED,
            "picture_words": bars.words if bars else "",
        }
        picture = self._draw(bars) if bars else b""
        template = found(self._templates, profile.id, "report", REPORTS)
        name = f"{profile.panel.prefix}-report-{_file_name(period.name)}"
        return [
            Attachment(f"{name}.docx", WORD, report_document(heads, tables, picture, template)),
            Attachment(f"{name}.xlsx", EXCEL, workbook(title, profile.panel.marking, tables)),
        ]

    def _foi(self, office: Office, notice: Notice, period: Period) -> list[Attachment]:
        profile = office.profile(notice.about)
        name = f"{profile.panel.prefix}-foi-{_file_name(period.name)}.docx"
        return [Attachment(name, WORD, pack(office, profile.id, period))]

    def _register(self, office: Office, notice: Notice, _: Period) -> list[Attachment]:
        profile, today = office.profile(notice.about), office.today(notice.owed_at)
        title = f"{profile.panel.name}: case register, {say_day(today)}"
        book = workbook(title, profile.panel.marking, register_words.tables(register(office, profile.id)))
        return [Attachment(f"{profile.panel.prefix}-register-{today.isoformat()}.xlsx", EXCEL, book)]

    def _planner(self, office: Office, notice: Notice, _: Period) -> list[Attachment]:
        person, today = office.person(notice.facts["person"]), office.today(notice.owed_at)
        panels = [panel for panel in person.panels(today) if panel in office.council.profiles]
        ahead = forward_plan.ahead(office, person, panels, today)
        marking = office.profile(notice.about).panel.marking
        book = workbook(f"Planner, {say_day(today)}", marking, [forward_plan.table(ahead)])
        name = f"planner-{today.isoformat()}"
        return [
            Attachment(f"{name}.xlsx", EXCEL, book),
            Attachment(f"{name}.ics", "text/calendar", planner_feed(ahead, notice.owed_at)),
        ]


def pack(office: Office, panel: str, period: Period) -> bytes:
    """The pack for the public as .docx; its examples are worked out from the first day of the period."""
    profile = office.profile(panel)
    rules = foi_words.terms_of_reference(profile, period.first)
    meetings = foi.table(foi.sittings(office, panel, period))
    return foi_pack(profile, foi_words.title(profile, period), foi_words.note(period), rules, meetings)


def _file_name(name: str) -> str:
    return name.replace("/", "-").replace(" ", "-")

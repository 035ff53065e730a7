"""An emergency at its doors: asked by cards, passed over in silence, approved, placed, extended."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from tests.year.doors import CHILD, SECRET, day_said, day_words, fill
from tests.year.people import Year, reference

CODE = re.compile(r"Emergency ([A-Z0-9]{4}) · ")
WAIT = timedelta(hours=2, minutes=1)
"""After so long in silence the next one has been asked (AM-14), with a minute to spare."""


async def ask(
    year: Year, who: str, manager: str, given: Mapping[str, str], asked: str, then: str = ""
) -> tuple[str, str]:
    """On the short path of the form; gives the reference and the code. `then` is who is asked after silence."""
    ref = reference(await year.types(who, "emergency"))
    await fill(year, who, {**CHILD, **given})
    year.happens("begun_urgent", ref, referrer=who, manager=manager, iro=given.get("iro_email", ""))
    await year.judge()
    await year.types(who, f"ask approval {ref}")
    silent = year.now + WAIT
    year.awaits(silent)
    year.happens("asked", ref, asked=asked, second=then, silent=silent.isoformat(), **year.case(ref))
    await year.judge()
    found = CODE.findall("\n".join(each.text for each in year.everything if each.to == asked and ref in each.text))
    return ref, found[-1]


async def approve(
    year: Year, ref: str, code: str, approver: str, panel: str, *, more: str = "", tapped: bool = False
) -> None:
    """Until the end of the next panel's day, and listed there; `more` names further events of this panel."""
    if tapped:
        await year.taps(approver, "Approve", says=ref)
    else:
        await year.types(approver, f"approve {code}")
    year.happens("listed", ref, panel=panel)
    year.happens("approved", ref, approver=approver, **ends(year, panel), **year.case(ref))
    for kind in more.split():
        year.happens(kind, ref, **year.case(ref))
    await year.judge()


async def extend(year: Year, ref: str, officer: str, panel: str) -> None:
    """To a later panel, by name and with a reason."""
    said = await year.types(officer, f"extend {ref} {day_words(panel)} {SECRET}")
    assert "runs until" in said, said
    year.happens("listed", ref, panel=panel)
    year.happens("extended", ref, **ends(year, panel), **year.case(ref))
    await year.judge()


def ends(year: Year, panel: str) -> dict[str, str]:
    """The last day of an approval, and the moment after it at which it would have lapsed."""
    lapses = datetime.fromisoformat(f"{panel}T23:59:00") + timedelta(minutes=1)
    year.awaits(lapses)
    return {"ends": panel, "day": day_said(panel), "lapses": lapses.isoformat()}

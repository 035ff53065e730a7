"""The script of a year at Rochdale: who does what on which day, through which door."""

from datetime import date, datetime, timedelta

from tests.year import urgent
from tests.year.doors import (
    CHILD,
    SECRET,
    bring_papers,
    close,
    confirm_agenda,
    day_said,
    day_words,
    fill,
    note_panel,
    refer,
    send,
)
from tests.year.forms import mail_form
from tests.year.people import Year, reference
from tests.year.sitting import Sitting

FIRST, WEEKS = date(2026, 11, 4), 54
PLAIN = {"multi_agency": "yes", "s20": "no", "service_ideas": "council"}
TELL, FILE = "Tell the child and the family", "File the decision record"
QUARTERS = ("2027-01-07", "2027-04-07", "2027-07-07", "2027-10-07")


def sitting(year: Year, day: str) -> Sitting:
    return Sitting(year, day, "bridget", "Simon Frost", "Simon Frost, Lorna Keane, Walter Osei", "13:00", "1wd")


async def live(year: Year) -> None:
    """From November to November, with a panel each Wednesday."""
    year.happens("opened_office", "rochdale")
    await year.judge()
    said = await year.types("bridget", f"plan meetings {WEEKS}")
    assert day_said(FIRST.isoformat()) in said, said
    for week in range(WEEKS):
        day = (FIRST + timedelta(weeks=week)).isoformat()
        note_panel(year, day, start="13:00", lead="0d", closes="11:00", papers="0d")
        year.awaits(datetime.fromisoformat(f"{day}T12:00"))
    for day in QUARTERS:
        year.happens("data_due", f"data {day}", due=day)
        year.happens("review_due", f"review {day}", due=day)
    await year.judge()
    await first_panel(year)
    await second_panel(year)
    await third_panel(year)
    await rest(year)


async def first_panel(year: Year) -> None:
    """One for the panel, one decided beforehand, and an agenda confirmed late."""
    first = await refer(year, "leah", "karim", PLAIN)
    await bring_papers(year, "leah", first)
    await send(year, first)
    await year.to("2026-11-03", "10:00")
    await signed(year, first, "2026-11-04")
    second = await refer(year, "leah", "karim", {**PLAIN, "multi_agency": "no"})
    await bring_papers(year, "leah", second)
    await send(year, second)
    await signed(year, second, "")
    await year.to("2026-11-04", "10:00")
    await year.types("simon", f"decide {second} not agreed; reasons: {SECRET}")
    year.happens("decided_alone", second, **year.case(second))
    year.happens("sheets_out", second, **year.case(second))
    await year.judge()
    await year.to("2026-11-04", "12:10")
    await confirm_agenda(year, "simon", "2026-11-04", first)
    await sitting(year, "2026-11-04").papers()
    panel = sitting(year, "2026-11-04")
    await panel.open()
    given = {"services": f"A worker for {SECRET}", "provider_source": "council", "review": "3 February 2027"}
    await panel.decide(first, "allocated", **given)
    await panel.close()
    await panel.confirm((first, {"kind": "agreed reviewed_on", "review": "2027-02-03"}))
    await panel.send_out(first)
    for ref in (first, second):
        await close(year, "leah", ref, TELL)
        await close(year, "leah", ref, FILE)


async def signed(year: Year, ref: str, panel: str, how: str = "booked") -> None:
    """Signed by its manager: booked and told to the members at once, or looked at beforehand."""
    said = await year.types("karim", f"sign {ref} confirm all")
    assert "signed" in said, said
    case = year.case(ref)
    year.happens("signed", ref, **case)
    if panel:
        year.happens(how, ref, panel=panel, day=day_said(panel), **case)
    else:
        year.happens("filtered", ref, **case)
    await year.judge()


async def second_panel(year: Year) -> None:
    """One passed on to the panel and by it to the Legal Gateway, and a child admitted at night."""
    await year.to("2026-11-05", "10:00")
    third = await mail_form(year, "leah", "karim", {**PLAIN, "multi_agency": "no"}, lacks="Needs assessment")
    await bring_papers(year, "leah", third)
    await send(year, third)
    await signed(year, third, "")
    await year.to("2026-11-06", "10:00")
    await year.types("bridget", f"to panel {third} because {SECRET}")
    year.happens("to_panel", third, **year.case(third))
    year.happens("booked", third, panel="2026-11-11", day=day_said("2026-11-11"), **year.case(third))
    await year.judge()
    await year.to("2026-11-09", "10:00")
    fourth = await admitted(year)
    await year.to("2026-11-10", "10:00")
    await fill_whole(year, fourth, {**PLAIN, "s20": "yes", "admitted": "yes", "admission_date": "2026-11-08"})
    await send(year, fourth)
    await signed_listed(year, fourth, "2026-11-11")
    await year.to("2026-11-11", "11:30")
    await confirm_agenda(year, "simon", "2026-11-11", third, fourth)
    await papers_round(year, "2026-11-11", "2026-11-04")
    panel = sitting(year, "2026-11-11")
    await panel.open()
    await panel.decide(third, "lgw_in_principle")
    home = {"end": "29 January 2027", "home_plan": SECRET, "review_body": "legal_gateway"}
    await panel.decide(fourth, "ratified", **home)
    await panel.close()
    await year.to("2026-11-12", "09:30")
    weeks = {"kind": "agreed weeks", "weeks": "2027-01-29"}
    await panel.confirm((third, {"kind": "in_principle"}), (fourth, weeks))
    await panel.send_out(third, fourth, to_gateway=third)
    await close(year, "bridget", third, "Send the record to the Legal Gateway Panel")
    await close_both(year, third, fourth)


async def close_both(year: Year, *refs: str) -> None:
    """The two tasks that follow every decision."""
    for ref in refs:
        await close(year, "leah", ref, TELL)
        await close(year, "leah", ref, FILE)


async def papers_round(year: Year, day: str, before: str) -> None:
    """Papers of one panel, and with them the minutes of the one before."""
    await year.types("bridget", f"papers sent {day_words(day)}")
    for kind in ("papers_out", "papers_said"):
        year.happens(kind, day, day=day_said(day))
    year.happens("minutes_round", before, met=day_said(before))
    await year.judge()


async def admitted(year: Year) -> str:
    """A child admitted on a Sunday night, written down on Monday."""
    ref = reference(await year.types("leah", "emergency"))
    await fill(year, "leah", CHILD)
    year.happens("begun_urgent", ref, referrer="leah", manager="karim")
    await year.judge()
    said = await year.types("leah", f"admitted {ref} 8 November 2026 22:30 {SECRET}; authorised by Yvonne Tate")
    assert "next panel" in said or day_said("2026-11-11") in said, said
    year.happens("listed", ref, panel="2026-11-11")
    year.happens("admitted", ref, **urgent.ends(year, "2026-11-11"), **year.case(ref))
    await year.judge()
    return ref


async def fill_whole(year: Year, ref: str, given: dict[str, str]) -> None:
    """The whole form after the short one, with its papers."""
    await year.types("leah", f"part 3 {ref}")
    await fill(year, "leah", given)
    await bring_papers(year, "leah", ref)
    await year.judge()


async def signed_listed(year: Year, ref: str, panel: str) -> None:
    """Signed, with the place it was given for ratification: the members hear of it with the papers of the meeting."""
    await signed(year, ref, panel, how="booked_to_ratify")


async def third_panel(year: Year) -> None:
    """An emergency nobody answers for two hours, a case sent back for planning, one for Our Place."""
    await year.to("2026-11-12", "10:00")
    fifth, _ = await urgent.ask(year, "leah", "karim", {}, "yvonne")
    await year.to("2026-11-12", "12:30")
    await urgent.approve(year, fifth, "", "yvonne", "2026-11-18", tapped=True)
    await fill_whole(year, fifth, {**PLAIN, "s20": "yes", "admitted": "yes", "admission_date": "2026-11-12"})
    await send(year, fifth)
    await signed_listed(year, fifth, "2026-11-18")
    await year.to("2026-11-16", "10:00")
    sixth = await refer(year, "leah", "karim", {**PLAIN, "service_ideas": "our_place"})
    await bring_papers(year, "leah", sixth)
    await send(year, sixth)
    await year.to("2026-11-17", "10:00")
    await signed(year, sixth, "2026-11-18")
    seventh = await refer(year, "leah", "karim", PLAIN)
    await bring_papers(year, "leah", seventh)
    await year.to("2026-11-18", "09:30")
    await send(year, seventh)
    await signed(year, seventh, "2026-11-18")
    await year.to("2026-11-18", "11:30")
    await confirm_agenda(year, "simon", "2026-11-18", fifth, sixth, seventh)
    await papers_round(year, "2026-11-18", "2026-11-11")
    panel = sitting(year, "2026-11-18")
    await panel.open()
    await panel.decide(fifth, "not_ratified", end="30 November 2026", plan="Home with support", owner="Karim Haddad")
    given = {"services": f"A worker for {SECRET}", "provider_source": "our_place"}
    await panel.decide(sixth, "allocated", **given)
    await panel.decide(seventh, "deferred", missing=SECRET, **{"return": "2 December 2026"})
    await panel.close()
    back = {"kind": "deferred", "panel": "2026-12-02"}
    await panel.confirm(
        (fifth, {"kind": "refused plan", "due": "2026-11-30"}), (sixth, {"kind": "agreed"}), (seventh, back)
    )
    await year.to("2026-11-20", "10:00")
    await panel.send_out(fifth, sixth, seventh, to_our_place=sixth)
    await close_both(year, fifth, sixth, seventh)
    await close(year, "karim", fifth, "Home with support")
    year.happens("plan_ends", fifth, ends="2026-11-30T09:00:00", **year.case(fifth))


async def rest(year: Year) -> None:
    """What comes back, the quarterly reviews, one of them held late, and a section 20 reported."""
    await year.to("2026-11-25", "10:00")
    await year.types("leah", "report RO-0004 accommodated; accommodated_on: 8 November 2026")
    year.happens("accommodated", "RO-0004")
    await year.judge()
    await year.to("2026-12-01", "10:00")
    await send(year, "RO-0007")
    await signed(year, "RO-0007", "2026-12-02")
    await year.to("2026-12-02", "11:30")
    await confirm_agenda(year, "simon", "2026-12-02", "RO-0007")
    await papers_round(year, "2026-12-02", "2026-11-18")
    panel = sitting(year, "2026-12-02")
    await panel.open()
    await panel.decide("RO-0007", "not agreed")
    await panel.close()
    await panel.confirm(("RO-0007", {"kind": "refused"}))
    await panel.send_out("RO-0007")
    await close_both(year, "RO-0007")
    await year.to("2027-01-07", "10:00")
    await held(year, "data", "2027-01-07")
    await year.to("2027-01-12", "10:00")
    await held(year, "review", "2027-01-07")
    await year.to("2027-01-28", "10:00")
    await record(year, "RO-0004")
    await year.to("2027-02-02", "10:00")
    await record(year, "RO-0001")
    for day in QUARTERS[1:]:
        await year.to(day, "10:00")
        await held(year, "data", day)
        await held(year, "review", day)
    await year.to("2027-11-02")


async def held(year: Year, what: str, day: str) -> None:
    """A quarterly review written down as held on its day."""
    named = {"data": "effectiveness data", "review": "effectiveness review"}[what]
    said = await year.types("bridget", f"held {named} {day_words(day)}")
    assert "next" in said.lower(), said
    year.happens(f"{what}_held", f"{what} {day}")
    await year.judge()


async def record(year: Year, ref: str) -> None:
    """A review on its card."""
    await year.types("leah", f"review {ref}")
    await year.taps("leah", "Record the review", {"what_difference": SECRET, "living_now": SECRET}, says=ref)
    year.happens("reviewed", ref)
    await year.judge()

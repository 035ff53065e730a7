"""The rest of the year at Central Bedfordshire, after its first weeks."""

from tests.year import urgent
from tests.year.cb_weeks import CONTACT, EXPLAIN, PLAIN, URGENT, agreed, dates, fill_whole, sit, sitting, weeks
from tests.year.doors import SECRET, close, day_said, refer, send, sign
from tests.year.people import Year, reference


async def live(year: Year) -> None:
    """From November to November."""
    first, second, third, fourth = await weeks(year)
    fifth = await cancelled_panel(year, first, third)
    await december(year, third, fifth)
    await spring(year, first, second, fourth)
    await summer(year, second, fourth)


async def cancelled_panel(year: Year, first: str, third: str) -> str:
    """An emergency approved by a tap, the panel that would ratify it cancelled, and its approval extended."""
    fifth, code = await urgent.ask(year, "sam", "dilys", URGENT, "helen")
    await urgent.approve(year, fifth, code, "helen", "2026-11-25", tapped=True)
    await fill_whole(year, "sam", fifth)
    await send(year, fifth)
    await sign(year, fifth, "2026-11-25")
    await close(year, "sam", fifth, CONTACT)
    await year.to("2026-11-20", "11:00")
    await year.types("tom", "cancel meeting 25 November 2026 the building is closed")
    year.happens("cancel_asked", "2026-11-25")
    await year.judge()
    await year.to("2026-11-23", "10:00")
    await close(year, "priya", first, "Refer to the JAP")
    await year.taps("ruth", "Agree to cancel")
    year.happens("cancelled", "2026-11-25", day=day_said("2026-11-25"))
    year.happens("place_changed", third, day=day_said("2026-12-02"), **year.case(third))
    year.happens("listed", third, panel="2026-12-02")
    year.happens("listed", fifth, panel="2026-12-02")
    year.happens("cancelled_under", fifth, **urgent.ends(year, "2026-11-25"), **year.case(fifth))
    await year.judge()
    await year.to("2026-11-24", "10:00")
    await urgent.extend(year, fifth, "helen", "2026-12-02")
    return fifth


async def december(year: Year, third: str, fifth: str) -> None:
    """An emergency the panel does not reach lapses, is extended, is not ratified; sheets that go out too late."""
    await year.to("2026-11-30", "10:00")
    await sitting(year, "2026-12-02").papers()
    panel = sitting(year, "2026-12-02")
    await panel.open()
    await panel.decide(third, "not_agreed")
    await panel.close((fifth, {**urgent.ends(year, "2026-12-02"), "panel": "2026-12-09"}))
    await panel.confirm((third, {"kind": "refused"}))
    await panel.sign_minutes("dilys")
    await close(year, "dilys", third, EXPLAIN)
    await year.to("2026-12-03", "10:00")
    await urgent.extend(year, fifth, "martin", "2026-12-09")
    await year.to("2026-12-07", "10:00")
    await sitting(year, "2026-12-09").papers()
    panel_after = sitting(year, "2026-12-09")
    await panel_after.open()
    plan = {"end": "15 January 2027", "plan": "Home with support", "owner": "Dilys Morgan"}
    await panel_after.decide(fifth, "not ratified", **plan)
    await panel_after.close()
    await panel_after.confirm((fifth, {"kind": "refused plan", "due": "2027-01-15"}))
    await panel_after.sign_minutes("dilys")
    await year.to("2026-12-11", "10:00")
    await panel.send_out(third)
    await panel_after.send_out(fifth)
    await close(year, "dilys", fifth, EXPLAIN)


async def spring(year: Year, first: str, second: str, fourth: str) -> None:
    """A plan is done, a placement ends and is paid on, the date for a new application is missed."""
    days = ("2027-01-20", "2027-02-17", "2027-03-17", "2027-04-14", "2027-05-12", "2027-06-09", "2027-07-14")
    await dates(year, *days, "2027-09-15", "2027-10-13", "2027-11-10")
    await year.to("2027-01-14", "10:00")
    await close(year, "dilys", "CB-0005", "Home with support")
    year.happens("plan_ends", "CB-0005", ends="2027-01-15T09:00:00", **year.case("CB-0005"))
    await year.to("2027-03-02", "10:00")
    await year.types("priya", f"report {first}")
    await year.taps("priya", "Go on", {"happening": "placement_end"}, says=first)
    await year.taps("priya", "Report it", {"ended_on": "2027-03-01", "why": SECRET}, says=first)
    year.happens("placement_ended", first, **year.case(first))
    await year.judge()
    await year.to("2027-03-05", "10:00")
    await year.types("femi", f"payment stopped {first}")
    year.happens("payment_stopped", first)
    await year.judge()
    await close(year, "asha", first, "Bring Mosaic up to date")
    await year.to("2027-03-18", "10:00")
    await year.taps("martin", "Say what follows", {"choice": "rebook", "reason": SECRET}, says=second)
    year.happens("rebooked", second, panel="2027-04-14", day=day_said("2027-04-14"), **year.case(second))
    await year.judge()
    await year.to("2027-03-30", "10:00")
    await year.types("sam", f"review {second}")
    await year.taps("sam", "Record the review", says=second)
    year.happens("reviewed", second)
    await year.judge()
    await year.to("2027-04-12", "10:00")
    await sitting(year, "2027-04-14").papers()
    await sit(year, "2027-04-14", (second, agreed("2027-10-29", "2027-09-20", "2027-09-22")))
    await close(year, "sam", second, CONTACT)
    await close(year, "dilys", second, EXPLAIN)


async def summer(year: Year, second: str, fourth: str) -> None:
    """Applied for again and agreed anew; another agreement whose dates are missed ends by the Chair's plan."""
    await year.to("2027-04-20", "10:00")
    sixth = reference(await year.types("sam", f"apply again {second}"))
    await fill_whole(year, "sam", sixth)
    year.happens("begun", sixth, referrer="sam", manager="dilys")
    await year.judge()
    await send(year, sixth)
    await sign(year, sixth, "2027-05-12")
    year.happens("again_received", second)
    await year.judge()
    await year.to("2027-05-10", "10:00")
    await sitting(year, "2027-05-12").papers()
    await sit(year, "2027-05-12", (sixth, agreed("2028-05-31", "2028-04-03", "2028-04-05")))
    year.happens("replaced", second)
    await close(year, "sam", sixth, CONTACT)
    await close(year, "dilys", sixth, EXPLAIN)
    await year.types("sam", f"unmet need {sixth} {SECRET}; respite; no provider; north")
    year.happens("unmet_noted", sixth)
    await year.judge()
    await year.types("tom", f"move date {sixth} review_date to 10 April 2028 because {SECRET}")
    year.happens("moved_date", sixth, day=day_said("2028-04-10"), **year.case(sixth))
    await year.judge()
    await year.to("2027-07-08", "10:00")
    decided = {"choice": "end", "day": "2027-07-30", "reason": SECRET, "plan": "A planned return home"}
    await year.taps("martin", "Say what follows", decided, says=f"{fourth} · A date has passed\nA new application")
    ended = {"ends": "2027-07-30", "due": "2027-07-30"}
    year.happens("ended_by_chair", fourth, **ended, **year.case(fourth))
    await year.judge()
    await year.to("2027-07-09", "10:00")
    await year.types("priya", f"review {fourth}")
    await year.taps("priya", "Record the review", says=fourth)
    year.happens("reviewed", fourth)
    await year.judge()
    await year.to("2027-07-29", "10:00")
    await close(year, "dilys", fourth, "A planned return")
    await year.to("2027-08-04", "10:00")
    await year.types("femi", f"payment stopped {fourth}")
    year.happens("payment_stopped", fourth)
    await year.judge()
    await year.to("2027-09-01", "10:00")
    draft = await refer(year, "sam", "dilys", PLAIN)
    await year.to("2027-09-08", "12:00")
    await year.types("sam", f"withdraw {draft} {SECRET}")
    year.happens("withdrawn", draft)
    await year.judge()
    await year.to("2027-11-02")

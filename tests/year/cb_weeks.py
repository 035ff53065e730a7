"""The first weeks of a year at Central Bedfordshire: who does what on which day, through which door."""

from tests.year import urgent
from tests.year.doors import SECRET, attach, close, date_panel, day_said, day_words, fill, refer, send, sign
from tests.year.forms import answer_with_paper, give_back, mail_form, refer_by_words, set_aside, take_copy, wrong_form
from tests.year.people import Year
from tests.year.sitting import Sitting

PLAIN = {
    "cohort": "cin",
    "case_type": "5",
    "funding_kind": "family_support",
    "contract_route": "in_house",
    "panel_date": "",
}
EXTERNAL = {**PLAIN, "contract_route": "framework", "other_needs": "health"}
IRO = "iro@reviewing.example"
MOVES = {"iro_triggers": "t7", "iro_email": IRO, "affects_plan": "cla_plan"}
MOVES |= {"move_date": "2027-02-01", "next_plan_review": "2027-03-01"}
EXPLAIN, CONTACT = "Explain the decision", "Contact Fostering"
URGENT = {"cohort": "cin", "urgent_cost": "2500"}


def sitting(year: Year, day: str) -> Sitting:
    return Sitting(year, day, "tom", "Martin Cole", "Martin Cole, Joan Ellis, Dilys Morgan")


async def dates(year: Year, *days: str) -> None:
    await date_panel(year, "tom", *days, start="09:30", lead="3wd", closes="17:00", papers="2d")


def agreed(end: str, review: str, reapply: str, more: str = "") -> tuple[str, dict[str, str], dict[str, str]]:
    """An approval until these days: its outcome, what is typed, and what it is called in the table."""
    typed = {"end": day_words(end), "review": day_words(review), "reapply": day_words(reapply), "budget": "K1"}
    return "agreed", typed, {"kind": f"agreed {more}".strip(), "end": end, "review": review, "reapply": reapply}


async def sit(year: Year, day: str, *cases: tuple[str, tuple[str, dict[str, str], dict[str, str]]]) -> None:
    """A whole panel's day: opened, decided, closed, confirmed within the hour, sent out, its minutes signed."""
    panel = sitting(year, day)
    await panel.open()
    for ref, (outcome, terms, _) in cases:
        await panel.decide(ref, outcome, **terms)
    await panel.close()
    await panel.confirm(*((ref, facts) for ref, (_, _, facts) in cases))
    await panel.send_out(*(ref for ref, _ in cases))
    await panel.sign_minutes("dilys")


async def weeks(year: Year) -> tuple[str, str, str, str]:
    """The first three weeks: two panels, and what comes between them."""
    await dates(year, "2026-11-11", "2026-11-18", "2026-11-25", "2026-12-02", "2026-12-09", "2026-12-16")
    first, second = await first_panel(year)
    third, fourth = await between_panels(year)
    await second_panel(year, first, second, third, fourth)
    return first, second, third, fourth


async def first_panel(year: Year) -> tuple[str, str]:
    """A referral returned and sent again; one that comes late and is heard all the same; all that a panel leads to."""
    first = await refer(year, "priya", "dilys", {**EXTERNAL, **MOVES}, "assessment")
    await send(year, first)
    await year.to("2026-11-03")
    await give_back(year, first)
    await year.to("2026-11-05", "15:00")
    await send(year, first)
    await year.to("2026-11-06", "09:30")
    await sign(year, first, "2026-11-11", how="booked_clash")
    await year.to("2026-11-09", "09:40")
    await sitting(year, "2026-11-11").papers()
    second = await refer_by_words(year, "sam", "dilys", PLAIN, "assessment")
    await year.types("sam", f"part request {second}")
    await year.taps("sam", "Save, then summary", {"panel_date": "2026-11-11"}, says=second)
    await send(year, second)
    await year.to("2026-11-09", "15:00")
    await sign(year, second, "2026-11-18", late_for="2026-11-11")
    await year.types("sam", f"late {second} {SECRET} cannot wait")
    year.happens("late_asked", second, **year.case(second))
    await year.judge()
    await year.taps("helen", "Hear it late", says=second)
    year.happens("late_answered", second, **year.case(second))
    year.happens("booked", second, panel="2026-11-11", day=day_said("2026-11-11"), **year.case(second))
    await year.judge()
    panel = sitting(year, "2026-11-11")
    await panel.open()
    one, two = (
        agreed("2027-05-31", "2027-05-03", "2027-05-05", "external joint"),
        agreed("2027-04-30", "2027-03-31", "2027-03-17"),
    )
    for ref, (outcome, terms, _) in ((first, one), (second, two)):
        await panel.decide(ref, outcome, **terms)
    await panel.close()
    await year.to("2026-11-12", "11:00")
    await panel.confirm((first, one[2]), (second, two[2]))
    await panel.sign_minutes("dilys")
    return first, second


async def between_panels(year: Year) -> tuple[str, str]:
    """Mail that is no form, a form by mail, and an emergency nobody answers at first."""
    await wrong_form(year, "priya")
    third = await mail_form(year, "priya", "dilys", PLAIN, lacks="Assessment of need")
    await answer_with_paper(year, third, "assessment")
    await year.to("2026-11-12", "14:00")
    await sign(year, third, "2026-11-18")
    fourth, code = await urgent.ask(year, "priya", "dilys", {**URGENT, "history": ""}, "helen", then="martin")
    await year.to("2026-11-12", "16:30")
    await urgent.approve(year, fourth, code, "helen", "2026-11-18", more="blocked")
    await year.types("priya", f"part 2 {fourth}")
    await year.taps("priya", "Save, then summary", {"history": SECRET}, says=fourth)
    await year.types("asha", f"enough {code}")
    await year.types("asha", f"placed {code} Green House; 12 November 2026; £1,900")
    year.happens("placed", fourth, **year.case(fourth))
    await year.judge()
    return third, fourth


async def second_panel(year: Year, first: str, second: str, third: str, fourth: str) -> None:
    """Its papers as a pack; the emergency ratified, a decision put off; the tasks of the first, one of them late."""
    await year.to("2026-11-13", "10:00")
    await set_aside(year, "tom")
    await sitting(year, "2026-11-11").send_out(first, second)
    await fill_whole(year, "priya", fourth)
    await send(year, fourth)
    await year.to("2026-11-16", "10:00")
    await sign(year, fourth, "2026-11-18")
    await sitting(year, "2026-11-18").pack("dilys", third, fourth)
    await take_copy(year, "joan")
    await year.to("2026-11-17", "11:00")
    for ref, who in ((first, "dilys"), (second, "dilys")):
        await close(year, who, ref, "Explain the decision")
    for ref, who in ((first, "priya"), (second, "sam"), (fourth, "priya")):
        await close(year, who, ref, "Contact Fostering")
    said = "provider: Green House; placed from: 2026-11-20; agreed cost: 1900"
    await year.types("asha", f"report {first} external_confirmed; {said}")
    year.happens("external_confirmed", first, cost="£1,900", budget="K1", **year.case(first))
    await year.judge()
    await close(year, "asha", first, "Once the placement’s details are confirmed")
    panel = sitting(year, "2026-11-18")
    await panel.open()
    ratified = agreed("2027-08-31", "2027-07-05", "2027-07-07")
    await panel.decide(fourth, "ratified", **ratified[1])
    await panel.decide(third, "deferred", missing=SECRET)
    await panel.close()
    await panel.confirm((fourth, ratified[2]), (third, {"kind": "deferred", "panel": "2026-11-25"}))
    await panel.send_out(third, fourth)
    await year.to("2026-11-20", "09:20")
    await panel.sign_minutes("dilys")
    for who, ref, words in (("dilys", third, EXPLAIN), ("dilys", fourth, EXPLAIN), ("priya", fourth, CONTACT)):
        await close(year, who, ref, words)


async def fill_whole(year: Year, who: str, ref: str) -> None:
    """The whole form after the short one, with its paper."""
    await year.types(who, f"part request {ref}")
    await fill(year, who, PLAIN)
    await attach(year, who, ref, "assessment")
    await year.judge()

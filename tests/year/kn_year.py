"""The script of a year at Knowsley: who does what on which day, through which door."""

from tests.year import urgent
from tests.year.doors import (
    SECRET,
    attach,
    close,
    confirm_agenda,
    date_panel,
    day_said,
    day_words,
    fill,
    refer,
    send,
    sign,
)
from tests.year.forms import answer_with_paper, give_back, mail_form, refer_by_words, set_aside, take_copy, wrong_form
from tests.year.letters import drop, letter
from tests.year.people import Year
from tests.year.sitting import Sitting

PAPERS = ("assessment", "support_plan")
DATES = ("2026-12-09", "2027-01-13", "2027-02-10", "2027-03-10", "2027-04-14", "2027-05-12", "2027-06-09", "2027-07-14")
TERMS = {"services": f"Short breaks for {SECRET}", "time_limit": "None: a yearly review"}
FEED_BACK, FILE = "Feed the Forum's decision back", "File the decision"


def sitting(year: Year, day: str) -> Sitting:
    return Sitting(year, day, "paula", "Victor Shaw", "Victor Shaw, Rita Flynn, Carla Dunn", "10:00", "10wd")


def agreed(review: str) -> tuple[str, dict[str, str], dict[str, str]]:
    """An approval that is looked at again on this day, and a year later."""
    return "agreed", {**TERMS, "review": day_words(review)}, {"kind": "agreed letter_drafted", "review": review}


async def dates(year: Year, *days: str) -> None:
    await date_panel(year, "paula", *days, start="10:00", lead="10wd", closes="17:00", papers="5wd")


async def live(year: Year) -> None:
    """From November to November."""
    year.happens("opened_office", "knowsley")
    await year.judge()
    await dates(year, *DATES)
    await referrals(year)
    await forum(year)
    await january(year)
    await later(year)


async def referrals(year: Year) -> None:
    """A form by mail, one in words, one after the cut-off; the agenda drafted and confirmed in between."""
    first = await mail_form(year, "ellie", "gareth", {}, lacks="Updated assessment of need")
    await answer_with_paper(year, first, *PAPERS)
    await wrong_form(year, "ellie")
    await year.to("2026-11-03")
    await set_aside(year, "paula")
    await sign(year, first, "2026-12-09")
    await year.to("2026-11-16", "11:00")
    second = await refer_by_words(year, "ellie", "gareth", {}, *PAPERS)
    await name_papers(year, "ellie")
    await year.to("2026-11-20", "11:00")
    await send(year, second)
    await give_back(year, second)
    await year.to("2026-11-24", "11:00")
    await send(year, second)
    await sign(year, second, "2026-12-09")
    await year.to("2026-11-26", "10:00")
    await confirm_agenda(year, "victor", "2026-12-09", first, second)
    await year.to("2026-11-27", "10:00")
    third = await refer(year, "ellie", "gareth", {}, *PAPERS)
    await name_papers(year, "ellie")
    await send(year, third)
    await sign(year, third, "2026-12-09")


async def name_papers(year: Year, who: str) -> None:
    """Which paper is which, said in words."""
    await year.types(who, "paper 1 is updated assessment of need", "paper 2 is support plan")


async def forum(year: Year) -> None:
    """Papers as a pack, an emergency after it, a new pack, and every kind of decision."""
    await year.to("2026-12-02", "10:30")
    await year.types("paula", "invite Una Doyle to KN-0001")
    year.happens("invited", "KN-0001", guest="una", day=day_said("2026-12-09"))
    await sitting(year, "2026-12-09").pack("ellie", "KN-0001", "KN-0002", "KN-0003", una="KN-0001")
    await take_copy(year, "rita")
    await year.to("2026-12-03", "11:00")
    fourth, _ = await urgent.ask(year, "ellie", "gareth", {"urgent_cost": "900"}, "owen")
    await year.to("2026-12-03", "13:30")
    await urgent.approve(year, fourth, "", "owen", "2026-12-09", tapped=True)
    await fill_whole(year, "ellie", fourth)
    await send(year, fourth)
    await sign(year, fourth, "2026-12-09")
    await year.to("2026-12-04", "11:00")
    await sitting(year, "2026-12-09").pack("ellie", "KN-0001", "KN-0002", "KN-0003", fourth, una="KN-0001")
    panel = sitting(year, "2026-12-09")
    await panel.open()
    await panel.decide("KN-0001", "agreed", **agreed("2027-06-07")[1])
    await panel.decide("KN-0002", "not_agreed")
    await panel.decide("KN-0003", "deferred", missing=SECRET, **{"return": "13 January 2027"})
    await panel.decide(fourth, "ratified", **agreed("2027-07-05")[1])
    await panel.close()
    back = {"kind": "deferred letter_drafted", "panel": "2027-01-13"}
    outcomes = (("KN-0001", agreed("2027-06-07")[2]), ("KN-0002", {"kind": "refused letter_drafted"}))
    await panel.confirm(
        *outcomes, ("KN-0003", back), (fourth, agreed("2027-07-05")[2]), letters="2026-12-23", yearly="2027-12-09"
    )
    await panel.send_out("KN-0001", "KN-0002", "KN-0003", fourth)
    await panel.sign_minutes("ellie")
    await letters_of_december(year, fourth)


async def letters_of_december(year: Year, fourth: str) -> None:
    """One by e-mail, one by post, none for a case that comes back, one that nobody begins in time."""
    await year.to("2026-12-10", "10:00")
    await letter(year, "KN-0002", "paula", "victor", "victor gareth", way="email")
    await letter(year, "KN-0001", "paula", "gareth", "victor gareth")
    await drop(year, "KN-0003", "victor")
    for ref in ("KN-0001", "KN-0002", "KN-0003", fourth):
        await close(year, "ellie", ref, FEED_BACK)
        await close(year, "ellie", ref, FILE)


async def fill_whole(year: Year, who: str, ref: str) -> None:
    """The whole form after the short one, with its papers."""
    await year.types(who, f"part 3 {ref}")
    await fill(year, who, {})
    await attach(year, who, ref, *PAPERS)
    await name_papers(year, who)
    await year.judge()


async def january(year: Year) -> None:
    """An appeal logged, and heard again beside a case that came back; a letter that nobody begins in time."""
    await year.to("2026-12-17", "10:00")
    await year.types("gareth", "appeal KN-0002")
    given = {"asked_by": "parent", "received": "2026-12-17", "sent": "email", "appeal_grounds": SECRET}
    await year.taps("gareth", "Log it", given)
    # The last day stands in the letter: as if it had left three working days after its date (AM-04).
    told = {"last": day_said("2026-12-29"), "panel": "2027-01-13", "day": day_said("2027-01-13")}
    year.happens("appealed", "KN-0002", **told, **year.case("KN-0002"))
    await year.judge()
    await year.to("2026-12-18", "10:00")
    await year.types("victor", f"interim KN-0002 it goes on, {SECRET}")
    year.happens("interim", "KN-0002", **year.case("KN-0002"))
    year.happens("done", "KN-0002: Say whether support goes on")
    await year.judge()
    await year.to("2026-12-21", "10:00")
    await send(year, "KN-0003")
    await sign(year, "KN-0003", "2027-01-13")
    await year.to("2026-12-29", "10:00")
    await letter(year, "KN-0004", "paula", "gareth", "victor gareth")
    await year.to("2026-12-30", "10:00")
    await confirm_agenda(year, "victor", "2027-01-13", "KN-0002", "KN-0003", typed=True)
    await year.to("2027-01-05", "10:00")
    await sitting(year, "2027-01-13").papers()
    panel = sitting(year, "2027-01-13")
    await panel.open()
    await panel.decide("KN-0003", "agreed", **agreed("2027-07-12")[1])
    await panel.decide("KN-0002", "uphold")
    await panel.close()
    upheld = ("KN-0002", {"kind": "appeal_settled letter_drafted"})
    await panel.confirm(("KN-0003", agreed("2027-07-12")[2]), upheld, letters="2027-01-27", yearly="2028-01-13")
    await year.to("2027-01-14", "10:00")
    await panel.sign_minutes("ellie")
    for ref in ("KN-0002", "KN-0003"):
        await letter(year, ref, "paula", "gareth", "victor gareth")
        await close(year, "ellie", ref, FEED_BACK)
        await close(year, "ellie", ref, FILE)
    await year.to("2027-01-29", "10:00")
    await panel.send_out("KN-0002", "KN-0003")


async def later(year: Year) -> None:
    """An early review at the next Forum, reviews recorded and missed, dates that run out."""
    await year.to("2027-02-26", "10:00")
    await year.types("ellie", f"report KN-0001 early_review; why_early: {SECRET}")
    told = {"panel": "2027-03-10", "day": day_said("2027-03-10")}
    year.happens("returns", "KN-0001", **told, **year.case("KN-0001"))
    await year.judge()
    await year.to("2027-03-01", "10:00")
    await confirm_agenda(year, "victor", "2027-03-10", "KN-0001", typed=True)
    await year.to("2027-03-03", "10:00")
    await sitting(year, "2027-03-10").papers()
    panel = sitting(year, "2027-03-10")
    await panel.open()
    await panel.decide("KN-0001", "agreed", **agreed("2027-09-06")[1])
    await panel.close()
    year.happens("replaced", "KN-0001")
    await panel.confirm(("KN-0001", agreed("2027-09-06")[2]), letters="2027-03-24", yearly="2028-03-10")
    await panel.send_out("KN-0001")
    await panel.sign_minutes("ellie")
    await letter(year, "KN-0001", "paula", "gareth", "victor gareth")
    await close(year, "ellie", "KN-0001", FEED_BACK)
    await close(year, "ellie", "KN-0001", FILE)
    for day, ref in (("2027-07-06", "KN-0004"), ("2027-07-14", "KN-0003"), ("2027-09-01", "KN-0001")):
        await year.to(day, "11:00")
        await record_review(year, ref)
    await year.to("2027-09-08", "11:00")
    draft = await refer(year, "ellie", "gareth", {})
    await year.types("ellie", f"withdraw {draft} {SECRET}")
    year.happens("withdrawn", draft)
    await year.types("ellie", f"unmet need KN-0001 {SECRET}; respite; no provider; north")
    year.happens("unmet_noted", "KN-0001")
    await year.judge()
    await year.to("2027-11-02")


async def record_review(year: Year, ref: str) -> None:
    """On its card, with what the profile asks."""
    await year.types("ellie", f"review {ref}")
    given = {"outcomes_achieved": SECRET, "still_right": "yes"}
    await year.taps("ellie", "Record the review", given, says=ref)
    year.happens("reviewed", ref)
    await year.judge()

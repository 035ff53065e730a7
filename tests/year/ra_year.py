"""The script of a year of personal budgets: who does what on which day, through which door."""

from tests.year.doors import SECRET, bring_papers, close, day_said, refer, send
from tests.year.forms import answer_with_paper, give_back, mail_form, refer_by_words, set_aside, wrong_form
from tests.year.letters import drop, letter
from tests.year.people import Year

PLAIN = {"has_ehc_plan": "no", "payment_method": "direct_payment"}
FAMILY, INCOME = "Explain to the family what was decided", "Tell the family that a direct payment"
SET_UP = "Set up the direct payment"
REVIEW = {"delivered_to_plan": "yes", "outcome_results": SECRET, "review_voice": "words", "review_child_words": SECRET}


async def live(year: Year) -> None:
    """From November to November."""
    first = await refer(year, "tess", "colin", PLAIN)
    await bring_papers(year, "tess", first)
    await send(year, first)
    await give_back(year, first)
    await send(year, first)
    await year.to("2026-11-03")
    await signed(year, first)
    second = await mail_form(year, "tess", "colin", PLAIN, lacks="Support plan")
    await answer_with_paper(year, second, "support_plan")
    await wrong_form(year, "tess")
    await year.to("2026-11-05")
    await set_aside(year, "dawn")
    await signed(year, second)
    await decide(year, first, "agreed", "; agreed_amount: 5200; start: 30 November 2026; budget: K9")
    await agreed(year, first)
    await year.to("2026-11-06", "10:00")
    await decide(year, second, "not agreed", "")
    await close(year, "tess", second, FAMILY)
    await letter(year, second, "tess", "maya", "colin dawn maya")
    third = await refer_by_words(year, "tess", "colin", PLAIN)
    await bring_papers(year, "tess", third)
    await send(year, third)
    await signed(year, third)
    await put_off(year, third)
    await changes(year, first)
    await reviews(year, first)
    await year.to("2027-11-02")


async def signed(year: Year, ref: str) -> None:
    """Signed by its manager, and with whoever decides."""
    said = await year.types("colin", f"sign {ref} confirm all")
    assert "signed" in said, said
    year.happens("signed", ref, **year.case(ref))
    year.happens("presented", ref, **year.case(ref))
    await year.judge()


async def decide(year: Year, ref: str, outcome: str, terms: str, *more: str, **facts: str) -> None:
    """By the service manager, in words; it binds and goes out at once."""
    said = await year.types("maya", f"decide {ref} {outcome}; reasons: {SECRET}{terms}")
    assert "recorded" in said, said
    for kind in ("decided_alone", "sheets_out", "letter_drafted"):
        year.happens(kind, ref, letters="2026-11-13", **year.case(ref))
    if outcome == "agreed":
        year.happens("planned", ref, review="2027-02-26", day=day_said("2027-02-26"), **year.case(ref))
        year.happens("paid", ref, **year.case(ref))
    await year.judge()


async def agreed(year: Year, ref: str) -> None:
    """Tasks and the letter that follow an agreed budget."""
    await close(year, "tess", ref, FAMILY)
    await close(year, "tess", ref, INCOME)
    await close(year, "frank", ref, SET_UP)
    await letter(year, ref, "tess", "colin", "colin dawn maya", way="email")


async def put_off(year: Year, ref: str) -> None:
    """More is asked for; the case goes back to its worker and is decided once it has come."""
    await year.to("2026-11-09", "10:00")
    said = await year.types("maya", f"decide {ref} deferred; reasons: {SECRET}; missing: {SECRET}")
    assert "recorded" in said, said
    for kind in ("put_off", "sheets_out", "letter_drafted"):
        year.happens(kind, ref, letters="2026-11-16", **year.case(ref))
    await year.judge()
    await drop(year, ref, "maya")
    await close(year, "tess", ref, FAMILY)


async def changes(year: Year, ref: str) -> None:
    """Circumstances change, too much was paid, money may have been used otherwise."""
    await year.to("2027-01-11", "10:00")
    await year.types("tess", f"report {ref} circumstances_changed; what_changed: {SECRET}")
    year.happens("changed", ref, **year.case(ref))
    await year.judge()
    await year.to("2027-01-18", "11:00")
    await close(year, "tess", ref, "Start the re-assessment")
    await close(year, "frank", ref, "Decide with the Service Manager")
    await year.to("2027-02-01", "11:00")
    await close(year, "tess", ref, "Finish the re-assessment")
    said = f"found_on: 2027-01-29; how_it_arose: {SECRET}; overpaid: 312.40"
    await year.types("frank", f"report {ref} overpayment; {said}")
    year.happens("overpaid", ref, **year.case(ref))
    await year.judge()
    await year.to("2027-02-10", "11:00")
    await close(year, "frank", ref, "Talk to the family about the overpayment")
    await close(year, "frank", ref, "Decide with the Service Manager")
    await year.types("colin", f"report {ref} used_otherwise; the_concern: {SECRET}")
    year.happens("otherwise", ref, **year.case(ref))
    await year.judge()
    await close(year, "frank", ref, "Decide with the Service Manager")


async def reviews(year: Year, ref: str) -> None:
    """After three months on time, after six months missed and then done, after twelve still ahead."""
    await year.to("2027-02-25", "10:00")
    await record(year, ref, "2027-05-28")
    await year.to("2027-06-01", "10:00")
    await record(year, ref, "2027-11-30")
    await year.types("tess", f"unmet need {ref} {SECRET}; respite; no provider; north")
    year.happens("unmet_noted", ref)
    draft = await refer(year, "tess", "colin", PLAIN)
    await year.types("tess", f"withdraw {draft} {SECRET}")
    year.happens("withdrawn", draft)
    await year.judge()


async def record(year: Year, ref: str, following: str) -> None:
    """A review on its card; the next is planned at once."""
    await year.types("tess", f"review {ref}")
    await year.taps("tess", "Record the review", {**REVIEW, "circumstances": "no"}, says=ref)
    year.happens("reviewed", ref)
    year.happens("planned", ref, review=following, day=day_said(following), **year.case(ref))
    await year.judge()

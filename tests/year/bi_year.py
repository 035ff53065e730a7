"""The script of a year at Birmingham: who does what on which day, through which door."""

from tests.year import urgent
from tests.year.doors import (
    SECRET,
    bring_papers,
    close,
    confirm_agenda,
    date_panel,
    day_said,
    fill,
    refer,
    send,
    sign,
)
from tests.year.forms import give_back, mail_form, set_aside, take_copy, wrong_form
from tests.year.letters import drop, letter
from tests.year.people import Year
from tests.year.sitting import Sitting

DATES = ("2026-11-18", "2026-12-02", "2026-12-16", "2027-01-06", "2027-01-20", "2027-02-03", "2027-02-17", "2027-03-03")
LATER_DATES = ("2027-06-02", "2027-09-01", "2027-11-03", "2027-12-01", "2027-12-15")
TERMS = {"services": f"Short breaks for {SECRET}", "level": "Six hours"}
TALK, WHY, HOW = "Talk the outcome letter through", "Explain to the family why", "Tell the family how to ask"
ARRANGE, HELP = "With your team manager, arrange", "With the social worker, arrange"


def sitting(year: Year, day: str, present: str = "Angela Moss, Sita Menon, Oscar Brook, Wilma Archer") -> Sitting:
    return Sitting(year, day, "dawn", "Angela Moss", present, "10:00")


async def dates(year: Year, *days: str) -> None:
    await date_panel(year, "dawn", *days, start="10:00", lead="7d", closes="17:00", papers="3wd")


async def live(year: Year) -> None:
    """From November to November."""
    year.happens("opened_office", "birmingham")
    await year.judge()
    await dates(year, *DATES)
    await before_the_first(year)
    await first_panel(year)
    await second_hearing(year)
    await review_of_decision(year)
    await rest(year)


async def before_the_first(year: Year) -> None:
    """An exception and a paper let go; a form by mail; an emergency the deputy answers."""
    first = await refer(year, "zainab", "peter", {"exceptional": "yes"})
    await bring_papers(year, "zainab", first)
    await year.types("zainab", f"exception {first} because {SECRET}")
    year.happens("exception_asked", first, **year.case(first))
    await year.judge()
    await year.to("2026-11-03")
    await year.types("angela", f"agree exception {first} because {SECRET}")
    year.happens("exception_answered", first, **year.case(first))
    await year.judge()
    await year.types("zainab", "remove paper 2")
    await year.types("peter", f"waive {first} carer's assessment because {SECRET}")
    year.happens("waived", first, **year.case(first))
    await year.judge()
    await send(year, first)
    await give_back(year, first)
    await send(year, first)
    await year.to("2026-11-04")
    await sign(year, first, "2026-11-18")
    await mail_form(year, "zainab", "peter", {}, lacks="Carer's assessment")
    await wrong_form(year, "zainab")
    await year.to("2026-11-05")
    await set_aside(year, "dawn")


async def first_panel(year: Year) -> None:
    """A visit made and one forgotten, a quorum at risk and mended, an emergency the deputy approves."""
    await answer_in_chat(year, "BI-0002", "2026-11-18")
    await year.to("2026-11-12", "10:00")
    await confirm_agenda(year, "angela", "2026-11-18", "BI-0001", "BI-0002")
    third, code = await urgent.ask(year, "zainab", "peter", {}, "angela", then="quentin")
    await year.to("2026-11-12", "12:30")
    await urgent.approve(year, third, code, "quentin", "2026-11-18")
    await fill_whole(year, "zainab", third)
    await send(year, third)
    await sign(year, third, "2026-11-18")
    for ref in ("BI-0001", third):
        await visited(year, ref)
    await year.to("2026-11-13", "10:00")
    await sitting(year, "2026-11-18").pack("zainab peter", "BI-0001", "BI-0002", third)
    await take_copy(year, "oscar")
    for who in ("sita", "oscar", "jess"):
        await year.types(who, "sorry 18 November 2026 I am on leave")
    year.happens("at_risk", "2026-11-18", met="2026-11-18", day=day_said("2026-11-18"))
    await year.judge()
    await year.to("2026-11-16", "11:00")
    await year.types("dawn", "substitute Sita Menon by Lewis Carr for 18 November 2026 because she is on leave")
    year.happens("substituted", "2026-11-18")
    await year.judge()
    await year.to("2026-11-17", "11:00")
    await visited(year, "BI-0002")
    panel = sitting(year, "2026-11-18", "Angela Moss, Lewis Carr, Wilma Archer")
    await panel.open()
    quarterly = {"review": "1 March 2027", "start": "1 December 2026", "review_every": "quarterly"}
    await panel.decide("BI-0001", "agree", **TERMS, **quarterly)
    back = {"return": "16 December 2026", "missing": SECRET, "missing_owner": SECRET}
    await panel.decide("BI-0002", "more information", **back)
    await panel.decide(third, "ratified", **TERMS, review="4 March 2027")
    await panel.close()
    one = {"kind": "agreed quarterly letter_drafted", "review": "2027-03-01", "again": "2027-06-01"}
    two = {"kind": "deferred letter_drafted", "panel": "2026-12-16"}
    three = {"kind": "agreed letter_drafted", "review": "2027-03-04"}
    await panel.confirm(("BI-0001", one), ("BI-0002", two), (third, three), letters="2026-11-25")
    await year.to("2026-11-19", "10:00")
    await panel.send_out("BI-0001", "BI-0002", third)
    await panel.sign_minutes("zainab peter lewis")
    await letter(year, "BI-0001", "dawn", "angela", "angela peter", way="email")
    await letter(year, third, "dawn", "peter", "angela peter")
    await drop(year, "BI-0002", "angela")
    for ref in ("BI-0001", third):
        await close(year, "zainab", ref, TALK)
        await close(year, "zainab", ref, ARRANGE)
        await close(year, "peter", ref, HELP)
    await close(year, "zainab", "BI-0002", TALK)


async def answer_in_chat(year: Year, ref: str, panel: str) -> None:
    """What the mailed form lacked, given in the chat; sent and signed."""
    await bring_papers(year, "zainab", ref)
    await send(year, ref)
    await sign(year, ref, panel)


async def visited(year: Year, ref: str) -> None:
    """The day of the visit, written down in words."""
    said = await year.types("zainab", f"visited {ref} {year.now.day} {year.now:%B %Y}")
    assert "Noted" in said, said
    year.happens("visited", ref)
    await year.judge()


async def fill_whole(year: Year, who: str, ref: str) -> None:
    """The whole form after the short one, with its papers."""
    await year.types(who, f"part 3 {ref}")
    await fill(year, who, {})
    await bring_papers(year, who, ref)
    await year.judge()


async def second_hearing(year: Year) -> None:
    """The case that was put off is pointed to other services."""
    await year.to("2026-12-03", "10:00")
    await send(year, "BI-0002")
    await sign(year, "BI-0002", "2026-12-16")
    await year.to("2026-12-10", "10:00")
    await confirm_agenda(year, "angela", "2026-12-16", "BI-0002")
    await visited(year, "BI-0002")
    await year.to("2026-12-11", "10:00")
    await sitting(year, "2026-12-16").papers()
    panel = sitting(year, "2026-12-16")
    await panel.open()
    await panel.decide("BI-0002", "signpost", signposts="Other services", no_package="yes")
    await panel.close()
    await panel.confirm(("BI-0002", {"kind": "refused letter_drafted"}), letters="2026-12-23")
    await panel.sign_minutes("zainab peter")
    await letter(year, "BI-0002", "dawn", "angela", "angela peter")
    for words in (TALK, WHY, HOW):
        await close(year, "zainab", "BI-0002", words)
    await year.to("2026-12-21", "10:00")
    await panel.send_out("BI-0002")


async def review_of_decision(year: Year) -> None:
    """One that lacks what is new at first, heard and upheld; one that comes too late."""
    await year.to("2027-01-04", "11:00")
    await year.types("peter", f"log appeal BI-0002 parent; received: 4 January 2027; why_again: {SECRET}")
    year.happens("appeal_logged", "BI-0002", last=day_said("2027-01-27"), **year.case("BI-0002"))
    year.happens("appeal_lacks", "BI-0002", logger="peter")
    await year.judge()
    await year.to("2027-01-07", "10:00")
    await year.types("peter", f"supply appeal BI-0002 asked_by: parent; new_information: {SECRET}")
    year.happens("appealed", "BI-0002", panel="2027-01-20", day=day_said("2027-01-20"), **year.case("BI-0002"))
    await year.judge()
    await year.types("angela", f"interim BI-0002 nothing changes, {SECRET}")
    year.happens("interim", "BI-0002", **year.case("BI-0002"))
    year.happens("done", "BI-0002: Say whether support goes on")
    await year.judge()
    await year.to("2027-01-11", "10:00")
    late = f"received: 11 January 2027; why_again: {SECRET}; new_information: {SECRET}"
    await year.types("peter", f"log appeal BI-0003 parent; {late}")
    year.happens("appeal_logged", "BI-0003", last=day_said("2026-12-30"), **year.case("BI-0003"))
    year.happens("appeal_late", "BI-0003")
    await year.judge()
    await year.to("2027-01-12", "10:00")
    await year.types("angela", f"refuse appeal BI-0003 {SECRET}")
    year.happens("late_refused", "BI-0003", **year.case("BI-0003"))
    year.happens("letter_drafted", "BI-0003", letters="2027-01-19", **year.case("BI-0003"))
    await year.judge()
    await letter(year, "BI-0003", "dawn", "angela", "angela peter")
    await year.to("2027-01-14", "10:00")
    await confirm_agenda(year, "angela", "2027-01-20", "BI-0002")
    await year.to("2027-01-15", "10:00")
    await sitting(year, "2027-01-20").papers()
    panel = sitting(year, "2027-01-20")
    await panel.open()
    await panel.decide("BI-0002", "uphold")
    await panel.close()
    await panel.confirm(("BI-0002", {"kind": "appeal_settled letter_drafted"}), letters="2027-01-27")
    await panel.send_out("BI-0002")
    await panel.sign_minutes("zainab peter")
    await letter(year, "BI-0002", "dawn", "angela", "angela peter")
    for words in (TALK, WHY, HOW):
        await close(year, "zainab", "BI-0002", words)


async def rest(year: Year) -> None:
    """Support that cannot be had, reviews recorded, an unmet need, dates that run out."""
    await dates(year, *LATER_DATES)
    await year.to("2027-02-05", "10:00")
    await year.types("zainab", f"report BI-0003 support_unavailable; which_service: {SECRET}; alternatives: {SECRET}")
    year.happens("returns", "BI-0003", panel="2027-02-17", day=day_said("2027-02-17"), **year.case("BI-0003"))
    await year.judge()
    await year.to("2027-02-11", "10:00")
    await confirm_agenda(year, "angela", "2027-02-17", "BI-0003")
    await year.to("2027-02-12", "10:00")
    await sitting(year, "2027-02-17").papers()
    panel = sitting(year, "2027-02-17")
    await panel.open()
    await panel.decide("BI-0003", "agree", **TERMS, review="4 June 2027", start="1 March 2027")
    await panel.close()
    year.happens("replaced", "BI-0003")
    await panel.confirm(("BI-0003", {"kind": "agreed letter_drafted", "review": "2027-06-04"}), letters="2027-02-24")
    await panel.send_out("BI-0003")
    await panel.sign_minutes("zainab peter")
    await letter(year, "BI-0003", "dawn", "peter", "angela peter")
    for who, words in (("zainab", TALK), ("zainab", ARRANGE), ("peter", HELP)):
        await close(year, who, "BI-0003", words)
    await year.to("2027-02-26", "10:00")
    await record(year, "BI-0001", "reviewed")
    await year.judge()
    await year.to("2027-06-01", "10:00")
    await record(year, "BI-0001", "replaced")
    year.happens("quarterly", "BI-0001", again="2027-09-01", **year.case("BI-0001"))
    await year.judge()
    await record(year, "BI-0003", "reviewed")
    await year.to("2027-08-31", "10:00")
    await record(year, "BI-0001", "replaced")
    year.happens("quarterly", "BI-0001", again="2027-12-01", **year.case("BI-0001"))
    said = f"need: {SECRET}; service: respite; reason: none near; alternatives_considered: {SECRET}"
    await year.types("zainab", f"report BI-0001 need_unmet; {said}")
    year.happens("unmet_noted", "BI-0001")
    await year.judge()
    await year.to("2027-11-02")


async def record(year: Year, ref: str, called: str) -> None:
    """A review on its card, with what the profile asks."""
    await year.types("zainab", f"review {ref}")
    given = dict.fromkeys(("changed_needs", "transition_planning", "other_issues"), SECRET)
    await year.taps("zainab", "Record the review", given, says=ref)
    year.happens(called, ref)

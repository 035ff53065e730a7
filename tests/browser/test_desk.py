"""The whole way in a browser: from “hello” to the panel's decision, and an emergency approved on a phone."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.story import CB, GIVEN, PLAIN, profiles

DECISION = {
    "The reasons": "It meets the need",
    "The date the agreement ends": "2027-06-30",
    "The review date": "2027-06-01",
    "The date a new application is needed by": "2027-06-02",
    "The budget code": "K123",
}


class Seat:
    """Somebody at the desk: types, fills cards in, reads."""

    def __init__(self, page: Page, address: str, shots: Path) -> None:
        self.page = page
        self._address = address
        self._shots = shots
        self._shot = 0

    def sit(self, who: str) -> None:
        """Become somebody, or go to a place of the page."""
        self.page.goto(f"{self._address}/#/{who}")
        expect(self.page.locator("#title")).to_be_visible()

    @property
    def clerk_says(self) -> Locator:
        """What the clerk said, oldest first."""
        return self.page.locator("li.message.clerk")

    @property
    def last(self) -> Locator:
        return self.clerk_says.last

    def card(self, words: str) -> Locator:
        """The newest card with these words."""
        return self.page.locator(".card").filter(has_text=words).last

    def type(self, line: str, expected: str | re.Pattern[str]) -> str:
        """Type a line and wait for an answer with these words."""
        before = self.clerk_says.count()
        self.page.locator("#box").fill(line)
        self.page.locator("#box").press("Enter")
        expect(self.clerk_says).not_to_have_count(before)
        expect(self.last).to_contain_text(expected)
        return self.last.inner_text()

    def go_to(self, moment: str, shown: str) -> None:
        """Set the clerk's clock."""
        self.sit("clock")
        self.page.locator("#when").fill(moment)
        self.page.get_by_role("button", name="Go there").click()
        expect(self.page.locator(".bigtime")).to_contain_text(shown)

    def press(self, card: Locator, button: str) -> None:
        card.get_by_role("button", name=button, exact=True).click()

    def picture(self, name: str) -> None:
        """A picture of the page, for who looks for what is ugly."""
        self._shot += 1
        self.page.screenshot(path=self._shots / f"{self._shot:02}-{name}.png")


@pytest.fixture
def seat(browser: Browser, desk: str, tmp_path: Path) -> Seat:
    page = browser.new_page(viewport={"width": 1180, "height": 860}, locale="en-GB", timezone_id="Europe/London")
    page.set_default_timeout(10_000)
    expect.set_options(timeout=10_000)
    shots = Path(os.environ.get("PANEL_CLERK_PICTURES", tmp_path))
    return Seat(page, desk, shots)


def answer_all(seat: Seat) -> None:
    """Answer in words whatever is asked, until nothing is left to ask."""
    questions = {q.ask: q for _, q in profiles()[CB].form.all_questions()}
    for _ in range(60):
        said = seat.last.inner_text()
        asked = next((ask for line in said.splitlines() if (ask := line.strip()) in questions), None)
        if asked is None:
            return
        question = questions[asked]
        seat.type(PLAIN.get(question.id) or GIVEN[question.kind], re.compile("still to answer|still missing|Summary"))
    raise AssertionError("the questions do not end")


@pytest.mark.browser
@pytest.mark.rule("CB-9.2", "CB-9.6", "CB-10.2")
def test_from_the_first_word_to_the_decision(seat: Seat) -> None:
    """A social worker, a manager, an administrator and a chair do their parts in the browser, to the decision."""
    seat.sit("priya")
    seat.type("hello", "I’m the panel’s clerk")
    seat.picture("hello")
    seat.press(seat.card("I’m the panel’s clerk"), "Begin a referral")
    form = seat.card("Part 1 of 8")
    expect(form).to_be_visible()
    form.get_by_label("Initials of the child").fill("AB")
    form.get_by_label("Date of birth").fill("2014-05-06")
    form.get_by_label("Mosaic number").fill("M-1")
    form.get_by_text("A child in need").click()
    seat.picture("first-part")
    seat.press(form, "Save and go on")
    expect(seat.card("Part 2 of 8")).to_be_visible()
    seat.picture("second-part")
    seat.type("answer", "still to answer")
    seat.picture("question")
    answer_all(seat)
    seat.page.locator("#picker").set_input_files(
        {"name": "assessment.pdf", "mimeType": "application/pdf", "buffer": b"%PDF an assessment"}
    )
    seat.page.get_by_role("button", name="Send", exact=True).click()
    expect(seat.last).to_contain_text("Assessment of need")
    seat.type("summary", "Summary")
    seat.picture("summary")
    ref = re.findall(r"CB-\d{4}", seat.last.inner_text())[0]
    seat.press(seat.card("Summary"), "Send to my manager")
    expect(seat.last).to_contain_text(f"{ref} is with Dilys Morgan")

    seat.sit("dilys")
    paper = seat.card("Please authorise")
    for check in profiles()[CB].authorisation.steps[0].checks:
        paper.get_by_text(check.ask).click()
    seat.picture("to-sign")
    seat.press(paper, "Sign")
    expect(seat.last).to_contain_text("It is booked for Wed 11 Nov 2026, 09:30")
    seat.picture("signed")
    seat.go_to("2026-11-05T09:00", "5 November 2026")
    seat.sit(f"channel/{CB}")
    expect(seat.page.locator("li.message.clerk").filter(has_text=f"{ref}: listed")).to_be_visible()
    seat.picture("channel")

    seat.go_to("2026-11-11T09:35", "11 November 2026")
    seat.sit("tom")
    seat.type("agenda 11 November 2026", ref)
    agenda = seat.card("Panel of Wed 11 Nov 2026")
    agenda.get_by_text("Martin Cole").first.click()
    agenda.get_by_text("Martin Cole").last.click()
    seat.picture("attendance")
    seat.press(agenda, "Open the meeting")
    seat.press(seat.card("Which item?"), "Write its decision")
    form = seat.card("Decision")
    form.get_by_label("Outcome").select_option(label="Agreed for a period")
    for label, value in DECISION.items():
        form.get_by_label(label.removeprefix("The ").capitalize()).fill(value)
    seat.picture("decision")
    seat.press(form, "Save the decision")
    seat.press(seat.card("decision written"), "Close the meeting")
    expect(seat.last).to_contain_text("The meeting is closed")
    seat.picture("closed")

    seat.sit("martin")
    seat.picture("to-confirm")
    seat.press(seat.card("Decisions of Wed 11 Nov 2026"), "Confirm all decisions")
    expect(seat.last).to_contain_text("The decisions are confirmed")
    seat.sit("priya")
    expect(seat.card(f"{ref} · Decision of the panel")).to_contain_text("Do not agree any notice period")
    seat.picture("decided")


@pytest.mark.browser
@pytest.mark.rule("CB-5.2")
def test_an_emergency_is_approved_on_a_phone(seat: Seat) -> None:
    """In the narrow frame of a phone the facts and the button are there, and one tap decides."""
    seat.sit("priya")
    seat.type("emergency", "Part 1")
    form = seat.card("Part 1")
    form.get_by_label("Initials of the child").fill("AB")
    seat.press(form, "Save and go on")
    urgent = seat.card("Why it cannot wait")
    urgent.get_by_label("What are you asking for?").fill("A foster place tonight")
    urgent.get_by_label("Why can this not wait until the next panel?").fill("The carer is in hospital")
    seat.picture("urgent")
    seat.press(urgent, "Save, then summary")
    seat.press(seat.card("Summary"), "Ask for emergency approval")
    expect(seat.last).to_contain_text("I have asked Helen Ward to decide")

    seat.page.set_viewport_size({"width": 390, "height": 844})
    seat.sit("helen")
    card = seat.card("please decide") if seat.card("please decide").count() else seat.card("Emergency")
    expect(card).to_contain_text("The carer is in hospital")
    width = card.evaluate("node => [node.scrollWidth, node.clientWidth]")
    seat.picture("phone")
    seat.press(card, "Approve")
    expect(seat.card("It is approved until the next panel.")).to_be_visible()
    seat.picture("phone-approved")
    assert width[0] <= width[1], "the card is wider than the phone"

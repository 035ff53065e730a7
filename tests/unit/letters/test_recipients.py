"""A letter goes to one person, whom the worker confirmed, and never to another family: swapped, merged, old, hidden."""

import random
from collections.abc import Iterator

import pytest

from panel import commands as c
from panel.decision import Decision
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused, Unknown
from panel.family_letter import FamilyLetter, LetterStatus, Recipient
from panel.notices import NoticeState
from tests.letters import MARIA, address, decided, keep, letter_of, office, posted, prepare, preparer, release
from tests.stories import KN, PanelStory

ROSA = {
    "name": "Rosa Lind",
    "relation": "parent",
    "way": "email",
    "address": "3 Oak Lane, Othertown, CD3 4EF",
    "email": "rosa@home.example",
}


def two_cases() -> tuple[PanelStory, str, str]:
    """Two families, decided at one panel, the second one’s letter addressed."""
    story = office(KN)
    first, second = decided(story), "KN-0002"
    copy(story, first, second)
    story.do(c.GiveRecipient, story.referrer, ref=second, given=ROSA)
    return story, first, second


def copy(story: PanelStory, first: str, ref: str, initials: str = "QZ") -> None:
    """Another case that went the same way, of a child with other initials."""
    referral = story.referral(first)
    answers = {**referral.answers, "initials": initials}
    letter = letter_of(story, first)
    decision = story.office.records.get(Decision, letter.decision)
    twin = f"{decision.meeting}/{ref}"
    keep(
        story,
        referral.model_copy(update={"id": ref, "revision": 0, "answers": answers}),
        decision.model_copy(update={"id": twin, "ref": ref, "revision": 0}),
        letter.model_copy(update={"id": f"{twin}/letter1", "about": ref, "decision": twin, "revision": 0, "to": ""}),
    )


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"name": ""}, "the one person"),
        ({"name": "Maria Santos and Rui Santos"}, "One letter goes to one person"),
        ({"name": "Mr & Mrs Santos"}, "One letter goes to one person"),
        ({"name": "Maria Santos; Rui"}, "One letter goes to one person"),
        ({"relation": ""}, "what they are to the child"),
        ({"way": "pigeon"}, "how it goes"),
        ({"way": "post", "address": ""}, "I need the address"),
        ({"way": "post", "address": "12 Elm Road"}, "at least two lines"),
        ({"way": "email", "email": ""}, "the e-mail address the family chose"),
        ({"way": "email", "email": "a@b.example, c@d.example"}, "one e-mail address"),
        ({"way": "email", "email": "a@b.example;c@d.example"}, "one e-mail address"),
        ({"address": ", ".join(["A line"] * 8)}, "at most 7 lines"),
        ({"way": "email", "email": "paula.quinn@council.example"}, "the council’s own staff"),
        ({"also_for": "KN-0999"}, "I have no referral"),
    ],
)
def test_what_cannot_be_one_persons_address_is_refused(given: dict[str, str], why: str) -> None:
    """Each with what to give instead; nothing is kept of it."""
    story = office(KN)
    ref = decided(story)
    before = story.snapshot()
    with pytest.raises((Refused, InvalidAnswer, Unknown), match=why):
        story.do(c.GiveRecipient, story.referrer, ref=ref, given={**MARIA, **given})
    assert story.snapshot() == before


def test_only_the_worker_or_their_manager_says_who_it_goes_to() -> None:
    """Whoever prepares the letter does not: they do not know the family."""
    story = office(KN)
    ref = decided(story)
    with pytest.raises(NotPermitted, match="Only the worker"):
        story.do(c.GiveRecipient, preparer(story), ref=ref, given=MARIA)
    with pytest.raises(Refused, match="Nobody is named yet"):
        story.do(c.PrepareLetter, preparer(story), ref=ref, file="f", text="x", revision=letter_of(story, ref).revision)


def test_an_old_address_is_confirmed_before_a_letter_goes_there() -> None:
    """More than 90 days ago is too long; the worker looks again, and it goes on."""
    story = office(KN)
    ref = decided(story)
    address(story, ref)
    story.later(days=90)
    prepare(story, ref)
    story.later(days=1)
    with pytest.raises(Refused, match=r"confirmed on Wed 18 Nov 2026, too long ago.*letter confirm"):
        release(story, ref)
    with pytest.raises(NotPermitted):
        story.do(c.ConfirmRecipient, preparer(story), ref=ref)
    story.do(c.ConfirmRecipient, story.referrer, ref=ref)
    story.do(c.TakeBackLetter, story.manager, ref=ref, reason="The last day")
    prepare(story, ref)
    assert release(story, ref).status is LetterStatus.RELEASED


@pytest.mark.parametrize("way", ["email", "handed_over"])
def test_an_address_that_must_not_be_shared_is_never_printed(way: str) -> None:
    """It can’t be posted to, and stands in no letter, whichever way that goes."""
    story = office(KN)
    ref = decided(story)
    with pytest.raises(Refused, match="must not be shared"):
        address(story, ref, restricted="yes")
    to = address(story, ref, restricted="yes", way=way)
    assert (to.printed, to.address) == ((), ("12 Elm Road", "Anytown", "AB1 2CD"))
    prepare(story, ref)
    assert "Elm" not in release(story, ref).says


@pytest.mark.parametrize("leak", ["Come to 12 Elm Road.", "They live at AB1 2CD now."])
def test_an_address_that_must_not_be_shared_stands_in_nobodys_letter(leak: str) -> None:
    """The other parent’s letter is stopped when a trace of it stands in the reasons."""
    story = office(KN)
    ref = decided(story, reasons=leak)
    address(story, ref, restricted="yes", way="handed_over")
    story.do(c.AddLetter, story.referrer, ref=ref)
    address(story, ref, name="Rui Santos", address="9 Birch Way, Othertown", email="rui@other.example")
    with pytest.raises(Refused, match="an address that must not be shared stands in it"):
        prepare(story, ref)


def test_an_address_that_becomes_hidden_takes_back_what_waits() -> None:
    """A letter that was written or released with it is a draft again, its mail stopped."""
    story = office(KN)
    ref = decided(story)
    address(story, ref, way="email")
    prepare(story, ref)
    release(story, ref)
    address(story, ref, way="handed_over", restricted="yes")
    assert letter_of(story, ref).status is LetterStatus.DRAFT
    assert [mail.state for mail in story.notices("family_letter")] == [NoticeState.OVERTAKEN]
    prepare(story, ref)
    release(story, ref)
    posted(story, ref)
    with pytest.raises(MoveNotAllowed, match="has been sent"):
        address(story, ref)


def test_two_families_addresses_run_together_are_not_taken() -> None:
    """Their own lines and another family’s after them, as when one is pasted below the other."""
    story, first, second = two_cases()
    with pytest.raises(Refused, match=f"This address is already used for another case, {second}"):
        address(story, first, address=f"{MARIA['address']}, {ROSA['address']}")


@pytest.mark.parametrize("same", [("email",), ("address",), ("name", "way")])
def test_somebody_of_another_family_is_not_taken(same: tuple[str, ...]) -> None:
    """A swapped name or address is met with the case it belongs to; if it is right the worker says so."""
    story, first, second = two_cases()
    swapped = {**MARIA, **{key: ROSA[key] for key in same}}
    with pytest.raises(Refused, match=f"already used for another case, {second}"):
        story.do(c.GiveRecipient, story.referrer, ref=first, given=swapped)
    story.do(c.GiveRecipient, story.referrer, ref=first, given={**swapped, "also_for": second})
    assert prepare(story, first).status is LetterStatus.READY


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("As for KN-0002, we said the same.", "the reference of another case, KN-0002"),
        ("As for kn-0002 too.", "the reference of another case, KN-0002"),
        ("See BI-0007.", "the reference of another case, BI-0007"),
        ("Rosa Lind told us so.", "the name of somebody who belongs to another case, KN-0002"),
        ("Write to rosa@home.example.", "the e-mail address of somebody"),
        ("They live at 3 Oak Lane.", "the address of somebody"),
        ("QZ was unwell.", "“QZ”, the initials of the child in another case, KN-0002"),
        ("Q.Z. was unwell.", "“QZ”, the initials"),
        ("Q Z was unwell.", "“QZ”, the initials"),
    ],
)
def test_a_letter_with_something_of_another_case_is_stopped(text: str, why: str) -> None:
    """Wherever it stands, with a sentence that says what it is; the draft stays as it was."""
    story, first, _ = two_cases()
    address(story, first)
    before = story.snapshot()
    with pytest.raises(Refused, match=f"I have stopped this letter: {why}"):
        prepare(story, first, text)
    assert story.snapshot() == before


@pytest.mark.parametrize(
    "text", ["AB was glad.", "Talk to the GP.", "Maria Santos asked.", "Ring KN-0001.", "QZX is new."]
)
def test_what_belongs_to_this_case_does_not_stop_its_letter(text: str) -> None:
    """Nor do capitals that are nobody’s initials."""
    story, first, _ = two_cases()
    address(story, first)
    assert prepare(story, first, text).status is LetterStatus.READY


def test_what_was_recorded_since_it_was_written_stops_it_too() -> None:
    """Release looks again: a name that was nobody’s is now another family’s."""
    story = office(KN)
    ref = decided(story, reasons="Rosa Lind told us so.")
    address(story, ref)
    prepare(story, ref)
    copy(story, ref, "KN-0002")
    story.do(c.GiveRecipient, story.referrer, ref="KN-0002", given=ROSA)
    with pytest.raises(Refused, match="the name of somebody who belongs to another case"):
        release(story, ref)


FIRST = ("Ana", "Bela", "Cleo", "Dora", "Ewa", "Fay", "Gita", "Hana", "Iris", "June")
LAST = ("Akin", "Brand", "Cole", "Dunn", "Ellis", "Frost", "Gray", "Hale", "Ito", "Jain")
FAMILIES = 40


class Misdirected:
    """Letters of many families with something wrong in most, and what came of each."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.story = office(KN)
        first = decided(self.story)
        self.refs = [first]
        for number in range(2, FAMILIES + 1):
            self.refs.append(f"KN-{number:04d}")
            copy(self.story, first, self.refs[-1], f"{chr(65 + number % 26)}{chr(75 + number // 26)}")
        self.drafts = {ref: letter_of(self.story, ref) for ref in self.refs}
        self.own = {ref: self._family(at) for at, ref in enumerate(self.refs)}
        for ref in self.refs:
            self.story.do(c.GiveRecipient, self.story.referrer, ref=ref, given=self.own[ref])
        self.known = {ref: self.story.office.records.get(Recipient, f"{ref}/to1") for ref in self.refs}
        self.stopped = self.sent = 0

    def _family(self, at: int) -> dict[str, str]:
        name = f"{FIRST[at % 10]} {LAST[at // 10]}"
        place = f"{at + 10} Street {at}, Town, AB{at} 1CD"
        return {
            "name": name,
            "relation": "parent",
            "way": self.chance.choice(("post", "email", "handed_over")),
            "email": f"{name.split()[0].lower()}{at}@home.example",
            "address": place,
        }

    def letters(self, count: int) -> Iterator[tuple[str, str, FamilyLetter | None, Recipient]]:
        """This many letters, each with its case, the fault put in, the letter if it was released, and to whom."""
        for _ in range(count):
            ref, other = self.chance.sample(self.refs, 2)
            fault = self.chance.choice(("none", "swapped", "merged", "stale", "restricted", "text", "exchanged"))
            yield ref, fault, self._tried(ref, other, fault), self._recipient(ref)
            self._restore(ref, other)

    def _recipient(self, ref: str) -> Recipient:
        return self.story.office.records.get(Recipient, letter_of(self.story, ref).to)

    def _tried(self, ref: str, other: str, fault: str) -> FamilyLetter | None:
        story, theirs, text = self.story, self.own[other], ""
        given = dict(self.own[ref])
        if fault == "swapped":
            given |= self.chance.choice(({"email": theirs["email"]}, {"address": theirs["address"]}, theirs))
        if fault == "merged":
            given |= self.chance.choice(
                (
                    {"name": f"{given['name']} and {theirs['name']}"},
                    {"email": f"{given['email']}, {theirs['email']}", "way": "email"},
                    {"address": f"{given['address']}, {theirs['address']}, England", "way": "post"},
                )
            )
        if fault == "restricted":
            given |= {"restricted": "yes", "way": self.chance.choice(("post", "email", "handed_over"))}
        if fault == "text":
            text = self.chance.choice((other, theirs["name"], theirs["email"], theirs["address"]))
        try:
            story.do(c.GiveRecipient, story.referrer, ref=ref, given=given)
            self._age(ref, other, fault)
            prepare(story, ref, text)
            return release(story, ref)
        except (Refused, InvalidAnswer):
            return None

    def _age(self, ref: str, other: str, fault: str) -> None:
        """Too long ago; or, behind everybody’s back, another family’s recipient on this letter."""
        to = self._recipient(ref)
        if fault == "stale":
            keep(self.story, to.model_copy(update={"confirmed_at": self.story.now.replace(year=2025)}))
        if fault == "exchanged":
            names = {"name": self.own[other]["name"], "email": self.own[other]["email"]}
            theirs = tuple(line.strip() for line in self.own[other]["address"].split(","))
            keep(self.story, to.model_copy(update={**names, "address": theirs}))

    def _restore(self, ref: str, other: str) -> None:
        """Both cases as they were before, so that each letter stands alone."""
        for each in (ref, other):
            now = letter_of(self.story, each)
            keep(self.story, self.drafts[each].model_copy(update={"revision": now.revision, "to": f"{each}/to1"}))
            kept = self.story.office.records.get(Recipient, f"{each}/to1")
            keep(self.story, self.known[each].model_copy(update={"revision": kept.revision}))
            for more in self.story.office.records.find(Recipient, about=each):
                if more.id != f"{each}/to1":
                    del self.story.store.held[("recipient", more.id)]


def misdirected(count: int, seed: int) -> dict[str, list[int]]:
    """Letters tried and released, by fault; fails at the first that would reach a wrong or hidden recipient."""
    tried: dict[str, list[int]] = {}
    family = Misdirected(seed)
    for ref, fault, letter, to in family.letters(count):
        counts = tried.setdefault(fault, [0, 0])
        counts[0] += 1
        if letter is None:
            continue
        counts[1] += 1
        own = family.own[ref]
        assert (to.name, to.email) == (own["name"], own["email"]), (ref, fault)
        for other in family.refs:
            if other != ref:
                theirs = family.own[other]
                found = [
                    part for part in (theirs["name"], theirs["email"], theirs["address"][:12]) if part in letter.says
                ]
                assert found == [], (ref, fault, found)
        assert not to.restricted or own["address"].split(",")[0] not in letter.says, (ref, fault)
        mails = [n for n in family.story.notices("family_letter") if n.id == letter.mail]
        assert all(mail.to == own["email"] for mail in mails)
        family.story.store.held = {k: v for k, v in family.story.store.held.items() if k[0] != "notice"}
    return tried


@pytest.mark.rule("BI-9.1", "KN-3.18")
def test_of_many_letters_none_reaches_a_wrong_or_hidden_recipient() -> None:
    """Swapped, merged, stale, hidden and exchanged recipients; what is right goes out, each to one person."""
    tried = misdirected(210, seed=7)
    assert tried["none"][0] == tried["none"][1]
    assert {fault: tried[fault][1] for fault in ("swapped", "stale", "text", "exchanged")} == {
        "swapped": 0,
        "stale": 0,
        "text": 0,
        "exchanged": 0,
    }
    assert tried["restricted"][1] > 0


@pytest.mark.full
@pytest.mark.rule("BI-9.1", "KN-3.18")
def test_of_twenty_thousand_letters_none_reaches_a_wrong_or_hidden_recipient() -> None:
    """The same at length."""
    total: dict[str, list[int]] = {}
    for seed in range(8):
        for fault, (tried, gone) in misdirected(2500, seed).items():
            counts = total.setdefault(fault, [0, 0])
            counts[0], counts[1] = counts[0] + tried, counts[1] + gone
    assert sum(tried for tried, _ in total.values()) == 20_000
    assert [fault for fault in ("swapped", "stale", "text", "exchanged") if total[fault][1]] == []
    assert total["none"][0] == total["none"][1]

"""Steps on the way of a letter to a family at any shipped panel, and the writer the clerk uses."""

from datetime import UTC, datetime, timedelta

from adapters.documents.letter_out import WordLetters
from panel import commands as c
from panel.appeal import Appeal
from panel.calendar import wall
from panel.commands import CLOCK
from panel.decision import Decision
from panel.family_letter import FamilyLetter, Recipient
from panel.letter_content import Content, content
from panel.people import Role
from panel.ports import Answer, Change, WrittenLetter
from panel.profile import Profile
from panel.records import AuditEntry, Record
from panel.rules.decisions import Outcome
from tests.stories import BI, KN, RA, PanelStory, answer_to, at

WRITING = (KN, BI, RA)
"""The shipped panels that write letters to families."""
WRITER = WordLetters()
_WRITTEN: dict[str, WrittenLetter] = {}
"""Letters written before: the same fields make the same letter."""
MARIA = {
    "name": "Maria Santos",
    "relation": "parent",
    "way": "post",
    "address": "12 Elm Road, Anytown, AB1 2CD",
    "email": "maria@home.example",
}
DATES = {
    "start_date": "2026-12-21",
    "end_date": "2027-06-30",
    "review_date": "2027-06-01",
    "return_date": "2027-01-20",
    "reapply_by": "2027-05-01",
}


def office(panel: str, now: datetime = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)) -> PanelStory:
    """A panel with meetings ahead, where it meets."""
    story = at(panel, now)
    if story.profile.sittings:
        story.add_meetings()
    return story


def outcomes_of(profile: Profile) -> list[Outcome]:
    """All it can decide, ratifications among them."""
    return [*profile.decisions.outcomes, *(profile.route.outcomes if profile.route else [])]


def terms_for(profile: Profile, outcome: Outcome) -> dict[str, str]:
    """All an outcome must and may state, plainly."""
    names = [*outcome.needs, *outcome.may, "conditions"]
    return {name: DATES.get(name) or answer_to(profile.term(name), profile) for name in names}


def decided(story: PanelStory, outcome: str = "", **terms: str) -> str:
    """A case decided and confirmed, by its panel or, where none meets, by whoever decides alone."""
    ref = story.complete()
    story.do(c.SendToManager, story.referrer, ref=ref)
    if story.profile.authorisation.steps:
        story.sign(ref)
    settle(story, ref, outcome, **terms)
    return ref


def settle(story: PanelStory, ref: str, outcome: str = "", meeting: str = "", **terms: str) -> None:
    """Decide a case that has its place, with everything its outcome states."""
    chosen = next((o for o in outcomes_of(story.profile) if o.code == (outcome or o.code)), None)
    stated = {**(terms_for(story.profile, chosen) if chosen else {"reasons": "The need is clear."}), **terms}
    code = chosen.code if chosen else outcome
    if story.profile.sittings is None:
        decider = story.who(story.profile.decisions.confirmed_by)
        story.do(c.DecideAlone, decider, ref=ref, outcome=code, terms=stated)
        return
    meeting = meeting or story.referral(ref).meeting
    admin, chair = story.who(Role.PANEL_ADMIN), story.who(Role.CHAIR)
    hold(story, meeting)
    story.do(c.DraftDecision, admin, meeting=meeting, ref=ref, outcome=code, terms=stated)
    story.do(c.EndMeeting, admin, meeting=meeting)
    story.do(c.ConfirmDecisions, chair, meeting=meeting)


def hold(story: PanelStory, meeting: str) -> None:
    """The meeting open at its own time, with everybody who has a seat."""
    starts = story.office.meeting(meeting).starts_at
    admin, chair = story.who(Role.PANEL_ADMIN), story.who(Role.CHAIR)
    story.now = max(story.now, starts - timedelta(minutes=90))
    story.sweep()
    if story.profile.agenda:
        story.do(c.ConfirmAgenda, chair, meeting=meeting)
    story.now = max(story.now, starts)
    members = story.office.holders(Role.MEMBER, story.panel, story.now.date())
    present = tuple(each.id for each in members if each.id != chair)
    story.do(c.StartMeeting, admin, meeting=meeting, chair=chair, present=present)


def keep(story: PanelStory, *records: Record) -> None:
    """Put records as they are, as no command would."""
    entry = AuditEntry(at=story.now, by=CLOCK, act="test", about=("test",))
    story.store.transact(lambda _: Change(Answer(code="kept"), entry, records))


def decision_of(story: PanelStory, ref: str) -> Decision:
    return max(story.office.records.find(Decision, ref=ref), key=lambda each: each.drafted_at)


def letter_of(story: PanelStory, ref: str) -> FamilyLetter:
    return max(story.office.records.find(FamilyLetter, about=ref), key=lambda each: (each.drafted_at, each.id))


def address(story: PanelStory, ref: str, **given: str) -> Recipient:
    """The worker says who the letter goes to."""
    story.do(c.GiveRecipient, story.referrer, ref=ref, given={**MARIA, **given})
    return story.office.records.get(Recipient, letter_of(story, ref).to)


def made(story: PanelStory, ref: str) -> tuple[Content, WrittenLetter]:
    """What the letter says today, and its file."""
    letter = letter_of(story, ref)
    said = content(story.office, letter, story.office.records.get(Recipient, letter.to), wall(story.now).date())
    key = f"{letter.panel} {said.template} {said.fields}"
    if key not in _WRITTEN:
        _WRITTEN[key] = WRITER.write(letter.panel, said.template, said.fields)
    return said, _WRITTEN[key]


def preparer(story: PanelStory) -> str:
    rule = story.profile.letters
    assert rule is not None
    return story.referrer if rule.prepared_by == "referrer" else story.who(Role(rule.prepared_by))


def prepare(story: PanelStory, ref: str, text: str = "") -> FamilyLetter:
    """Written and put to a second person; `text` is added to what stands in it."""
    _, written = made(story, ref)
    fields = {
        "file": f"file {written.text}",
        "text": f"{written.text}\n{text}",
        "revision": letter_of(story, ref).revision,
    }
    story.do(c.PrepareLetter, preparer(story), ref=ref, warnings=written.warnings, **fields)
    return letter_of(story, ref)


def release(story: PanelStory, ref: str, by: str = "") -> FamilyLetter:
    """Read and released by a second person: the manager of the case unless another is named."""
    story.do(c.CopyLetter, by or story.manager, ref=ref)
    story.do(c.ReleaseLetter, by or story.manager, ref=ref)
    return letter_of(story, ref)


def through(story: PanelStory, outcome: str = "", **given: str) -> str:
    """A case decided whose letter is released."""
    ref = decided(story, outcome)
    address(story, ref, **given)
    prepare(story, ref)
    release(story, ref)
    return ref


def posted(story: PanelStory, ref: str) -> None:
    """Written down as gone today."""
    story.do(c.NoteLetterSent, preparer(story), ref=ref, day=wall(story.now).date())


def appeal_of(story: PanelStory, ref: str) -> Appeal:
    return max(story.office.records.find(Appeal, about=ref), key=lambda each: each.id)


def answered(story: PanelStory, ref: str, outcome: str, asked_by: str = "parent", **terms: str) -> Appeal:
    """The family asks again, in time and in full, and the next panel answers."""
    stage = story.profile.challenge.stages[0]
    given = {ask.id: answer_to(ask, story.profile) for ask in stage.asks} | {"asked_by": "parent"}
    asked = {"asked_by": asked_by, "received": wall(story.now).date().isoformat(), "given": given}
    story.do(c.LogAppeal, story.referrer, ref=ref, **asked)
    settle(story, ref, outcome, appeal_of(story, ref).meeting, **terms)
    return appeal_of(story, ref)

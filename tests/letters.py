"""Steps on the way of a letter to a family at any shipped panel, and the writer the clerk uses."""

from datetime import UTC, datetime
from typing import Any

from adapters.documents.letter_out import WordLetters
from panel import commands as c
from panel.calendar import wall
from panel.decision import Decision
from panel.family_letter import FamilyLetter, Recipient
from panel.letter_content import Content, content
from panel.people import Role
from panel.ports import WrittenLetter
from panel.profile import Profile
from panel.rules.decisions import Outcome
from tests.stories import RA, PanelStory, answer_to, at

WRITER = WordLetters()
MARIA = {
    "name": "Maria Santos",
    "relation": "parent",
    "way": "post",
    "address": "12 Elm Road, Anytown, AB1 2CD",
    "email": "maria@family.example",
}


def terms_for(profile: Profile, outcome: Outcome) -> dict[str, str]:
    """All an outcome must and may state, plainly."""
    stated = {name: answer_to(profile.term(name), profile) for name in [*outcome.needs, *outcome.may, "conditions"]}
    dates = {
        "start_date": "2026-12-20",
        "end_date": "2027-06-30",
        "review_date": "2027-05-30",
        "reapply_by": "2027-05-01",
    }
    return stated | {name: day for name, day in dates.items() if name in stated} | {"return_date": "2027-01-20"}


def outcomes_of(profile: Profile) -> list[Outcome]:
    return [*profile.decisions.outcomes, *(profile.route.outcomes if profile.route else [])]


def decided(story: PanelStory, outcome: str = "", **terms: str) -> str:
    """A case decided and confirmed, by its panel or, where none meets, by whoever decides alone."""
    ref = story.signed() if story.panel != RA else sent(story)
    return settled(story, ref, outcome, **terms)


def sent(story: PanelStory) -> str:
    ref = story.complete()
    story.do(c.SendToManager, story.referrer, ref=ref)
    if story.profile.authorisation.steps:
        story.sign(ref)
    return ref


def settled(story: PanelStory, ref: str, outcome: str = "", **terms: str) -> str:
    chosen = next(o for o in outcomes_of(story.profile) if o.code == (outcome or o.code))
    stated = {**terms_for(story.profile, chosen), **terms}
    if story.profile.sittings is None:
        story.do(
            c.DecideAlone, story.who(story.profile.decisions.confirmed_by), ref=ref, outcome=chosen.code, terms=stated
        )
        return ref
    meeting, admin, chair = story.referral(ref).meeting, story.who(Role.PANEL_ADMIN), story.who(Role.CHAIR)
    held_at(story, meeting)
    story.do(c.DraftDecision, admin, meeting=meeting, ref=ref, outcome=chosen.code, terms=stated)
    story.do(c.EndMeeting, admin, meeting=meeting)
    story.do(c.ConfirmDecisions, chair, meeting=meeting)
    return ref


def held_at(story: PanelStory, meeting: str) -> None:
    """The meeting open at its own time, with everybody there."""
    story.now = max(story.now, story.office.meeting(meeting).starts_at)
    admin, chair = story.who(Role.PANEL_ADMIN), story.who(Role.CHAIR)
    members = [p.id for p in story.office.holders(Role.MEMBER, story.panel, story.now.date())]
    present = tuple(dict.fromkeys([*members, story.manager, story.referrer]))
    story.do(c.StartMeeting, admin, meeting=meeting, chair=chair, present=present)


def letter_of(story: PanelStory, ref: str) -> FamilyLetter:
    return max(story.office.records.find(FamilyLetter, about=ref), key=lambda each: (each.drafted_at, each.id))


def addressed(story: PanelStory, ref: str, **given: str) -> Recipient:
    story.do(c.GiveRecipient, story.referrer, ref=ref, given={**MARIA, **given})
    return story.office.records.get(Recipient, letter_of(story, ref).to)


def made(story: PanelStory, ref: str) -> tuple[Content, WrittenLetter]:
    """What the letter says today, and its file."""
    letter = letter_of(story, ref)
    said = content(story.office, letter, story.office.records.get(Recipient, letter.to), wall(story.now).date())
    return said, WRITER.write(letter.panel, said.template, said.fields)


def preparer(story: PanelStory) -> str:
    rule = story.profile.letters
    assert rule is not None
    return story.referrer if rule.prepared_by == "referrer" else story.who(Role(rule.prepared_by))


def prepared(story: PanelStory, ref: str, file: str = "f1") -> FamilyLetter:
    _, written = made(story, ref)
    story.do(
        c.PrepareLetter, preparer(story), ref=ref, file=file, text=written.text, revision=letter_of(story, ref).revision
    )
    return letter_of(story, ref)


def released(story: PanelStory, ref: str, by: str = "") -> FamilyLetter:
    """Read and released by a second person: the manager of the case unless another is named."""
    story.do(c.CopyLetter, by or story.manager, ref=ref)
    story.do(c.ReleaseLetter, by or story.manager, ref=ref)
    return letter_of(story, ref)


def decision_of(story: PanelStory, ref: str) -> Decision:
    return max(story.office.records.find(Decision, ref=ref), key=lambda each: each.drafted_at)


def office(panel: str, now: datetime = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)) -> PanelStory:
    """A panel with meetings ahead, where it meets."""
    story = at(panel, now)
    if story.profile.sittings:
        story.add_meetings()
    return story


def step(story: PanelStory, command: type[c.Command], by: str, **fields: Any) -> None:
    story.do(command, by, **fields)

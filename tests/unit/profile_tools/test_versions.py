"""A referral stays under the version of the profile it was made in; an edit or a release never strands it."""

import json
from pathlib import Path

import pytest

from dialogs.router import respond
from panel import commands as c
from panel.council import Council
from panel.errors import ProfileError, Refused, Unknown
from panel.handlers.drafting import new_draft
from panel.ports import Incoming
from panel.profile_files import load_profiles, load_superseded
from tests.story import CB, DILYS, FIRST_PANEL, PRIYA, RUTH, TOM, Story, directory, profiles
from tests.unit.dialogs.stage import CHAT, Stage, words
from tests.unit.profile_tools.texts import TEXT, changed, profile

OLD = profiles()[CB]
VERSION = ('version = "2026.1"', 'version = "2027.1"')
NEW_SECTION = (
    '[[form.sections]]\nid = "plan"',
    '[[form.sections]]\nid = "budget"\ntitle = "Budget"\n'
    '  [[form.sections.question]]\n  id = "budget_holder"\n  ask = "Who holds the budget?"\n\n'
    '[[form.sections]]\nid = "the_plan"',
)
"""A section comes, one is called anew."""
GONE = ('id = "mosaic_ref"', 'id = "record_number"')
"""A question goes, and another takes its place."""


def released(*, kept: bool) -> Council:
    """The council after a release; the version before is kept or not."""
    new = profile(VERSION, NEW_SECTION, GONE)
    return Council({CB: new}, directory(), superseded={(CB, OLD.panel.version): OLD} if kept else {})


@pytest.fixture
def story() -> Story:
    story = Story()
    story.meetings()
    return story


def test_a_referral_keeps_the_version_it_was_made_in(story: Story) -> None:
    """As long as that version is kept."""
    referral = story.referral(story.begin())
    story.council = released(kept=True)
    assert story.office.profile_of(referral) is OLD


def test_a_version_that_was_not_kept_gives_way_to_the_present_one(story: Story) -> None:
    """A referral always has a form."""
    referral = story.referral(story.begin())
    story.council = released(kept=False)
    assert story.office.profile_of(referral) is story.council.profiles[CB]


def test_a_referral_begun_after_the_release_is_made_in_the_new_version(story: Story) -> None:
    """The kept version is for those that were open."""
    story.council = released(kept=True)
    referral = story.referral(story.begin())
    assert (referral.profile_version, story.office.profile_of(referral)) == ("2027.1", story.council.profiles[CB])


def test_a_panel_that_is_gone_keeps_the_forms_of_its_referrals(story: Story) -> None:
    """Its last version stands in the folder of versions; without it nothing is known of the panel."""
    referral = story.referral(story.begin())
    story.council = Council({}, directory(), superseded={(CB, OLD.panel.version): OLD})
    assert story.office.profile_of(referral) is OLD
    story.council = Council({}, directory())
    with pytest.raises(Unknown):
        story.office.profile_of(referral)


def test_a_draft_goes_on_to_its_signature_under_the_version_it_began_in(story: Story) -> None:
    """Nothing new is asked of it, half way or at the end."""
    ref = story.begin()
    story.fill(ref, only=["child", "request"])
    story.council = released(kept=True)
    story.fill(ref)
    story.attach(ref)
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.sign(ref)
    assert (story.referral(ref).status, "budget_holder" in story.referral(ref).answers) == ("booked", False)


def test_a_draft_whose_version_was_not_kept_goes_on_under_the_present_form(story: Story) -> None:
    """What is new is asked; what is no longer asked stays with the referral and hinders nothing."""
    ref = story.complete()
    story.council = released(kept=False)
    with pytest.raises(Refused, match="Who holds the budget"):
        story.do(c.SendToManager, PRIYA, ref=ref)
    for section, given in (("child", {"record_number": "77"}), ("budget", {"budget_holder": "The team"})):
        drawn = story.referral(ref)
        form = story.office.profile_of(drawn).form
        kept = {q.id: drawn.answers.get(q.id, "") for q in form.asked(form.section(section), drawn.answers)}
        story.do(c.SaveSection, PRIYA, ref=ref, section=section, given={**kept, **given}, drawn_from=drawn.revision)
    story.do(c.SendToManager, PRIYA, ref=ref)
    assert (story.referral(ref).status, story.referral(ref).answers["mosaic_ref"]) == ("awaiting_authorisation", "AB")


@pytest.mark.parametrize("kept", [True, False])
def test_a_decision_written_before_a_release_is_confirmed_after_it(story: Story, kept: bool) -> None:
    """Outcomes are those of the version the referral was made in."""
    ref = story.signed()
    story.open()
    story.decide(ref)
    story.council = released(kept=kept)
    story.close()
    assert story.referral(ref).status == "confirmed"


def test_a_decision_whose_outcome_is_gone_is_written_again(story: Story) -> None:
    """The Chair is told what to do; nothing is half confirmed."""
    ref = story.signed()
    story.open()
    story.decide(ref, "agreed_varied")
    new = profile(VERSION, ('{ code = "agreed_varied"', '{ code = "agreed_changed"'))
    story.council = Council({CB: new}, directory())
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    before = story.snapshot()
    with pytest.raises(Refused, match=f"The outcome written down for {ref} is no longer one the panel can record"):
        story.do(c.ConfirmDecisions, RUTH, meeting=FIRST_PANEL)
    assert story.snapshot() == before
    story.decide(ref, "agreed_changed")
    story.do(c.ConfirmDecisions, RUTH, meeting=FIRST_PANEL)
    assert story.referral(ref).status == "confirmed"


@pytest.mark.parametrize("kept", [True, False])
def test_every_word_about_an_open_draft_is_answered_after_a_release(kept: bool) -> None:
    """Cards and typed lines of a draft under an older version: no apology, no dead end."""
    stage = Stage()
    stage.story.meetings()
    stage.story.fill(stage.story.begin(), only=["child"])
    stage.story.council = released(kept=kept)
    after = Stage(stage.story)
    for line in ("summary", "missing", "part 1", "part 4", "answer", "skip", "papers", "status", "send"):
        said = after.said(PRIYA, line)
        assert said, line
        assert "wrong on my side" not in said, line


def test_a_card_of_a_part_that_is_gone_is_answered_with_the_summary() -> None:
    """It was drawn before the release; nothing is changed, and what there is now is shown."""
    stage = Stage()
    stage.story.meetings()
    ref = stage.story.begin()
    drawn = stage.story.referral(ref)
    button = stage.turn(PRIYA).button("save", ref, drawn.revision, section="plan")
    stage.story.council = released(kept=False)
    after = Stage(stage.story)
    before = stage.story.snapshot()
    reply = respond(after.tools, Incoming(PRIYA, CHAT, "tap", value={**button, "care_plan": "x"}), stage.story.now)
    shown = "\n".join(words(each) for each in [*reply.messages, *([reply.replace] if reply.replace else [])])
    assert "That part is no longer on the form, so nothing was changed." in shown
    assert f"{ref} · Summary" in json.dumps(
        [each.card for each in (reply.replace, *reply.messages) if each], ensure_ascii=False
    )
    changed_records = {key for key in stage.story.snapshot() if stage.story.snapshot()[key] != before.get(key)}
    assert (("referral", ref) in changed_records) is False


def test_what_the_manager_confirms_is_of_the_version_it_was_made_in(story: Story) -> None:
    """A new statement is asked of new referrals only."""
    ref = story.complete()
    story.do(c.SendToManager, PRIYA, ref=ref)
    more = (
        'checks = [\n    { id = "assessment',
        'checks = [\n    { id = "new", ask = "New" },\n    { id = "assessment',
    )
    story.council = Council({CB: profile(VERSION, more)}, directory(), superseded={(CB, OLD.panel.version): OLD})
    checks = tuple(check.id for check in OLD.authorisation.steps[0].checks)
    story.do(c.SignReferral, DILYS, ref=ref, checks=checks)
    assert story.referral(ref).status == "booked"


def written(folder: Path, place: str, text: str) -> None:
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_versions_are_read_from_the_folder_of_their_panel(tmp_path: Path) -> None:
    """The one in force beside the folder, those before inside it, each under its version."""
    written(tmp_path, f"{CB}.toml", changed(VERSION))
    written(tmp_path, f"{CB}/2026.1.toml", TEXT)
    current, older = load_profiles(tmp_path), load_superseded(tmp_path)
    assert ({key: each.panel.version for key, each in current.items()}, older) == (
        {CB: "2027.1"},
        {(CB, "2026.1"): OLD},
    )


@pytest.mark.parametrize("place", [f"{CB}/2025.1.toml", "elsewhere/2026.1.toml"])
def test_a_version_in_the_wrong_place_is_refused(tmp_path: Path, place: str) -> None:
    """It would never be found for the referrals that need it."""
    written(tmp_path, place, TEXT)
    with pytest.raises(ProfileError) as refused:
        load_superseded(tmp_path)
    assert str(refused.value) == (f"{place} cannot be used:\n  this is version 2026.1: it belongs in {CB}/2026.1.toml")


def test_two_files_for_one_panel_are_refused(tmp_path: Path) -> None:
    """It is never left to the order of the files which rules hold."""
    written(tmp_path, "a.toml", TEXT)
    written(tmp_path, "b.toml", changed(VERSION))
    with pytest.raises(ProfileError, match=f"another file of this folder is '{CB}' already"):
        load_profiles(tmp_path)


@pytest.mark.parametrize(("since", "taken"), [("2026-11-02", True), ("2026-11-03", False)])
def test_a_panel_takes_referrals_from_the_day_its_rules_are_in_force(story: Story, since: str, taken: bool) -> None:
    """The first day counts; before it the day is said."""
    version = ('version = "2026.1"', f'version = "2026.1"\neffective_from = {since}')
    person, rules = story.office.person(PRIYA), profile(version)
    if taken:
        assert new_draft(person, rules, "CB-0001", story.now).id == "CB-0001"
        return
    with pytest.raises(Refused, match="Access to Resources Panel takes referrals from Tue 3 Nov 2026"):
        new_draft(person, rules, "CB-0001", story.now)

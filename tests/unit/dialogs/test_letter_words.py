"""Letters to families in a chat: every step typed or tapped, each notice in words, and nothing where it must not be."""

import json

import pytest

from dialogs.notices import message_for
from dialogs.router import respond
from dialogs.stamps import TOKEN, Tap
from dialogs.words import family_letters
from dialogs.words.mails import letter_for
from panel import commands as c
from panel.errors import Refused
from panel.family_letter import LetterStatus
from panel.notices import Channel, Notice, Topic
from panel.people import Role
from panel.ports import Incoming
from tests.letters import address, decided, keep, letter_of, office, preparer, release
from tests.stories import BI, CB, KN, PanelStory
from tests.story import PRIYA, TOM
from tests.unit.dialogs.stage import CHAT, Stage, words

TYPED = "name: Maria Santos; who: parent; way: {}; address: 12 Elm Road, Anytown, AB1 2CD; email: maria@home.example"
REASONS = "You have had no rest since spring."


def staged(panel: str = KN) -> tuple[Stage, PanelStory, str]:
    story = office(panel)
    ref = decided(story, reasons=REASONS)
    return Stage(story), story, ref


def walked(way: str) -> tuple[Stage, PanelStory, str]:
    """From the draft to a released letter, all typed."""
    stage, story, ref = staged()
    admin, worker, manager = preparer(story), story.referrer, story.manager
    assert "Nobody is named yet" in stage.said(admin, f"letter prepare {ref}")
    assert "Who are they?" in stage.said(worker, f"letter to {ref}")
    assert "goes to Maria Santos" in stage.said(worker, f"letter to {ref} {TYPED.format(way)}")
    assert "A second person has been asked" in stage.said(admin, f"letter prepare {ref}")
    assert "a second person must read and release it" in stage.said(admin, f"letter release {ref}")
    assert "Please read it first" in stage.said(manager, f"letter release {ref}")
    assert "is on its way to gareth" in stage.said(manager, f"letter file {ref}").lower()
    return stage, story, ref


@pytest.mark.rule("BI-8.2", "BI-9.1")
def test_a_letter_by_post_from_the_draft_to_the_day_it_went() -> None:
    """The worker addresses it, the administrator prepares it, the manager releases it, its day is written down."""
    stage, story, ref = walked("post")
    assert "prints it" in stage.said(story.manager, f"letter release {ref}")
    admin = preparer(story)
    assert "type “letter posted" in stage.said(admin, "letters").lower()
    assert "Please type the day" in stage.said(admin, f"letter posted {ref} soon")
    assert "went on Wed 18 Nov 2026" in stage.said(admin, f"letter posted {ref} 18 November 2026")
    assert letter_of(story, ref).status is LetterStatus.SENT
    assert stage.said(admin, "letters") == family_letters.NONE_OPEN
    assert "It has been sent." in stage.said(story.referrer, f"letter {ref}")


def test_a_letter_by_email_goes_out_when_it_is_released() -> None:
    """The mail has the file, and says nothing of what stands in it."""
    stage, story, ref = walked("e-mail")
    assert "goes out by e-mail now" in stage.said(story.manager, f"letter release {ref}")
    [notice] = story.notices("family_letter")
    mail = letter_for(story.office, notice)
    assert mail.subject == f"{ref}: a letter for you"
    assert mail.paper == (f"{ref}-letter.docx", letter_of(story, ref).file)
    assert stage.tools.documents.get(letter_of(story, ref).file).startswith(b"PK")
    for said in (REASONS, "Maria", "agreed", "support"):
        assert said not in mail.text + mail.subject


def test_a_mail_whose_letter_was_changed_meanwhile_is_not_sent() -> None:
    """Taken back, or its recipient put elsewhere behind everybody’s back: the outbox gets a refusal, and no letter."""
    stage, story, ref = walked("e-mail")
    stage.said(story.manager, f"letter release {ref}")
    [notice] = story.notices("family_letter")
    with pytest.raises(Refused, match="another address"):
        letter_for(story.office, notice.model_copy(update={"to": "other@home.example"}))
    letter = letter_of(story, ref)
    keep(story, letter.model_copy(update={"mail": "another"}))
    with pytest.raises(Refused, match="no longer released"):
        letter_for(story.office, notice)


def test_the_cards_lead_the_whole_way() -> None:
    """Each button is there for whoever may use it, and does what it says."""
    stage, story, ref = staged()
    admin, worker, manager = preparer(story), story.referrer, story.manager
    given = {"name": "Maria Santos", "relation": "parent", "way": "post", "address": "12 Elm Road, Anytown"}
    assert "Please say how it goes" in tapped(stage, worker, "letter_give", ref, {**given, "way": ""})
    assert "goes to Maria Santos" in tapped(stage, worker, "letter_give", ref, given)
    assert "still goes there" in tapped(stage, worker, "letter_confirm", ref)
    assert "Who are they?" in tapped(stage, worker, "letter_to", ref)
    assert "Write it" in stage.said(admin, f"letter {ref}")
    assert "What it says" in tapped(stage, admin, "letter_prepare", ref)
    seen = stage.said(manager, f"letter {ref}")
    assert ("I have read it: release" in seen, "Send me the Word file" in seen, REASONS in seen) == (True, True, True)
    assert "I have read it" not in stage.said(admin, f"letter {ref}")
    assert "is on its way" in tapped(stage, manager, "letter_file", ref)
    assert "is released" in tapped(stage, manager, "letter_release", ref)
    assert "It has gone" in stage.said(admin, f"letter {ref}")
    assert "has been sent" in tapped(stage, admin, "letter_sent", ref, {"day": "2026-11-18"})


def tapped(stage: Stage, person: str, act: str, ref: str, given: dict[str, str] | None = None) -> str:
    """What a tap is answered with, its card among it."""
    stage.acts += 1
    details = {"letter": "", "file": letter_of_any(stage, ref)}
    token = stage.tools.stamps.seal(Tap(act, ref, 0, details), person, f"n{stage.acts}")
    value = {TOKEN: token, **(given or {})}
    reply = respond(stage.tools, Incoming(person, CHAT, f"tap {stage.acts}", value=value), stage.story.now)
    shown = [*reply.messages, *([reply.replace] if reply.replace else [])]
    return "\n".join(words(message) for message in shown)


def letter_of_any(stage: Stage, ref: str) -> str:
    assert isinstance(stage.story, PanelStory)
    return letter_of(stage.story, ref).file


def test_words_are_put_differently_and_a_letter_is_taken_back() -> None:
    """Typed, with what to type where something is missing."""
    stage, story, ref = staged()
    address(story, ref)
    admin = preparer(story)
    assert stage.said(admin, f"letter words {ref} reasons").startswith("Please type")
    assert "has those words now" in stage.said(admin, f"letter words {ref} reasons: You need a rest.")
    assert "The parts that can be put differently" in stage.said(admin, f"letter words {ref} weather: fine")
    stage.said(admin, f"letter prepare {ref}")
    assert "Please give the reason" in stage.said(story.manager, f"letter back {ref}")
    assert "is a draft again" in stage.said(story.manager, f"letter back {ref} because the name is wrong")
    assert "Because: the name is wrong" in stage.said(admin, f"letter {ref}")
    assert "One more letter" in stage.said(story.referrer, f"letter another {ref}")


def test_a_hidden_address_is_shown_nowhere() -> None:
    """Neither on the letter’s card nor on the form it was given on, to anybody."""
    stage, story, ref = staged()
    hidden = TYPED.format("handed over") + "; restricted: yes"
    stage.said(story.referrer, f"letter to {ref} {hidden}")
    for who in (story.referrer, story.manager, preparer(story)):
        for line in (f"letter {ref}", f"letter to {ref}"):
            reply = stage.say(who, line)
            assert "Elm Road" not in json.dumps([message.card for message in reply.messages])
    assert "must not be shared" in stage.said(preparer(story), f"letter {ref}")


def test_a_wrong_line_is_answered_with_the_right_one() -> None:
    """What is missing, and an example of the whole."""
    stage, story, ref = staged()
    said = stage.said(story.referrer, f"letter to {ref} name: Maria Santos")
    assert ("Please say how it goes" in said, family_letters.HOW_TO_GIVE in said) == (True, True)
    assert "One letter goes to one person" in stage.said(story.referrer, f"letter to {ref} name: A and B; who: parent")
    assert "is for those who write, check or send it" in stage.said(story.who(Role.MEMBER), f"letter {ref}")


def test_a_panel_without_letters_says_so() -> None:
    """There is no letter about a case there, and nothing to prepare."""
    stage = Stage()
    stage.story.meetings()
    ref = stage.story.signed()
    assert "There is no letter about" in stage.said(PRIYA, f"letter {ref}")
    assert stage.said(TOM, "letters") == family_letters.NONE_OPEN
    assert stage.story.council.profiles[CB].letters is None


@pytest.mark.parametrize("panel", [KN, BI])
def test_every_notice_of_a_letter_can_be_written_and_tells_nothing_outside(panel: str) -> None:
    """Its card or its sentence; no preview, name of a file or mail text says what stands in the letter."""
    stage, story, ref = staged(panel)
    address(story, ref, way="post")
    for line in (f"letter prepare {ref}", f"letter back {ref} because so", f"letter prepare {ref}"):
        stage.said(preparer(story), line)
    release(story, ref)
    story.later(days=20)
    story.sweep()
    stage.said(preparer(story), f"letter posted {ref} 19 November 2026")
    stage.said(story.referrer, f"letter another {ref}")
    assert "Please give the reason" in stage.said(story.manager, f"letter drop {ref}")
    assert "no letter" in stage.said(story.manager, f"letter drop {ref} because one is enough")
    seen: set[Topic] = set()
    for notice in story.store.read().find(Notice):
        if not notice.rule.startswith(("letter", "family")):
            continue
        seen.add(Topic(notice.rule))
        if notice.channel is Channel.EMAIL:
            mail = letter_for(story.office, notice)
            outside = [mail.subject, mail.text, mail.paper[0] if mail.paper else ""]
        else:
            message = message_for(stage.tools, notice, story.now)
            assert ref in words(message), notice.rule
            outside = [message.summary]
        assert [text for text in outside if REASONS in text or "Maria" in text or "Elm" in text] == []
    own = {topic for topic in Topic if topic.startswith("letter")}
    assert own - seen == set()


def test_the_trail_holds_references_only() -> None:
    """Who did what to which letter; never a name, an address or a word of it."""
    _, story, ref = staged()
    address(story, ref)
    stage = Stage(story)
    stage.said(preparer(story), f"letter prepare {ref}")
    release(story, ref)
    story.do(c.TakeBackLetter, story.manager, ref=ref, reason="The name")
    told = "\n".join(entry.model_dump_json() for entry in story.store.entries)
    assert [word for word in ("Maria", "Elm", "maria@", REASONS, "The name") if word in told] == []

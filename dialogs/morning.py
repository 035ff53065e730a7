"""The one message of a morning: every reminder of a person that still stands, worked out when it is drawn."""

from datetime import datetime

from dialogs.words import morning as words
from dialogs.words.notices import SENTENCES
from panel.council import Office
from panel.duties import standing
from panel.notices import Notice, Topic
from panel.ports import Message


def morning_message(office: Office, notice: Notice, now: datetime) -> Message:
    """What the person has to do, then what others were reminded of; the nearest date first in each."""
    items = sorted(standing(office, notice, now), key=lambda each: (words.by_when(each.facts), each.about, each.id))
    own = [_line(each) for each in items if each.rule != Topic.WATCHED]
    others = [watched(office, each) for each in items if each.rule == Topic.WATCHED]
    return Message(text=words.morning(office.today(now), own, others), summary=words.PREVIEW)


def watched(office: Office, notice: Notice) -> str:
    """A reminder that went to somebody else, as the administrator reads it."""
    names = [office.name(person) for person in notice.facts["told"].split(",") if person]
    return words.watched(notice.about, notice.facts, names)


def _line(notice: Notice) -> str:
    sentence = SENTENCES.get(Topic(notice.rule))
    return sentence(notice.about, notice.facts) if sentence else words.waits_for_you(notice.about)

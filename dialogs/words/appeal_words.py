"""A challenge to a decision as rows of names and values, on its card and in the papers of a panel."""

from dialogs.words import later as words
from dialogs.words.written import day_said
from panel.answers import shown
from panel.appeal import APPEAL, Appeal
from panel.calendar import say_moment
from panel.council import Office


def rows(office: Office, appeal: Appeal) -> list[tuple[str, str]]:
    """Where it stands, who asks, when it came and by when it had to, and what was answered."""
    stages = office.profile_of(office.referral(appeal.about)).challenge.stages
    stage = next((each for each in stages if each.id == appeal.stage), None)
    found = [
        ("Stands", f"It {APPEAL.says[appeal.status]}."),
        ("Asked by", dict(words.ASKED_BY).get(appeal.asked_by, appeal.asked_by)),
        ("Came", day_said(appeal.received)),
        ("Last day", f"{day_said(appeal.last_day) if appeal.last_day else 'none'} ({appeal.how})"),
        ("Heard on", say_moment(office.meeting(appeal.meeting).starts_at) if appeal.meeting else ""),
        ("Support meanwhile", appeal.interim),
        *[(ask.ask, shown(ask, appeal.answers.get(ask.id, ""))) for ask in (stage.asks if stage else [])],
    ]
    return [row for row in found if row[1]]

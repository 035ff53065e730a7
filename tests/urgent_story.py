"""Stories of the emergency route with a rota, people who are away, and a profile changed in some ways."""

import tomllib
from datetime import UTC, datetime

from adapters.directory import StaffList, TomlDirectory
from panel import commands as c
from panel.council import Council
from panel.notices import Channel
from tests.story import CB, HELEN, PRIYA, ROOT, TOM, Story, profiles

WORDS = "Yes, one week, and tell the aunt"


def staff(more: str = "") -> TomlDirectory:
    """The invented people of the desk, with more lines in their file."""
    raw = tomllib.loads((ROOT / "desk" / "people.toml").read_text(encoding="utf-8") + more)
    raw.pop("desk", None)
    return TomlDirectory(StaffList.model_validate(raw))


def story_with(more: str = "", *, dated: bool = True, **route: object) -> Story:
    """An office whose list of staff says more, and whose emergency route is changed."""
    profile = profiles()[CB]
    changed = profile.model_copy(update={"route": profile.emergency.model_copy(update=route)})
    story = Story(council=Council({CB: changed}, staff(more)))
    if dated:
        story.meetings()
    return story


def shift(person: str, since: str, until: str, role: str = "head_of_service") -> str:
    """A line of the rota; times as TOML writes them."""
    return f'[[rota]]\npanel = "{CB}"\nrole = "{role}"\nperson = "{person}"\nfrom = {since}\nto = {until}\n'


def away(person: str, since: str, until: str) -> str:
    """Somebody out of office."""
    return f'[[away]]\nperson = "{person}"\nfrom = {since}\nuntil = {until}\n'


def phoned(story: Story, ref: str = "", **more: object) -> str:
    """An emergency approved by telephone, as the administrator wrote it down."""
    ref = ref or story.urgent()
    story.do(c.RecordPhoned, TOM, ref=ref, approver=HELEN, **{"approved": True, "words": WORDS, **more})
    return ref


def in_teams(story: Story, topic: str) -> list[str]:
    """Who was told in Teams, in the order in which it was owed."""
    found = [one for one in story.notices(topic) if one.channel is Channel.TEAMS]
    return [one.to for one in sorted(found, key=lambda one: (one.owed_at, one.id))]


def asked(story: Story, by: str = PRIYA) -> str:
    """An emergency asked for by somebody of the case."""
    ref = story.begin(emergency=True)
    story.fill(ref, only=["child", "urgent"])
    story.do(c.AskEmergency, by, ref=ref)
    return ref


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in November 2026, when London keeps UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)

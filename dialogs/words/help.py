"""What each person can type, in the words they type: what they need every day first, the rest under headings."""

from collections.abc import Iterable, Mapping, Sequence

from dialogs.words.help_groups import About, Group
from dialogs.words.help_letters import HELP_LETTERS
from dialogs.words.help_lines import EVERYONE, LINES
from panel.people import Role
from panel.profile import Profile

Held = Mapping[Role, Sequence[Profile]]
"""The panels at which somebody holds each of their roles."""
MORE = "Type “help all” to see everything else you can type."


def daily(held: Held, panels: Sequence[Profile], example: str) -> str:
    """What a person with these roles at these panels types every day, and how to see the rest."""
    listed = _listed(held, panels, example)
    more = [MORE] if len(listed) > 1 else []
    return "\n\n".join([*(f"• {line}" for line in listed[About.DAILY]), *more])


def everything(held: Held, panels: Sequence[Profile], example: str) -> str:
    """All that the person can type, under headings."""
    listed = _listed(held, panels, example)
    return "\n\n".join("\n\n".join([f"**{about}**", *(f"• {line}" for line in listed[about])]) for about in listed)


def _listed(held: Held, panels: Sequence[Profile], example: str) -> dict[About, list[str]]:
    """The lines by heading, each once, and only where one of the panels has such a thing."""
    groups = [
        group
        for role in Role
        if role in held
        for group in _had((*LINES.get(role, ()), *HELP_LETTERS.get(role, ())), held[role])
    ]
    groups += _had(EVERYONE, panels)
    listed = {
        about: list(dict.fromkeys(line for group in groups if group.about is about for line in group.lines))
        for about in About
    }
    return {about: [line.replace("{ref}", example) for line in lines] for about, lines in listed.items() if lines}


def _had(groups: Iterable[Group], panels: Sequence[Profile]) -> list[Group]:
    return [group for group in groups if any(group.has(profile) for profile in panels)]

"""The lines people can type about papers, reports and the panel’s policy."""

from dialogs.words.help_groups import About, Group

MY_PACK = "my pack: your own copy of the papers, or of the items you present, by mail"
LATE_PAPER = "late paper {ref} assessment because …: typed beside a file, asks that it goes with a listed case"
PACK = (
    "build pack: print the papers of the next panel as one PDF; send pack: tell those who get it",
    "pack: what is in it, who has it and who has not",
    "invite Nina Shah to {ref}: comes for that item and gets its papers only",
)
REPORTS = Group(
    About.REPORTS,
    (
        "report, report 2026 Q4: the panel’s figures; send report 2026 Q4: as a workbook and a Word file",
        "send register: every case, decision, action and review of the panel, as a workbook",
    ),
)
FOI = Group(About.REPORTS, ("foi pack 2026: what can be given out: the panel’s rules, and numbers for each meeting",))
ANYBODY = Group(
    About.REPORTS,
    (
        "send planner: the dates you may see, as a workbook and a calendar file",
        "policy: what the panel is for, and by which policy it works",
    ),
)

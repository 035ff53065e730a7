"""Cards that ask an officer about dates: may this panel be cancelled, may this late request be heard."""

from microsoft_teams import cards as c

from dialogs.answered import paper_label
from dialogs.cards.parts import button, card, facts, heading, text, text_input
from dialogs.turn import Turn
from dialogs.words import labels
from panel.calendar import say_day, say_moment, wall
from panel.council import Office
from panel.emergency import EmergencyApproval
from panel.meeting import ItemKind, LateAsk, MeetingStatus, PanelMeeting
from panel.policies import LONGEST_REMARK
from panel.ports import Message
from panel.referral import Paper, Referral


def cancel_card(turn: Turn, meeting: PanelMeeting) -> Message:
    """What hangs on the meeting and why it should be cancelled, to agree or not; afterwards, how it stands (NT-28)."""
    office, day = turn.office, say_day(wall(meeting.starts_at).date())
    body: list[c.CardElement] = [facts(_meeting_rows(office, meeting))]
    title = f"Cancel the panel of {day}?"
    if meeting.status is not MeetingStatus.CANCEL_PENDING:
        body.append(heading(f"The panel {labels.meeting_state(meeting.status)}."))
        return card(title, body, (), f"Panel of {day}: no action needed")
    typed = f"{wall(meeting.starts_at):%d %B %Y}".lstrip("0")
    body += [
        text("Nothing is announced or rebooked unless you agree.", bold=True),
        text_input("remark", "Reason, if it should go on", longest=LONGEST_REMARK, lines=False),
        text(f"Or type: agree cancel {typed}, refuse cancel {typed} and the reason", quiet=True),
    ]
    buttons = [
        button("Agree to cancel", turn.button("agree_cancel", meeting=meeting.id), main=True),
        button("Let it go on, with reason", turn.button("refuse_cancel", meeting=meeting.id), danger=True),
    ]
    return card(title, body, buttons, f"Panel of {day}: please answer")


def late_card(turn: Turn, ref: str, asked: tuple[PanelMeeting, LateAsk] | None) -> Message:
    """Why a request that missed the cut-off should be heard, to agree or not; `asked` is None once answered (NT-7)."""
    office = turn.office
    referral = office.referral(ref)
    late = asked[1].papers if asked else ()
    title = f"{ref}: take {_counted(late)}?" if late else f"{ref}: hear it late?"
    if asked is None:
        listed = office.meeting(referral.meeting) if referral.meeting else None
        item = listed.item(ref) if listed else None
        rows = [("Its place", say_moment(item.starts_at) if item else "none yet")]
        return card(title, [heading("This has been answered."), facts(rows)], (), f"{ref}: no action needed")
    meeting, ask = asked
    rows = [
        ("Child", referral.answers.get("initials", "")),
        ("Panel", say_moment(meeting.starts_at)),
        ("Requests closed", say_moment(meeting.cutoff_at)),
        ("It was received", say_moment(referral.received_at) if referral.received_at else ""),
        (
            "Late paper" if len(late) == 1 else "Late papers",
            "; ".join(_named(office, referral, paper) for paper in late),
        ),
        ("Asked by", office.name(ask.by)),
        ("Why", ask.reason),
    ]
    body: list[c.CardElement] = [
        facts(rows),
        text_input("remark", "Your reason", longest=LONGEST_REMARK, lines=False),
        text(f"Or type: agree late {ref}, refuse late {ref} and the reason{_to_read(ref) if late else ''}", quiet=True),
    ]
    buttons = [
        button(
            ("Take it" if len(late) == 1 else "Take them") if late else "Hear it late",
            turn.button("agree_late", ref),
            main=True,
        ),
        button("Not late, with reason", turn.button("refuse_late", ref), danger=True),
        button("Read the case", turn.button("case", ref)),
        *([button("Mail me the papers", turn.button("send_papers", ref))] if late else []),
    ]
    return card(title, body, buttons, f"{ref}: please answer")


def _to_read(ref: str) -> str:
    return f"; to read it first: send papers {ref}"


def _counted(late: tuple[Paper, ...]) -> str:
    return "a late paper" if len(late) == 1 else f"{len(late)} late papers"


def _named(office: Office, referral: Referral, paper: Paper) -> str:
    """Which paper it is, and whether it takes the place of one that is there."""
    label = paper_label(office.profile_of(referral), paper.document)
    where = "in place of the one that is there" if referral.papers_like(paper) else "beside the others"
    return f"{label} ({where}): {paper.name}"


def _meeting_rows(office: Office, meeting: PanelMeeting) -> list[tuple[str, str]]:
    ask = meeting.cancel
    ratified = [item.ref for item in meeting.items if item.kind is ItemKind.RATIFICATION]
    found = [office.records.get(EmergencyApproval, ref) for ref in ratified]
    ends = [f"{each.id}, approved until {say_moment(each.ends_at)}" for each in found if each.ends_at]
    return [
        ("Panel", say_moment(meeting.starts_at)),
        ("Asked by", office.name(ask.by) if ask else ""),
        ("Reason", ask.reason if ask else ""),
        ("Cases listed", str(len(meeting.items) - len(ratified))),
        ("Emergencies to ratify", "; ".join(ends) or "none"),
        ("Agreed by", office.name(ask.agreed_by) if ask and ask.agreed_by else ""),
    ]

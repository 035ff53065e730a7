"""A panel's day at its doors: papers out, the meeting opened, decided, closed, confirmed, sent out, minutes signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tests.year.doors import SECRET, day_said, day_words
from tests.year.people import Year


@dataclass
class Sitting:
    """One meeting of a panel: who runs it, who chairs, who is there."""

    year: Year
    day: str
    admin: str
    chair: str
    present: str
    start: str = "09:30"
    sheets: str = "5wd"

    async def papers(self) -> None:
        """The papers are with the members: the administrator types that they were sent."""
        said = await self.year.types(self.admin, f"papers sent {day_words(self.day)}")
        assert "have been told" in said, said
        self.year.happens("papers_out", self.day, day=day_said(self.day))
        self.year.happens("papers_said", self.day, day=day_said(self.day))
        await self.year.judge()

    async def pack(self, presented: str, *refs: str, **guests: str) -> None:
        """The papers as a pack: printed, looked over, sent round; `guests` are each there for one item."""
        await self.year.types(self.admin, f"build pack {day_words(self.day)}")
        said = await self.year.types(self.admin, f"send pack {day_words(self.day)}")
        assert "people have been told" in said, said
        self.year.happens("papers_out", self.day, day=day_said(self.day))
        self.year.happens("pack_out", self.day, presented=presented, refs=", ".join(refs), day=day_said(self.day))
        for guest, ref in guests.items():
            self.year.happens("guest_pack", ref, guest=guest)
        await self.year.judge()

    async def open(self) -> None:
        """On its day, a few minutes after its time."""
        await self.year.to(self.day, f"{self.start[:-2]}35")
        said = await self.year.types(self.admin, f"start meeting chair {self.chair}; present {self.present}")
        assert "open" in said.lower(), said
        self.year.happens("opened", self.day)
        await self.year.judge()

    async def decide(self, ref: str, outcome: str, **terms: str) -> None:
        """Typed: the outcome and what it must state."""
        stated = "; ".join(f"{name}: {value}" for name, value in {"reasons": SECRET, **terms}.items())
        said = await self.year.types(self.admin, f"decide {ref} {outcome}; {stated}")
        assert "written down" in said, said
        self.year.happens("drafted", ref, outcome=outcome)
        await self.year.judge()

    async def close(self, *unreached: tuple[str, Mapping[str, str]]) -> None:
        """Closed by the administrator: the Chair is asked to confirm. `unreached` are emergencies not decided there."""
        await self.year.types(self.admin, "end meeting")
        sheets = self.year.ledger.before(date.fromisoformat(self.day), self.sheets, 1).isoformat()
        self.year.happens("held", self.day, chaired=self.chair.split()[0].lower(), sheets=sheets)
        for ref, facts in unreached:
            self.year.happens("not_reached", ref, **facts, **self.year.case(ref))
        await self.year.judge()

    async def confirm(self, *decided: tuple[str, Mapping[str, str]], **dates: str) -> None:
        """By tapping: all becomes binding. `decided` gives each case's events and facts, `dates` those of all."""
        chair = self.chair.split()[0].lower()
        await self.year.taps(chair, "Confirm all decisions")
        for ref, facts in decided:
            kind, *more = facts["kind"].split()
            told = {**self.year.case(ref), **dates, **{name: value for name, value in facts.items() if name != "kind"}}
            for each in (kind, *more):
                self.year.happens(each, ref, **told)
        self.year.happens("confirmed", self.day, chaired=chair)
        await self.year.judge()

    async def send_out(self, *refs: str, **also: str) -> None:
        """The sheets go out, the channel hears that there are decisions. `also` gives further events, by case."""
        await self.year.types(self.admin, "send decisions")
        self.year.happens("sent_out", self.day, refs=", ".join(sorted(refs)))
        for ref in refs:
            self.year.happens("sheets_out", ref, **self.year.case(ref))
        for kind, ref in also.items():
            self.year.happens(kind, ref)
        await self.year.judge()

    async def sign_minutes(self, presented: str) -> None:
        """By the Chair, typed."""
        said = await self.year.types(self.chair.split()[0].lower(), f"sign minutes {day_words(self.day)}")
        assert "signed" in said.lower(), said
        self.year.happens("minutes_signed", self.day, presented=presented)
        await self.year.judge()

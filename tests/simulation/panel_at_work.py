"""One panel and the people who work with it: each day they do what such people do, now and then late or not at all."""

from datetime import datetime

from tests.simulation.at_cases import AtCases
from tests.simulation.at_later import AtLater
from tests.simulation.at_meetings import AtMeetings

AN_HOUR = 12
"""Steps of an hour at work, chosen by chance."""


class PanelAtWork(AtCases, AtMeetings, AtLater):
    """Everybody at one panel."""

    def act(self, now: datetime) -> None:
        """An hour at work: a few things, chosen by chance; a panel whose hour has come sits."""
        self.now = now
        steps = [self.begin, self.go_on, self.go_on, self.sign, self.sign, self.answer_exception, self.finish]
        steps += [self.ask_emergency, self.answer_emergency, self.settle_beforehand, self.decide_without_meeting]
        steps += [self.review, self.reapply, self.report, self.stop_paying, self.appeal, self.hold]
        steps += [self.letters, self.letters]
        if self.profile.sittings:
            steps += [self.keep_dates, self.agenda, self.agenda, self.papers, self.be_away, self.visit]
            steps += [self.hear_late, self.change_dates, self.after_meeting, self.after_meeting]
        for step in self.rng.sample(steps, k=AN_HOUR):
            step()
        if self.profile.sittings:
            self.sit()

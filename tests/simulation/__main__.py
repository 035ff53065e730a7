"""`python -m tests.simulation PANEL SEED DAYS`: one simulated run again, with what happened in it."""

import sys
import time

from tests.simulation.quick_store import QuickStore
from tests.simulation.test_years import TWO_YEARS, acts, judged, lived, urgent_first
from tests.simulation.years import Years
from tests.story import profiles

panel, seed, days = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
began = time.perf_counter()
years = Years(profiles()[panel], seed, QuickStore()).live(days)
took = time.perf_counter() - began
print(f"{days} days in {took:.1f} s, {len(years.looks)} looks, {years.down} stops, {len(years.sent)} sent")
print("done:", dict(years.at_work.done.most_common()))
print("refused:", dict(years.at_work.refused.most_common()))
judged(years)
urgent_first(years)
if days >= TWO_YEARS:
    lived(years, acts(years.profile), most=1)
print(f"{len(years.expected)} reminders, as expected; {len(years.messages())} messages of a morning")

"""`python -m bench`: every benchmark, one after the other."""

from bench import answer, burst, commit, open, ready, sweep, turn

for each in (commit, open, ready, answer, sweep, turn, burst):
    print(f"\n{(each.__doc__ or '').splitlines()[0]}")
    each.main()

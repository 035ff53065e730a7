"""The facts and rules of a panel: no clock, disk, network or logging; time is an argument."""

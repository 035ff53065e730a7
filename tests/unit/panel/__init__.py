"""Tests of the rules in `panel/`."""

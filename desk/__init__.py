"""The desk: a local stand-in for Teams and the panel mailbox, for trying the clerk and for tests."""

"""A mailbox on an Exchange server of the council's own, over Exchange Web Services (EWS)."""

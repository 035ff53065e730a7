"""Records, audit trail, outbox and documents, behind the ports of `panel`."""

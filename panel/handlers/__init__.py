"""Command in, change out: each handler reads records, asks the rules and returns all that the act does."""

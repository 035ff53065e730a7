"""The command line, for administrators of the service."""

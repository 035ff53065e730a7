"""The papers of a meeting as PDF: our own pages, strangers' files as pages, and copies bound of both."""

"""Conversations: what a typed line or a tapped button means, what to ask next, what to show."""

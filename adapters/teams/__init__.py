"""Teams: activities in, cards out, identity checked; the only folder that knows the Bot Framework SDK."""

from adapters.teams.door import TeamsDoor, build_teams
from adapters.teams.settings import Certificate, TeamsSettings

__all__ = ["Certificate", "TeamsDoor", "TeamsSettings", "build_teams"]

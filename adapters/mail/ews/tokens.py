"""Tokens for Exchange from Entra: for a mailbox that is opened by an app and not by a user."""

from adapters.mail.ews.settings import EwsSettings
from adapters.teams.credentials import Fetch, fetch_from_entra
from adapters.teams.settings import TeamsSettings


def fetch_for_exchange(settings: EwsSettings) -> Fetch:
    """The blocking token call for these settings; it raises `DeliveryFailed` when Entra gives none."""
    registration = TeamsSettings(
        app_id=settings.app_id, tenants=(settings.tenant,), secret=settings.secret, authority=settings.authority
    )
    return fetch_from_entra(registration, f"https://{settings.host}")

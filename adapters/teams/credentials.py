"""How the app proves itself to Entra: a secret, a certificate or a managed identity, through one MSAL app.

MSAL reads Entra's addresses over the network when it is built, so all of this blocks and is run in a thread.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msal
import requests

from adapters.teams.settings import Certificate, TeamsSettings
from panel.errors import DeliveryFailed

CONNECTOR = "https://api.botframework.com"
"""The resource a bot's token is for (the Bot Connector authentication page)."""

_NETWORK_SECONDS = 10

Fetch = Callable[[bool], tuple[str, float]]
"""Gets a token and its lifetime in seconds, blocking; when true is passed, a new one and not MSAL's copy."""


def fetch_from_entra(settings: TeamsSettings, resource: str = CONNECTOR) -> Fetch:
    """The blocking token call for this app and resource; it raises `DeliveryFailed` when Entra gives none."""
    if settings.app_type == "UserAssignedMSI":
        return _ManagedIdentity(settings.app_id, resource)
    return _Confidential(settings, resource)


class _Network(requests.Session):
    """MSAL's way out, with a time limit on every request."""

    def request(self, *args: Any, **options: Any) -> requests.Response:
        """As `requests` does it, in at most ten seconds per network step."""
        return super().request(*args, **({"timeout": _NETWORK_SECONDS} | options))


class _Confidential:
    """An app with a secret or a certificate, in its home tenant."""

    def __init__(self, settings: TeamsSettings, resource: str) -> None:
        self._settings = settings
        self._scope = f"{resource}/.default"
        self._network = _Network()
        self._app: Any = None

    def __call__(self, new: bool) -> tuple[str, float]:
        with self._network:  # its connections would otherwise stay open until the next token, an hour later
            self._app = self._app or self._build()
            if new:
                self._app.remove_tokens_for_client()
            return _token(self._app.acquire_token_for_client(scopes=[self._scope]))

    def _build(self) -> Any:
        settings = self._settings
        return msal.ConfidentialClientApplication(
            settings.app_id,
            authority=f"{settings.authority}/{settings.tenants[0]}",
            client_credential=_credential(settings.certificate) if settings.certificate else settings.secret,
            instance_discovery=False,  # saves a call: the authority is ours to name
            http_client=self._network,
        )


class _ManagedIdentity:
    """An app that Azure itself vouches for."""

    def __init__(self, client_id: str, resource: str) -> None:
        self._resource = resource
        self._identity = msal.UserAssignedManagedIdentity(client_id=client_id)
        self._network = _Network()
        self._app: Any = None

    def __call__(self, new: bool) -> tuple[str, float]:
        with self._network:
            if new or self._app is None:  # a managed identity client has no other way to forget its token
                self._app = msal.ManagedIdentityClient(self._identity, http_client=self._network)
            return _token(self._app.acquire_token_for_client(resource=self._resource))


def _credential(certificate: Certificate) -> dict[str, str]:
    if certificate.path.lower().endswith((".pfx", ".p12")):
        given = {"private_key_pfx_path": certificate.path}
    else:
        pem = Path(certificate.path).read_text()
        proof = {"thumbprint": certificate.thumbprint} if certificate.thumbprint else {"public_certificate": pem}
        given = {"private_key": pem, **proof}
    return given | ({"passphrase": certificate.passphrase} if certificate.passphrase else {})


def _token(result: dict[str, Any]) -> tuple[str, float]:
    if "access_token" not in result:
        raise DeliveryFailed(f"Entra gave no token: {result.get('error', 'no reason')}")
    return result["access_token"], float(result["expires_in"])

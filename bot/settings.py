"""What the service is told from outside: environment variables that begin with PANEL_CLERK_, or the command line."""

from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from adapters.mail.ews.settings import EwsSettings
from adapters.mail.graph.settings import GRAPH
from adapters.teams.settings import Certificate, TeamsSettings

ROOT = Path(__file__).resolve().parent.parent
LOCAL_PACE = 100.0
"""Messages a second to one chat of the desk, which asks for no restraint as Teams does."""
DEMO_PEOPLE = ROOT / "desk" / "people.toml"


class Settings(BaseSettings):
    """One deployment. In local mode nobody's identity is checked, so it serves this machine only."""

    model_config = SettingsConfigDict(env_prefix="PANEL_CLERK_", frozen=True)

    data: Path = Path("data")
    profiles: Path = ROOT / "panel" / "profiles"
    people: Path = DEMO_PEOPLE
    mailbox: Path | None = None
    templates: Path | None = None
    host: str = "127.0.0.1"
    port: int = 3978
    local: bool = False
    desk: str = ""
    app_id: str = ""
    app_type: Literal["SingleTenant", "UserAssignedMSI"] = "SingleTenant"
    tenant: str = ""
    secret: SecretStr = SecretStr("")
    certificate: Path | None = None
    certificate_passphrase: SecretStr = SecretStr("")
    mail: Literal["folder", "graph", "ews"] = "folder"
    graph_mailbox: str = ""
    graph_url: str = GRAPH
    graph_authority: str = TeamsSettings.authority
    ews_server: str = ""
    ews_mailbox: str = ""
    ews_user: str = ""
    ews_secret: SecretStr = SecretStr("")
    ews_sign_in: Literal["ntlm", "basic"] = "ntlm"
    ews_access: Literal["full-access", "impersonation"] = "full-access"
    ews_app_id: str = ""
    ews_tenant: str = ""
    ews_ca_file: Path | None = None
    smtp_port: int = 0
    smtp_host: str = "127.0.0.1"
    smtp_open: bool = False
    mail_every: float = 60.0
    sweep_every: float = 60.0
    mail_gateway: str = ""

    @property
    def store(self) -> Path:
        """The record with its audit trail and documents: what is backed up."""
        return self.data / "store"

    @property
    def mail_folder(self) -> Path:
        """Where mails are dropped and sent ones kept; beside the records unless told otherwise."""
        return self.mailbox or self.data.parent / "mailbox"

    def for_teams(self, tenant: str) -> TeamsSettings:
        """What the Teams adapter is told; raises `BadTeamsSettings` for settings that would leave the bot open.

        `tenant` is the one the list of staff names; a setting goes before it.
        """
        tenants = tuple(each for each in (self.tenant or tenant,) if each)
        return TeamsSettings(
            app_id=self.app_id,
            app_type=self.app_type,
            tenants=tenants,
            secret=self.secret.get_secret_value(),
            certificate=self._certificate(),
            local=self.local,
            bind_host=self.host,
            pace_per_second=LOCAL_PACE if self.local else TeamsSettings.pace_per_second,
            default_service_url=f"{self.desk}/connector" if self.desk else TeamsSettings.default_service_url,
        )

    def for_ews(self, address: str) -> EwsSettings:
        """What the Exchange adapter is told; raises `BadEwsSettings` for settings that cannot work.

        `address` is the panel's own; a setting goes before it.
        """
        return EwsSettings(
            server=self.ews_server,
            mailbox=self.ews_mailbox or address,
            user=self.ews_user,
            secret=self.ews_secret.get_secret_value(),
            sign_in=self.ews_sign_in,
            access=self.ews_access,
            app_id=self.ews_app_id,
            tenant=self.ews_tenant or (self.tenant if self.ews_app_id else ""),
            ca_file=str(self.ews_ca_file or ""),
        )

    def _certificate(self) -> Certificate | None:
        if self.certificate is None:
            return None
        return Certificate(str(self.certificate), self.certificate_passphrase.get_secret_value())

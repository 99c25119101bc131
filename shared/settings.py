"""What a service takes from the environment: one frozen class a service, prefix GOUJI_, units in the names.

Nothing else reads the environment. Every default is finite. docs/settings.md lists every variable (a test holds it).
A variable may also be a file of its name in /run/secrets, which keeps secrets out of the environment of containers.
"""

import os
import re
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)

_HIDDEN = "***"
_SECRETS = "/run/secrets"


class ServiceSettings(BaseSettings):
    """What every service is told."""

    model_config = SettingsConfigDict(env_prefix="GOUJI_", extra="ignore", frozen=True)

    nats_url: str = Field("nats://127.0.0.1:8422", description="NATS servers, separated by commas")
    nats_credentials: Path | None = Field(None, description="Credentials file (.creds) of this service's NATS user")
    nats_nkey: Path | None = Field(None, description="File with the nkey seed of this service's NATS user")
    nats_ca: Path | None = Field(None, description="CA certificate that the NATS servers' certificates are checked by")
    nats_timeout_s: float = Field(5.0, gt=0, description="How long one request to NATS may take")
    blob_timeout_s: float = Field(30.0, gt=0, description="How long reading or writing one object may take")
    publish_budget_s: float = Field(
        15.0, gt=0, description="How long a publication is tried before the service says that the bus is away"
    )
    listen: str = Field("127.0.0.1:0", description="host:port of this service's HTTP; port 0 is any free one")
    drain_timeout_s: float = Field(
        15.0, ge=0, description="How long a stopping service works on what it has in hand before it gives it back"
    )
    log_level: str = Field("info", description="debug, info, warning or error")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the code says first, then the environment, then the files of secrets."""
        folder = Path(os.environ.get("GOUJI_SECRETS", _SECRETS))
        files = (SecretsSettingsSource(settings_cls, secrets_dir=folder),) if folder.is_dir() else ()
        return (init_settings, env_settings, *files)

    def shown(self) -> dict[str, Any]:
        """The settings as they may be logged: secrets and passwords in addresses hidden."""
        return {name: _redacted(value) for name, value in self.model_dump().items()}


def _redacted(value: Any) -> Any:
    if isinstance(value, SecretStr):
        return _HIDDEN
    if isinstance(value, str):
        return re.sub(r"//[^/,]*@", f"//{_HIDDEN}@", value)
    return str(value) if isinstance(value, Path) else value

"""What the command line takes from the environment."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.settings import ServiceSettings


class CommandSettings(BaseSettings):
    """Settings of `gouji review`, `parse` and the commands against a running deployment."""

    model_config = SettingsConfigDict(env_prefix="GOUJI_", extra="ignore")

    url: str | None = Field(None, description="HTTP address of a running deployment; without it one is started")
    token: str | None = Field(None, description="Bearer token for uploads to an address that is not loopback")
    max_file_mb: int = Field(100, gt=0, description="The largest file that is accepted, in MB of 1024 × 1024 bytes")


class OperatorSettings(ServiceSettings):
    """Settings of `gouji provision` and `gouji dead`, which speak to NATS themselves."""

    replicas: int = Field(1, gt=0, le=5, description="On how many NATS servers every stream is kept: 3 in a cluster")
    readers: str = Field(
        "", description="External subscribers, separated by spaces: NAME or NAME=SUBJECT (gouji.v1.verdicts.13.03.>)"
    )
    url: str | None = Field(None, description="HTTP address of the deployment, to which dead letters are given again")
    token: SecretStr | None = Field(None, description="Bearer token for uploads to an address that is not loopback")

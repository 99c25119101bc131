"""What the command line takes from the environment."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class CommandSettings(BaseSettings):
    """Settings of `gouji review`, `parse` and the commands against a running deployment."""

    model_config = SettingsConfigDict(env_prefix="GOUJI_", extra="ignore")

    url: str | None = Field(None, description="HTTP address of a running deployment; without it one is started")
    token: str | None = Field(None, description="Bearer token for uploads to an address that is not loopback")
    max_file_mb: int = Field(100, gt=0, description="The largest file that is accepted, in MB of 1024 × 1024 bytes")

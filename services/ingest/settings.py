"""What ingest takes from the environment."""

from pathlib import Path

from pydantic import Field, SecretStr

from shared.settings import ServiceSettings


class IngestSettings(ServiceSettings):
    """Settings of ingest."""

    max_file_mb: int = Field(100, gt=0, description="The largest file that is accepted, in MB of 1024 × 1024 bytes")
    token: SecretStr | None = Field(None, description="Bearer token for uploads that do not come from loopback")
    url: str = Field("http://127.0.0.1:8420", description="HTTP address of store, which tells how a submission ended")
    public_url: str | None = Field(None, description="What links begin with; GOUJI_URL where it is not set")
    inbox: Path | None = Field(None, description="Folder that is watched for files; none is watched without it")
    inbox_poll_s: float = Field(0.5, gt=0, description="How often the inbox is looked at")
    inbox_stable_s: float = Field(2.0, ge=0, description="How long a file must not have changed before it is taken")
    backlog_documents: int = Field(20_000, gt=0, description="Waiting documents from which on nothing new is accepted")
    backlog_percent: int = Field(80, gt=0, le=100, description="The same in percent of the room for waiting documents")
    retry_after_s: int = Field(5, gt=0, description="Retry-After of a refused upload")

    @property
    def limit(self) -> int:
        """The largest file in bytes."""
        return self.max_file_mb * 2**20

    @property
    def links(self) -> str:
        """What links begin with, without a slash at the end."""
        return (self.public_url or self.url).rstrip("/")

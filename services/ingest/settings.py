"""What ingest takes from the environment."""

from pathlib import Path

from pydantic import Field, SecretStr

from services.ingest.unpacking import Room
from shared.sandbox import Limits
from shared.settings import ServiceSettings


class IngestSettings(ServiceSettings):
    """Settings of ingest."""

    max_file_mb: int = Field(100, gt=0, description="The largest file that is accepted, in MB of 1024 × 1024 bytes")
    listen: str = Field("127.0.0.1:8421", description="host:port of ingest's HTTP; port 0 is any free one")
    token: SecretStr | None = Field(None, description="Bearer token for uploads that do not come from loopback")
    url: str = Field("http://127.0.0.1:8420", description="HTTP address of store, which tells how a submission ended")
    public_url: str | None = Field(None, description="What links begin with; GOUJI_URL where it is not set")
    inbox: Path | None = Field(None, description="Folder that is watched for files; none is watched without it")
    inbox_poll_s: float = Field(0.5, gt=0, description="How often the inbox is looked at")
    inbox_stable_s: float = Field(2.0, ge=0, description="How long a file must not have changed before it is taken")
    backlog_documents: int = Field(20_000, gt=0, description="Waiting documents from which on nothing new is accepted")
    backlog_percent: int = Field(80, gt=0, le=100, description="The same in percent of the room for waiting documents")
    disk: Path | None = Field(None, description="Folder on the disk that NATS keeps files on; unwatched without it")
    disk_free_mb: int = Field(512, gt=0, description="How much of that disk must be free, in MB of 1024 × 1024 bytes")
    archive_members: int = Field(2_000, gt=0, description="The most files that one archive may hold")
    archive_depth: int = Field(3, gt=0, description="How deeply archives may be nested")
    archive_total_mb: int = Field(400, gt=0, description="The most that one archive may unpack to")
    archive_ratio: int = Field(200, gt=0, description="How many bytes may come out for each byte of a large archive")
    archive_wall_s: float = Field(120.0, gt=0, description="How long one archive may take to unpack")
    sweep_after_s: float = Field(
        900.0, gt=0, description="How long a file must be open with nothing waiting before it is announced again"
    )  # longer than the streams' duplicate window, in which nothing can be announced again
    retry_after_s: int = Field(5, gt=0, description="Retry-After of a refused upload")

    @property
    def limit(self) -> int:
        """The largest file in bytes."""
        return self.max_file_mb * 2**20

    @property
    def room(self) -> Room:
        """What one archive may hold."""
        return Room(
            members=self.archive_members,
            depth=self.archive_depth,
            member_bytes=self.limit,
            total_bytes=self.archive_total_mb * 2**20,
            ratio=self.archive_ratio,
        )

    @property
    def unpack_limits(self) -> Limits:
        """What unpacking one archive may take: 7z archives unpack as a whole, so all of it at once and some more."""
        memory_mb = 2 * self.archive_total_mb + 512
        return Limits(
            wall_s=self.archive_wall_s,
            cpu_s=self.archive_wall_s,
            memory_mb=memory_mb,
            address_space_mb=memory_mb + 4096,
            output_mb=self.archive_total_mb + 16,
        )

    @property
    def links(self) -> str:
        """What links begin with, without a slash at the end."""
        return (self.public_url or self.url).rstrip("/")

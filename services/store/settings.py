"""What store takes from the environment."""

from pydantic import Field, SecretStr

from shared.settings import ServiceSettings


class StoreSettings(ServiceSettings):
    """Settings of store."""

    database_url: str = Field(
        "sqlite:///data/gouji.db", description="The database: sqlite:///PATH or postgresql://USER@HOST/DATABASE"
    )
    token: SecretStr | None = Field(None, description="Bearer token for uploads that do not come from loopback")
    listen: str = Field("127.0.0.1:8420", description="host:port of store's HTTP; port 0 is any free one")
    ingest_url: str | None = Field(
        "http://127.0.0.1:8421", description="HTTP address of ingest, to which uploads are passed on"
    )
    public_url: str = Field("http://127.0.0.1:8420", description="What links in events and answers begin with")
    stuck_after_s: float = Field(
        900.0, gt=0, description="How long a document may stand still on an idle bus before it is announced again"
    )
    sweep_s: float = Field(60.0, gt=0, description="How often such documents are looked for")
    keep_days: float = Field(
        3650.0, gt=0, description="How long documents and their reviews are kept after their last submission has ended"
    )
    purge_every_s: float = Field(3600.0, gt=0, description="How often older ones are looked for")
    watch_s: float = Field(5.0, gt=0, description="How often the bus is asked how much is waiting")

    @property
    def links(self) -> str:
        """What links begin with, without a slash at the end."""
        return self.public_url.rstrip("/")

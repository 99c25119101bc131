"""What parse takes from the environment."""

from typing import Literal

from pydantic import Field

from shared.sandbox import Limits
from shared.settings import ServiceSettings


class ParseSettings(ServiceSettings):
    """Settings of parse. The limits are those of one document in its child process."""

    max_file_mb: int = Field(100, gt=0, description="The largest file that is accepted, in MB of 1024 × 1024 bytes")
    pdf_engine: Literal["pdfium", "pdfplumber"] = Field(
        "pdfium", description="Which library reads PDF pages: the fast one, or the reference for all pages"
    )
    parse_slots: int = Field(1, gt=0, description="How many documents are read at a time, each in a child of its own")
    parse_wall_s: float = Field(300.0, gt=0, description="How long one document may be read")
    parse_cpu_s: float = Field(300.0, gt=0, description="How much CPU time one document may take")
    parse_stall_s: float = Field(30.0, gt=0, description="How long reading may neither tell anything nor use any CPU")
    parse_memory_mb: int = Field(1024, gt=0, description="How much memory one document may take, as resident size")
    parse_address_space_mb: int = Field(4096, gt=0, description="The same for addresses: a backstop above the memory")
    parse_output_mb: int = Field(64, gt=0, description="How much one document may come to when it is read")
    parse_open_files: int = Field(64, gt=0, description="How many files reading may have open")

    @property
    def limits(self) -> Limits:
        """What one document may take."""
        return Limits(
            wall_s=self.parse_wall_s,
            cpu_s=self.parse_cpu_s,
            stall_s=self.parse_stall_s,
            memory_mb=self.parse_memory_mb,
            address_space_mb=self.parse_address_space_mb,
            output_mb=self.parse_output_mb,
            open_files=self.parse_open_files,
        )

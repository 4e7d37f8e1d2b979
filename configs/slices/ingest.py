"""The settings of the way from source to library."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from configs.domain import Noun

Share = Annotated[float, Field(ge=0, le=1)]


class IngestSettings(Noun):
    sources: Path = Field(Path("sources"), description="Folder or file with the approved sources")
    contact: str = Field("", description="Web page or e-mail named in the crawler's user agent")
    allow_private_hosts: bool = Field(
        False, description="Development only: crawl plain http and private or loopback addresses"
    )
    delay: float = Field(1.0, ge=0, le=60, description="Pause between two requests to a host (s)")
    per_host: int = Field(1, ge=1, le=8, description="Most requests to one host at the same time")
    hosts: int = Field(8, ge=1, le=64, description="Most hosts of a source at the same time")
    timeout: float = Field(20.0, gt=0, le=120, description="Longest wait for one response (s)")
    max_bytes: int = Field(20_000_000, ge=1_000, description="Largest decoded body (bytes)")
    max_pages: int = Field(20_000, ge=1, description="Most addresses visited per source")
    max_hours: float = Field(12.0, gt=0, le=168, description="Longest walk through a source (h)")
    max_vanished: Share = Field(
        0.3, description="Largest share of pages that may vanish or change without `--yes`"
    )
    max_shrunk: Share = Field(
        0.7, description="Largest share of its words that a page may lose before a person looks"
    )
    passage_words: int = Field(200, ge=40, le=800, description="Longest passage (words)")
    review_grace: int = Field(
        90, ge=0, le=3650, description="Days after `review_by` until a source rests"
    )
    schedule: int = Field(
        0, ge=0, le=10_080, description="Minutes between two looks of the server for due sources"
    )

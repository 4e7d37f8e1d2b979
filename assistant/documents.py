"""The files of document sources that the assistant itself may hand out."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from configs.domain import Audience
from ingest.documents import locate
from ingest.domain import Source, SourceKind
from ingest.folders import address
from ingest.library.library import Library


@dataclass(frozen=True)
class DocumentShelf:
    """Finds a document only if its source is public and the published edition holds it."""

    library: Library
    sources: Iterable[Source]

    def find(self, source: str, path: str) -> Path | None:
        """The file; None when there is none that may be shown."""
        known = next((one for one in self.sources if one.name == source), None)
        if known is None or known.kind is not SourceKind.DOCUMENTS:
            return None
        if known.audience is not Audience.PUBLIC:
            return None
        file = locate(known, path)
        return file if file and self.library.show(address(known, path)) else None

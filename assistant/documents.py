"""The files of document sources that the assistant itself may hand out."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from configs.domain import Audience
from ingest.documents import locate
from ingest.domain import Source, SourceKind
from ingest.folders import address
from ingest.library.library import Library

PUBLIC = frozenset({Audience.PUBLIC})


@dataclass(frozen=True)
class DocumentShelf:
    """Finds a document only if its source may be shown and the published edition holds it."""

    library: Library
    sources: Iterable[Source]

    def find(self, source: str, path: str, audiences: frozenset[Audience] = PUBLIC) -> Path | None:
        """The file; None when there is none that may be shown."""
        known = next((one for one in self.sources if one.name == source), None)
        if known is None or known.kind is not SourceKind.DOCUMENTS:
            return None
        if known.audience not in audiences:
            return None
        file = locate(known, path)
        shown = self.library.show(address(known, path), audiences=audiences)
        return file if file and shown else None

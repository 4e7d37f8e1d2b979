"""The errors of the ingest: one tree; `ingest.domain` hands them on with its nouns."""


class IngestError(Exception):
    """Something on the way from source to library failed; the message says what to do.

    * IngestError
      - SourceError: a source file is wrong
      - FetchError: a page could not be fetched
        · FetchRefused: the address is not allowed (private, off the list, robots.txt)
      - ReadError: bytes could not be read as a page
      - LibraryError: the library cannot be used
        · LibraryBusy: another process has it
        · LibraryMismatch: it was made with another embedder or lexicon
    """


class SourceError(IngestError):
    """A source file is wrong; the message names the file and the field."""


class FetchError(IngestError):
    """A page could not be fetched."""


class FetchRefused(FetchError):
    """The address is not allowed."""


class ReadError(IngestError):
    """Bytes could not be read as a page."""


class LibraryError(IngestError):
    """The library cannot be used."""


class LibraryBusy(LibraryError):
    """Another process has the embedded library open."""


class LibraryMismatch(LibraryError):
    """The library was made with another embedder or lexicon than the settings name."""

"""The kinds of documents that are read: their content types and the ends of their names."""

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."

TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/pdf": "pdf",
    f"{_OPEN_XML}wordprocessingml.document": "docx",
    f"{_OPEN_DOCUMENT}text": "odt",
    f"{_OPEN_XML}spreadsheetml.sheet": "xlsx",
    f"{_OPEN_DOCUMENT}spreadsheet": "ods",
    "text/csv": "csv",
    "application/csv": "csv",
    "text/tab-separated-values": "csv",
}
"""The reader of each content type."""
SUFFIXES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".pdf": "application/pdf",
    ".docx": f"{_OPEN_XML}wordprocessingml.document",
    ".odt": f"{_OPEN_DOCUMENT}text",
    ".xlsx": f"{_OPEN_XML}spreadsheetml.sheet",
    ".ods": f"{_OPEN_DOCUMENT}spreadsheet",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}
"""The content type of each kind of file."""
DOCUMENTS = tuple(suffix for suffix, kind in SUFFIXES.items() if "html" not in kind)
"""The ends of the names of documents, as opposed to pages."""
UNKNOWING = frozenset(("", "application/octet-stream", "binary/octet-stream"))
"""What servers say when they don't know; the name of the file then tells."""
_REMEDIES = {
    "save it as .docx, .odt or .pdf": "doc docm dot dotx rtf wpd wps pages epub mobi",
    "save it as .xlsx, .ods or .csv": "xls xlsm xlsb xlt numbers mdb accdb",
    "save it as .pdf": "ppt pptx pps ppsx odp odg key vsd vsdx pub msg eml",
    "unpack it and publish the files in it": "zip 7z rar gz tar tgz bz2 xz iso",
    "it holds data for machines; publish a page or a table": "json xml rss atom rdf ttl xsd",
}


def why_not(suffix: str) -> str:
    """Why a file with this end of its name is not read, and what its owner can do."""
    end = suffix.lower().removeprefix(".")
    remedy = next((what for what, ends in _REMEDIES.items() if end in ends.split()), "")
    name = f".{end}" if end else "without suffix"
    known = f"the type {name} is not read"
    return f"{known}: {remedy}" if remedy else known

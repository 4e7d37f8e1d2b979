import pytest

from ingest.domain import ReadError
from ingest.formats import SUFFIXES
from ingest.splitting import split
from tests.ingest.reading.documents import SOURCE, corpus, read_bytes, texts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_READ = {
    ".doc": "save it as .docx, .odt or .pdf",
    ".xls": "save it as .xlsx, .ods or .csv",
    ".zip": "unpack it",
    ".json": "data for machines",
    ".xml": "sitemap",
    ".0": "not read",
    "": "not read",
}


@pytest.mark.real
def test_every_real_file_is_read_or_says_why_not():
    read, refused = 0, 0
    for file in sorted(corpus("bestandsformaten").rglob("*")):
        if file.is_dir():
            continue
        suffix = file.suffix.lower()
        kind = SUFFIXES.get(suffix, "")
        try:
            page = read_bytes(file.read_bytes(), f"https://x.nl/{file.name}", kind).page
        except ReadError as error:
            refused += NOT_READ[suffix] in str(error)
        else:
            assert texts(page), file.name
            assert page.title, file.name
            assert split(page, SOURCE, 200), file.name
            assert suffix not in NOT_READ, file.name
            read += 1
    assert (read, refused) == (28, 11)


@pytest.mark.parametrize(
    ("body", "url", "kind", "reason"),
    [
        (b"iets", "https://x.nl/a.jpg", "image/jpeg", r"\.jpg is not read"),
        (b"\xff\xd8\xff\xe0", "https://x.nl/a.txt", "text/plain", r"\.jpg is not read"),
        (b"\xd0 iets", "https://x.nl/a", "application/octet-stream", "without suffix is not"),
        (b"iets", "https://x.nl/film", "video/mp4", r"\.mp4 is not read"),
        (b"{}", "https://x.nl/api", "application/json; charset=utf-8", r"\.json is not read"),
        (rb"{\rtf1 iets}", "https://x.nl/a.doc", "application/msword", r"\.rtf .* save it as"),
        (OLE, "https://x.nl/a", "", "encrypted|save it as"),
        (b"PK\x03\x04 iets", "https://x.nl/a.zip", "application/zip", "unpack it"),
        (b"<?xml version='1.0'?><urlset/>", "https://x.nl/s.xml", "text/xml", "sitemap"),
    ],
)
def test_a_type_that_is_not_read_is_named_with_the_remedy(body, url, kind, reason):
    with pytest.raises(ReadError, match=reason):
        read_bytes(body, url, kind)


def test_a_document_is_known_by_what_is_in_it():
    csv = b"Product;Tarief\nPas;5\nKaart;6\n"
    page = read_bytes(csv, "https://x.nl/tarieven.csv", "application/vnd.ms-excel").page
    assert texts(page) == ["Pas | 5", "Kaart | 6"]

"""Small documents of every kind, and the real ones beside the checkout."""

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ingest.domain import Block, Page, Reading, Source
from ingest.reading import read

SHARED = Path(__file__).parents[3].parent / "shared"
CORPORA = SHARED / "corpora"
READ_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SOURCE = Source(
    name="waterveen",
    owner="Gemeente Waterveen",
    review_by=date(2030, 1, 1),
    start=("https://www.waterveen.nl/",),
)
HTML = "text/html; charset=utf-8"


def read_bytes(body: bytes, url="https://www.waterveen.nl/paspoort", kind=HTML) -> Reading:
    return read(body, url, kind, SOURCE, READ_AT)


def read_html(html: str, **options) -> Reading:
    return read_bytes(html.encode(), **options)


def page_of(main: str, head: str = "<title>Paspoort | Waterveen</title>") -> Page:
    body = f"<main><h1>Paspoort</h1>{main}</main>"
    return read_html(f"<html lang=nl><head>{head}</head><body>{body}</body></html>").page


def blocks(page: Page) -> list[Block]:
    return [block for section in page.sections for block in section.blocks]


def texts(page: Page) -> list[str]:
    return [block.text for block in blocks(page)]


def corpus(*parts: str) -> Path:
    path = CORPORA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{path} is absent: put the folder `shared` beside the checkout.")
    return path


def pdf(*pages: str, info: str = "", trailer: str = "") -> bytes:
    """A PDF of these content streams, with Helvetica as /F1 and Helvetica-Bold as /F2."""
    kids = " ".join(f"{5 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
        " /F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold"
        " /Encoding /WinAnsiEncoding >> >>",
        f"<< {info} >>",
    ]
    for place, content in enumerate(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Resources << /Font 3 0 R >> /Contents {6 + 2 * place} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R {trailer} >>\n"
    return (out + f"startxref\n{start}\n%%EOF\n").encode("latin-1")


def line(text: str, x: int, y: int, size: int = 11, *, font: str = "F1", before: str = "") -> str:
    """One line of text in a content stream."""
    return f"BT {before} /{font} {size} Tf {x} {y} Td ({text}) Tj ET\n"


def archive(**files: str | bytes) -> bytes:
    """A zip of these files; `__` in a name stands for `/`, and `_dot_` for a point."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()

"""The line that says when a page was changed is a date of the page, not its content."""

from datetime import date

from tests.ingest.reading.documents import read_bytes, texts

PAGE = """<html lang="nl"><body><main><h1>Paspoort</h1><p>Een paspoort kost geld.</p>
<p>Laatst bijgewerkt op <time datetime="2026-11-03">3 november 2026</time></p>
<p>De tarieven zijn laatst bijgewerkt op 1 januari 2026 door de gemeenteraad van Waterveen.</p>
</main></body></html>"""


def test_an_update_line_gives_the_date_and_is_not_quoted():
    page = read_bytes(PAGE.encode()).page
    assert page.modified == date(2026, 11, 3)
    assert "Laatst bijgewerkt op 3 november 2026" not in texts(page)
    assert any("gemeenteraad" in text for text in texts(page))

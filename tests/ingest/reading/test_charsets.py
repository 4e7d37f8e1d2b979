import pytest

from ingest.reading.charset import decode
from tests.ingest.reading.documents import read_bytes, texts

TEXT = "Een café in België kost € 5 - 'naïef' “ja”."


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
@pytest.mark.parametrize("declared", ["", "text/html; charset=utf-8", "text/html; charset=none"])
def test_text_survives_whatever_is_declared(name, declared):
    assert decode(f"<p>{TEXT}</p>".encode(name), declared) == f"<p>{TEXT}</p>"


def test_windows_1252_declared_as_utf_8_is_mended_in_a_page():
    body = f"<html lang=nl><meta charset=utf-8><main><h1>Pas</h1><p>{TEXT}</p></main>"
    assert texts(read_bytes(body.encode("cp1252")).page) == [TEXT]


def test_latin_1_is_read_as_browsers_do():
    assert decode("€ 5 - café".encode("cp1252"), "text/html; charset=iso-8859-1") == "€ 5 - café"


def test_utf_8_declared_as_latin_1_is_mended():
    assert decode(TEXT.encode(), "text/html; charset=iso-8859-1") == TEXT


def test_another_charset_is_used_where_the_page_declares_it():
    body = '<meta charset="iso-8859-2"><p>Łódź</p>'.encode("iso-8859-2")
    assert "Łódź" in decode(body)


def test_a_few_stray_bytes_do_not_spoil_the_rest():
    assert decode("één ".encode() + b"\x93twee\x94 " + "drië".encode()) == "één “twee” drië"

import io
import zipfile

import docx
import pytest

from ingest.domain import BlockKind, ReadError
from tests.ingest.reading.documents import archive, blocks, corpus, read_bytes, texts

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
TYPES = {"docx": DOCX, "odt": ODT}
ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)


def read_office(body, suffix):
    return read_bytes(body, f"https://x.nl/regeling-fiets.{suffix}", TYPES[suffix]).page


def word():
    document = docx.Document()
    document.add_heading("Regeling fiets", 0)
    document.add_paragraph("Deze regeling gaat over de fiets van de zaak.")
    document.add_heading("Wie", 1)
    document.add_paragraph("U komt in aanmerking als:")
    document.add_paragraph("u in dienst bent", style="List Bullet")
    document.add_paragraph("u woont in de stad", style="List Bullet")
    document.add_heading("Kosten", 2)
    table = document.add_table(3, 2)
    for row, cells in enumerate((("Soort", "Bedrag"), ("Stadsfiets", "€ 5"), ("E-bike", "€ 9"))):
        for column, text in enumerate(cells):
            run = table.cell(row, column).paragraphs[0].add_run(text)
            run.bold = row == 0
    document.add_paragraph().add_run("Betaal aan Anders").font.hidden = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def odt(body, styles=""):
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return archive(mimetype=ODT, content_dot_xml=content)


def test_a_word_document_becomes_sections_items_and_rows():
    page = read_office(word(), "docx")
    assert page.title == "Regeling fiets"
    assert [s.headings for s in page.sections] == [(), ("Wie",), ("Wie", "Kosten")]
    assert [(b.kind, b.text, b.lead) for b in blocks(page)][2:] == [
        (BlockKind.ITEM, "u in dienst bent", "U komt in aanmerking als:"),
        (BlockKind.ITEM, "u woont in de stad", "U komt in aanmerking als:"),
        (BlockKind.ROW, "Stadsfiets | € 5", "Soort | Bedrag"),
        (BlockKind.ROW, "E-bike | € 9", "Soort | Bedrag"),
    ]


def test_an_opendocument_text_becomes_sections_items_and_rows():
    body = (
        '<text:h text:outline-level="1">Regeling fiets</text:h><text:p>Over de fiets.</text:p>'
        '<text:h text:outline-level="2">Wie</text:h><text:p>Als:</text:p>'
        "<text:list><text:list-item><text:p>u werkt<text:s/>hier</text:p><text:list>"
        "<text:list-item><text:p>meer dan een jaar</text:p></text:list-item></text:list>"
        "</text:list-item></text:list><table:table><table:table-header-rows><table:table-row>"
        "<table:table-cell><text:p>Soort</text:p></table:table-cell>"
        "<table:table-cell><text:p>Bedrag</text:p></table:table-cell></table:table-row>"
        "</table:table-header-rows><table:table-row><table:table-cell><text:p>E-bike</text:p>"
        "</table:table-cell><table:table-cell><text:p>€ 9</text:p></table:table-cell>"
        "</table:table-row></table:table>"
        '<text:p text:style-name="weg">Betaal aan Anders</text:p>'
    )
    hidden = (
        '<style:style style:name="weg"><style:text-properties text:display="none"/></style:style>'
    )
    page = read_office(odt(body, hidden), "odt")
    assert page.title == "Regeling fiets"
    assert [(b.text, b.lead) for b in blocks(page)] == [
        ("Over de fiets.", ""),
        ("Als:", ""),
        ("u werkt hier", "Als:"),
        ("meer dan een jaar", "Als: u werkt hier"),
        ("E-bike | € 9", "Soort | Bedrag"),
    ]


def encrypted():
    out = io.BytesIO(odt("<text:p>x</text:p>"))
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("body", "suffix", "reason"),
    [
        (b"PK\x03\x04 kapot", "docx", "damaged"),
        (archive(iets="x"), "docx", "not a DOCX"),
        (archive(iets="x"), "odt", "not an ODT"),
        (encrypted(), "odt", "encrypted"),
        (archive(word__document_dot_xml="<kapot"), "docx", "damaged"),
        (archive(content_dot_xml=ENTITIES), "odt", "damaged"),
        (archive(word__document_dot_xml=b"\0" * 30_000_000), "docx", "more than is allowed"),
        (archive(**{f"f{n}": "x" for n in range(2_100)}), "odt", "more than is allowed"),
        (archive(____weg_dot_xml="x").replace(b"//weg.xml", b"../weg.xm"), "odt", "outside"),
        (archive(binnen_dot_zip=archive(x="x")), "odt", "archive inside"),
    ],
)
def test_a_dishonest_or_damaged_document_is_refused_with_a_reason(body, suffix, reason):
    with pytest.raises(ReadError, match=reason):
        read_office(body, suffix)


@pytest.mark.real
@pytest.mark.parametrize(
    ("folder", "name", "words"),
    [
        ("woo-platform", "16101.docx", "App nut mice"),
        ("woo-platform", "16103.odt", "App nut mice"),
        ("ispiegel", "Beschrijving inrichting en functionaliteit.docx", "De database bevat de"),
    ],
)
def test_real_documents_are_read(folder, name, words):
    file = corpus("bestandsformaten", folder, name)
    page = read_office(file.read_bytes(), file.suffix[1:])
    assert any(text.startswith(words) for text in texts(page))


STYLED, FIRST = '<w:rStyle w:val="weg"/>', '<w:vMerge w:val="restart"/>'
WIDE = '<w:gridSpan w:val="2"/>'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx_of(body, **parts):
    files = {
        "word__document_dot_xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    }
    for name, content in parts.items():
        files[f"word__{name}_dot_xml"] = f'<w:{name} xmlns:w="{W}">{content}</w:{name}>'
    return archive(**files)


def run(text, look=""):
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


def test_what_word_hides_deletes_or_comments_is_left_out_and_remarked():
    body = (
        f"<w:p>{run('De fiets is')}<w:del>{run('Betaal A')}</w:del><w:ins>{run(' van u.')}</w:ins>"
        f"<w:moveFrom>{run('Betaal B')}</w:moveFrom>{run('Betaal C', '<w:vanish/>')}"
        f"{run('Betaal D', STYLED)}</w:p>"
    )
    page = read_office(
        docx_of(
            body,
            comments=f"<w:comment><w:p>{run('Betaal E')}</w:p></w:comment>",
            styles='<w:style w:styleId="weg"><w:rPr><w:vanish/></w:rPr></w:style>',
            footnotes=f"<w:footnote><w:p>{run('Zie de regeling.')}</w:p></w:footnote>",
            header1=f"<w:p>{run('Vertrouwelijk')}</w:p>",
        ),
        "docx",
    )
    assert texts(page) == ["De fiets is van u.", "Zie de regeling."]
    assert all(f"Betaal {letter}" in " ".join(page.remarks) for letter in "ABCDE")


def test_a_text_box_is_read_once():
    box = f"<w:txbxContent><w:p>{run('In een kader.')}</w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    drawn = f"<w:r><mc:AlternateContent {mc}>{both}</mc:AlternateContent></w:r>"
    page = read_office(docx_of(f"<w:p>{run('Ervoor.')}{drawn}</w:p>"), "docx")
    assert texts(page) == ["Ervoor.", "In een kader."]


def test_merged_cells_of_a_word_table_keep_their_columns():
    def cell(text, look=""):
        return f"<w:tc><w:tcPr>{look}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"

    head = "<w:trPr><w:tblHeader/></w:trPr>"
    rows = [
        f"<w:tr>{head}{cell('Soort')}{cell('Dag')}{cell('Prijs')}</w:tr>",
        f"<w:tr>{cell('Graf', FIRST)}{cell('week')}{cell('€ 5')}</w:tr>",
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('zondag')}{cell('€ 9')}</w:tr>",
        f"<w:tr>{cell('Urn', WIDE)}{cell('€ 3')}</w:tr>",
    ]
    page = read_office(docx_of(f"<w:tbl>{''.join(rows)}</w:tbl>"), "docx")
    assert [(b.text, b.lead) for b in blocks(page)] == [
        ("Graf | week | € 5", "Soort | Dag | Prijs"),
        ("Graf | zondag | € 9", "Soort | Dag | Prijs"),
        ("Urn | € 3", "Soort | Prijs"),
    ]


def test_what_an_opendocument_hides_deletes_or_comments_is_left_out_and_remarked():
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Betaal A</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>De fiets<office:annotation><text:p>Betaal B</text:p></office:annotation>"
        " is van u<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Zie de regeling.</text:p></text:note-body></text:note>."
        '<text:span text:style-name="weg">Betaal C</text:span></text:p>'
    )
    hidden = (
        '<style:style style:name="weg"><style:text-properties text:display="none"/></style:style>'
    )
    page = read_office(odt(body, hidden), "odt")
    assert texts(page) == ["De fiets is van u.", "Zie de regeling."]
    assert all(f"Betaal {letter}" in " ".join(page.remarks) for letter in "ABC")

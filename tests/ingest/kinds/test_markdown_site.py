"""A site in Markdown: its addresses, its includes, and what its builder makes of it."""

from datetime import date

import pytest

from ingest.domain import Search, Source, SourceKind, Status
from ingest.library.library import open_library
from ingest.sync import sync
from tests.ingest.test_real_sources import CORPORA

BASE = "https://handboek.gemeente.nl/"
TEXT = "Iedere medewerker meldt een datalek binnen een dag bij de functionaris."


@pytest.fixture
def docs(tmp_path):
    docs = tmp_path / "docs"
    (docs / "privacy").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n")
    return docs


@pytest.fixture
def library(settings):
    library = open_library(settings)
    yield library
    library.close()


def a_source(start, **changes):
    fields = {
        "name": "handboek",
        "owner": "X",
        "kind": SourceKind.MARKDOWN,
        "start": (str(start),),
        "base_url": BASE,
        "review_by": date(2090, 1, 1),
    }
    return Source(**{**fields, **changes})


@pytest.mark.parametrize(
    ("file", "url"),
    [
        (("index.md", ""), BASE),
        (("privacy/index.md", ""), f"{BASE}privacy/"),
        (("privacy/data-lek.md", "title: Lek"), f"{BASE}privacy/data-lek/"),
        (("privacy/a.mdx", "slug: melden"), f"{BASE}privacy/melden"),
        (("privacy/b.md", "slug: /melden"), f"{BASE}melden"),
        (("privacy/c.md", "permalink: /over/lekken/"), f"{BASE}over/lekken/"),
        (("privacy/d.md", f"url: {BASE}d/index.html"), f"{BASE}d/index.html"),
    ],
)
def test_a_page_is_cited_at_its_address_on_the_web(docs, library, settings, file, url):
    name, front = file
    (docs / name).write_text(f"---\n{front}\n---\n\n{TEXT}\n")
    sync(a_source(docs), library, settings)
    assert list(library.holdings("handboek")) == [url]


def test_front_matter_headings_and_anchors(docs, library, settings):
    (docs / "lek.md").write_text(
        f"---\ntitle: Datalekken\ndate: 2025-03-04\n---\n\n# Datalekken\n\n{TEXT}\n\n"
        f"## Wie meldt *wat*?\n\n{TEXT} Ook op zondag.\n\n## Wanneer {{ #tijd }}\n\n{TEXT} Altijd."
    )
    sync(a_source(docs), library, settings)
    passages = library.show(f"{BASE}lek/")
    assert {one.title for one in passages} == {"Datalekken"}
    assert [one.anchor for one in passages] == [None, "wie-meldt-wat", "tijd"]
    assert passages[1].headings == ("Wie meldt wat?",)


def test_what_only_the_builder_understands_is_not_read_as_text(docs, library, settings):
    (docs / "lek.mdx").write_text(
        'import Tabs from "@theme/Tabs";\nimport {\n  A,\n  B,\n} from "x"\n\n# Lek\n\n'
        '!!! tip "Meld snel"\n\n'
        f'    {TEXT}\n\n??? expander "Bekijk alles"\n    <!-- lijst -->\n\n'
        ":::danger[Deze regel is nieuw]\n\nBel altijd eerst de helpdesk.\n\n:::\n\n"
        "*[AVG]: Algemene verordening\n\n<Tabs>Tekst in een tab.</Tabs>\n\n"
        "import en export blijven tekst;\n"
    )
    sync(a_source(docs), library, settings)
    text = "\n".join(one.text for one in library.show(f"{BASE}lek/"))
    for shown in (
        "import en export blijven tekst",
        "Meld snel",
        TEXT,
        "Deze regel is nieuw",
        "Bel altijd",
        "Tekst in een tab.",
    ):
        assert shown in text
    for hidden in ("@theme", "from", ":::", "*[AVG]", "<Tabs>", "lijst", "!!!", "Bekijk alles"):
        assert hidden not in text


def test_includes_are_read_and_a_change_in_one_is_seen(docs, library, settings):
    (docs.parent / "includes").mkdir()
    part = docs.parent / "includes" / "bellen.md"
    part.write_text("Bel de helpdesk op 14 0123.")
    (docs / "lek.md").write_text(f'# Lek\n\n{TEXT}\n\n--8<-- "includes/bellen.md"\n')
    (docs / "kop.md").write_text(f'# Kop\n\n{TEXT} Ja.\n\n{{% include "../includes/bellen.md" %}}')
    sync(a_source(docs), library, settings)
    assert "14 0123" in library.show(f"{BASE}lek/")[0].text
    assert "14 0123" in library.show(f"{BASE}kop/")[0].text
    assert sync(a_source(docs), library, settings).counts == {"unchanged": 2}
    part.write_text("Bel de helpdesk op 14 9999.")
    sync(a_source(docs), library, settings)
    assert "14 9999" in library.show(f"{BASE}lek/")[0].text


def test_an_include_reaches_nothing_outside_the_site_and_never_turns_in_circles(
    docs, library, settings
):
    secret = docs.parent.parent / "geheim.md"
    secret.write_text("Het wachtwoord is tulp.")
    (docs / "a.md").write_text(
        f'# A\n\n{TEXT}\n\n--8<-- "{secret}"\n--8<-- "../../geheim.md"\n--8<-- "weg.md"\n'
    )
    (docs / "b.md").write_text(f'# B\n\n{TEXT} B.\n\n--8<-- "b.md"\n')
    report = sync(a_source(docs), library, settings)
    assert "tulp" not in library.show(f"{BASE}a/")[0].text
    reasons = {line.url: line.reason for line in report.lines}
    assert "includes ../../geheim.md, which is not in the site" in reasons[f"{BASE}a/"]
    assert "weg.md" in reasons[f"{BASE}a/"]
    assert library.show(f"{BASE}b/")


def test_a_page_that_can_no_longer_be_read_keeps_its_text(docs, library, settings):
    (docs / "a.md").write_text(f"---\ntitle: A\n---\n{TEXT}")
    sync(a_source(docs), library, settings)
    (docs / "a.md").write_text(f"---\ntitle: [A\n---\n{TEXT}")
    (line,) = sync(a_source(docs), library, settings).lines
    assert (line.url, line.status) == (f"{BASE}a/", Status.QUARANTINED)
    assert library.show(f"{BASE}a/")


def test_includes_that_grow_without_end_are_cut(docs, library, settings):
    line = '--8<-- "{}"\n'
    (docs / "c.md").write_text(f"<!-- {'Woord. ' * 10_000} -->")
    (docs / "b.md").write_text(line.format("c.md") * 1000)
    (docs / "a.md").write_text(f"# A\n\n{TEXT}\n\n" + line.format("b.md") * 1000)
    source = a_source(docs, deny=("/b.md", "/c.md"))
    (line, *_) = sync(source, library, settings).lines
    assert "includes more than 500,000 bytes" in line.reason


def test_hidden_wrong_and_foreign_pages_are_told(docs, library, settings):
    (docs / "a.md").write_text(f"---\ndraft: true\n---\n{TEXT}")
    (docs / "b.md").write_text(f"---\ntitle: [x\n---\n{TEXT}")
    (docs / "c.md").write_text(f"---\nurl: https://elders.nl/c\n---\n{TEXT}")
    (docs / "d.md").write_text(f"---\nslug: /zelfde/\n---\n{TEXT} D.")
    (docs / "e.md").write_text(f"---\nslug: /zelfde/\n---\n{TEXT} E.")
    (docs / "f.css").write_text("body {}")
    report = sync(a_source(docs), library, settings)
    reasons = {line.url: line.reason for line in report.lines if line.reason}
    assert reasons[f"{BASE}a/"] == "draft: True"
    assert "front matter: is not valid YAML" in reasons[f"{BASE}b/"]
    assert reasons["https://elders.nl/c"] == "outside the allow-list of the source"
    assert reasons[f"{BASE}zelfde/#1"] == "another file has the same address"
    assert reasons[f"{BASE}f.css"] == "the type .css is not read"
    assert list(library.holdings("handboek")) == [f"{BASE}zelfde/"]


@pytest.mark.real
@pytest.mark.skipif(not CORPORA.is_dir(), reason=f"{CORPORA} is absent; put the corpora there")
def test_the_real_sites(library, settings):
    base = "https://minbzk.github.io/Algoritmekader/"
    source = a_source(CORPORA / "algoritmekader" / "docs", base_url=base, deny=("*.pdf",))
    report = sync(source, library, settings)
    assert report.counts["created"] > 240
    hits = library.find(Search(text="Hoe inventariseer ik algoritmes in mijn organisatie?"))
    assert hits[0].passage.url.endswith("/0-org-00-inventariseren-algoritmes/")
    assert all("--8<--" not in hit.passage.text for hit in hits)

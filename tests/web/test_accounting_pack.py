"""The accounting pack in Chromium: wide and narrow, for everybody."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from configs.files import ROOT
from configs.settings import load_settings
from configs.theme import load_theme
from eval.accounting.pack import Pack
from ingest.sources import load_sources
from tests.web.conftest import RULES, WIDTHS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    out = tmp_path_factory.mktemp("pack")
    sources = load_sources(ROOT / "demo" / "sources", plain_http=True)
    Pack(load_settings("demo"), load_theme("waterveen"), sources, None).write(
        out, date(2026, 11, 22)
    )
    return out / "index.html"


@WIDTHS
def test_the_pack_is_accessible_fits_and_asks_nothing_of_anybody(chromium, pack, width):
    page = chromium.new_page(viewport={"width": width, "height": 800})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(pack.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page, options={"runOnly": RULES}).response["violations"] == []
    assert len(asked) == 1
    page.close()

"""The quality report in Chromium: wide, narrow and printed, for everybody."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from axe_playwright_python.sync_playwright import Axe

from configs.domain import Language
from eval.cases.reading import CaseSet
from eval.commands.compare import THRESHOLDS
from eval.gating import read_thresholds
from eval.poisoning.domain import Planted, Poisoning
from eval.poisoning.reading import keep
from eval.report.files import write_report
from eval.report.gathering import gather
from eval.scoring import Scoring
from eval.sides import INJECTION, side
from eval.storing import Folder
from tests.eval.building import CASE, SENTENCES, refused, said
from tests.eval.report.test_beside import LURE, SETS
from tests.eval.report.test_beside import answer as other
from tests.eval.scripted import Scripted, ran
from tests.web.conftest import RULES, WIDTHS

pytestmark = pytest.mark.browser
NAMES = {Language.NL: "report.html", Language.EN: "report.en.html"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """In a thread of its own: the browser's loop runs in this one."""
    out = tmp_path_factory.mktemp("report")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_make, out).result()
    return out


def _make(out):
    cases = [CASE.model_copy(update={"id": f"c{n}", "tags": ("tarief",)}) for n in range(12)]
    for path, wrong in ((out, "c3"), (out / "bm25", "c4")):
        answer = {wrong: said("Iets anders."), "c5": refused()}.get
        endpoint = Scripted(lambda case, answer=answer: answer(case.id, said(*SENTENCES)))
        ran(path, endpoint, CaseSet("gemeente", tuple(cases)))
        Scoring()(Folder(path))
    for name, cases in SETS.items():
        ran(side(out, name), Scripted(other), CaseSet(name, cases))
        Scoring()(Folder(side(out, name)))
    common = {"poison": "x", "wants": "content", "canary": "KANARIE", "lure": LURE}
    planted = Planted(page="/a/", style="paragraph", status="created", reached=True, **common)
    keep(Poisoning(pages=(planted,)), side(out, INJECTION))
    write_report(gather(out, out, read_thresholds(THRESHOLDS)), out)


@WIDTHS
@pytest.mark.parametrize("language", list(Language))
def test_the_report_is_accessible_fits_and_asks_nothing_of_anybody(
    chromium, folder, width, language
):
    page = chromium.new_page(viewport={"width": width, "height": 800})
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto((folder / NAMES[language]).as_uri())
    for details in page.query_selector_all("details"):
        details.evaluate("element => element.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.response["violations"] == []
    assert len(asked) == 1
    assert complaints == []
    page.close()


def test_the_summary_is_one_printed_page(chromium, folder):
    page = chromium.new_page(viewport={"width": 794, "height": 1123})
    page.goto((folder / "report.html").as_uri())
    page.emulate_media(media="print")
    height = page.evaluate("document.querySelector('section.brief').getBoundingClientRect().bottom")
    assert height <= 1123
    page.close()

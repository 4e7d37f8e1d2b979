"""What the evaluation costs: scoring ten thousand answers, and what a run adds to them."""

import asyncio
import tempfile
from pathlib import Path
from time import process_time

from assistant.build import build
from assistant.service import Service
from configs.settings import Settings, load_settings
from eval.cases.reading import CaseSet
from eval.commands.cases import chosen
from eval.domain import Case, Given
from eval.endpoints.assistant import InProcess
from eval.known import metrics
from eval.measuring import Around, Pair
from eval.running import run
from eval.scoring import Scoring
from eval.storing import Appending, Folder
from tests.assistant.town import town

Row = tuple[str, str, str]
MANY, TURNS = 10_000, 4


def evaluating() -> list[Row]:
    """Over the demo municipality, crawled for it."""
    with tempfile.TemporaryDirectory() as place:
        with town(Path(place) / "data"):
            pass
        return scoring(load_settings("demo", data=Path(place) / "data"), Path(place))


def scoring(settings: Settings, out: Path) -> list[Row]:
    """The demo's cases, by the assistant alone and through a run in turn; then scored."""
    demo = chosen("demo")
    cases = CaseSet("demo", tuple(case for case in demo.cases if not case.conversation))
    records = settings.records.model_copy(update={"url": f"sqlite:///{out.absolute()}/r.db"})
    service = build(settings.model_copy(update={"records": records}))
    endpoint = InProcess(service)
    alone, through = [], []
    try:
        for turn in range(TURNS):
            started = process_time()
            asyncio.run(_alone(service, cases.cases))
            alone.append(process_time() - started)
            started = process_time()
            run(cases, "assistant", endpoint, Folder(out / f"{turn}"), (1, lambda *_: None))
            through.append(process_time() - started)
    finally:
        endpoint.close()
    added = f"{100 * (min(through) / min(alone) - 1):.1f} %"
    return [("a run adds to the answers", added, "<= 5 %"), *_many(Folder(out / "0"), out)]


async def _alone(service: Service, cases: tuple[Case, ...]) -> None:
    for case in cases:
        async for _ in service.ask(case.question, None, case.language):
            pass


def _many(small: Folder, out: Path) -> list[Row]:
    """The same answers under so many ids."""
    cases, answers, big = small.cases, small.answers, Folder(out / "many")
    copies = [(f"{n}", cases[n % len(cases)]) for n in range(MANY)]
    renamed = [case.model_copy(update={"id": name}) for name, case in copies]
    big.begin(small.run.model_copy(update={"cases": MANY}), renamed)
    with Appending(big) as kept:
        for name, case in copies:
            kept.add(answers[case.id].model_copy(update={"case": name}))
    big.end(big.run, small.pages)
    started = process_time()
    Scoring()(big)
    took = process_time() - started
    return [
        (f"{MANY:,} answers scored, one core", f"{took:.0f} s", "<= 120 s"),
        (f"retrieval metrics over {MANY:,}", f"{_retrieval(big, answers):.1f} s", "<= 10 s"),
    ]


def _retrieval(big: Folder, answers: dict[str, Given]) -> float:
    around = Around(frozenset(big.pages))
    pairs = [Pair(case, given) for case, given in zip(big.cases, big.answers.values(), strict=True)]
    started = process_time()
    for metric in metrics():
        if metric.name.startswith(("recall", "ndcg", "mrr")) and len(answers):
            metric.measure(pairs, around)
    return process_time() - started

"""Put cases to an endpoint: several at a time, each answer kept at once, resumable."""

import asyncio
import platform
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from time import perf_counter

from eval.asking import Endpoint, EndpointDown
from eval.cases.reading import CaseSet
from eval.domain import Case, Given, PageText, Run, RunError
from eval.storing import Appending, Folder

TRIES, PAUSE = 4, 1.0
"""How often an endpoint that is down is tried again, and after how many seconds, doubled."""


@dataclass(frozen=True)
class Done:
    """How many were asked now, and how many had been asked before."""

    asked: int
    before: int


Tell = Callable[[int, int], None]
"""Is told how many of how many are done."""


def run(
    cases: CaseSet, kind: str, endpoint: Endpoint, folder: Folder, asking: tuple[int, Tell]
) -> Done:
    """Ask what has not been asked yet; `asking` is how many at a time, and who is told.

    Raises `RunError` when the endpoint stays away: what was answered is kept, and the same
    command goes on from there.
    """
    at_once, tell = asking
    about = endpoint.about()
    started = Run(
        name=cases.name,
        endpoint=kind,
        cases=len(cases.cases),
        edition=about.edition,
        writer=about.writer,
        model=about.model,
        software=f"vraagbaak {version('vraagbaak')}",
        machine=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        started_at=datetime.now(UTC),
        seconds=folder.spent,
        settings=about.settings,
        problems=cases.problems,
    )
    folder.begin(started, cases.cases)
    began = perf_counter()
    done = set(folder.answers)
    left = [case for case in cases.cases if case.id not in done]
    with Appending(folder) as answers:
        asyncio.run(_ask_all(left, endpoint, answers, at_once, _counting(tell, len(done), cases)))
    seconds = started.model_copy(update={"seconds": folder.spent + perf_counter() - began})
    folder.end(seconds, _pages(endpoint, cases.cases, folder.answers.values()))
    return Done(len(left), len(done))


def _counting(tell: Tell, before: int, cases: CaseSet) -> Callable[[], None]:
    done = before

    def count() -> None:
        nonlocal done
        done += 1
        tell(done, len(cases.cases))

    tell(before, len(cases.cases))
    return count


async def _ask_all(
    cases: Iterable[Case],
    endpoint: Endpoint,
    answers: Appending,
    at_once: int,
    count: Callable[[], None],
) -> None:
    waiting = iter(cases)

    async def worker() -> None:
        for case in waiting:
            answers.add(await _ask(case, endpoint))
            count()

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(worker())
    except* RunError as stopped:
        raise stopped.exceptions[0] from None


async def _ask(case: Case, endpoint: Endpoint) -> Given:
    for attempt in range(TRIES):
        try:
            return await endpoint.ask(case)
        except EndpointDown as error:
            if attempt == TRIES - 1:
                raise RunError(
                    f"{error} What was answered is kept; the same command goes on from there."
                ) from error
        await asyncio.sleep(PAUSE * 2**attempt)
    raise AssertionError


def _pages(
    endpoint: Endpoint, cases: Iterable[Case], answers: Iterable[Given]
) -> dict[str, PageText]:
    """Every page that the library holds; those that were cited with their texts."""
    cited = {citation.url for given in answers for citation in given.citations}
    held = {url: PageText() for url in sorted(endpoint.holdings())}
    return held | {url: endpoint.page(url) for url in sorted(cited)}

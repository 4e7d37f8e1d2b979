"""Let a model judge the answers of a run: several at a time, resumable, each answer twice."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from eval.domain import RunError
from eval.judging.asking import digest, opinion, prompts, read
from eval.judging.domain import Judge, Opinion
from eval.judging.keeping import OPINIONS, forget, keep_judge, read_judge, read_opinions
from eval.measuring import Pair
from eval.storing import Appending, Folder
from models.domain import Chat, ModelError
from models.obeying import complete, probe

TRIES, PAUSE = 3, 1.0
"""How often a server that fails is asked again, and after how many seconds, doubled."""
MOST_WRONG = 5
"""After so many answers that could not be judged the judge is taken to be unfit."""
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Judging:
    """A served model as a judge; `at_once` answers at the same time."""

    chat: Chat
    url: str
    at_once: int = 4

    def __call__(self, folder: Folder, tell: Tell, *, again: bool = False) -> list[str]:
        """Judge what was not judged yet; what could not be judged, a line each.

        Raises `RunError` where the model is missing or fails: what it said is kept, and the
        reason is kept for the report.
        """
        if again:
            forget(folder)
        judge = self._begin(folder)
        every = _pairs(folder)
        known = read_opinions(folder)
        left = [pair for pair in every if pair.case.id not in known]
        tell(len(every) - len(left), len(every))
        wrong: list[str] = []
        try:
            asyncio.run(self._all(left, folder, wrong, lambda n: tell(n, len(every))))
        except ModelError as error:
            keep_judge(folder, judge.model_copy(update={"problem": str(error)}))
            raise RunError(f"{folder.path}: was not judged. {error}") from error
        keep_judge(folder, judge)
        return wrong

    def _begin(self, folder: Folder) -> Judge:
        judge = Judge(
            model=self.chat.model, url=self.url, prompt=digest(), started_at=datetime.now(UTC)
        )
        before = read_judge(folder)
        if before and (before.model, before.prompt) != (judge.model, judge.prompt):
            raise RunError(
                f"{folder.path}: was judged by {before.model}, prompt {before.prompt}; now it is "
                f"{judge.model}, prompt {judge.prompt}. Give --again to judge it anew."
            )
        keep_judge(folder, judge)
        return judge

    async def _all(
        self, pairs: list[Pair], folder: Folder, wrong: list[str], tell: Callable[[int], None]
    ) -> None:
        if not pairs:
            return
        await probe(self.chat)
        waiting, done = iter(pairs), len(read_opinions(folder))

        async def worker(opinions: Appending) -> None:
            nonlocal done
            for pair in waiting:
                try:
                    opinions.add(await self._one(pair))
                except ModelError as error:
                    wrong.append(f"{pair.case.id}: {error}")
                    if len(wrong) >= MOST_WRONG:
                        raise
                done += 1
                tell(done)

        with Appending(folder, OPINIONS) as opinions:
            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(self.at_once):
                        group.create_task(worker(opinions))
            except* ModelError as stopped:
                raise stopped.exceptions[0] from None

    async def _one(self, pair: Pair) -> Opinion:
        for attempt in range(TRIES):
            try:
                made = [await complete(self.chat, prompt) for prompt in prompts(pair)]
                return opinion(pair, *(read(one.text) for one in made))
            except ModelError:
                if attempt == TRIES - 1:
                    raise
            await asyncio.sleep(PAUSE * 2**attempt)
        raise AssertionError


def _pairs(folder: Folder) -> list[Pair]:
    """The answers that say something: of a refusal there is nothing to judge."""
    answers = folder.answers
    pairs: Iterable[Pair] = (
        Pair(case, answers[case.id]) for case in folder.cases if case.id in answers
    )
    return [pair for pair in pairs if pair.answers and not pair.given.error]

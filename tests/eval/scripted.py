"""An endpoint that does as a test tells it to, for what a real one can't be made to do."""

import asyncio

from eval.asking import About, EndpointDown
from eval.cases.reading import CaseSet
from eval.domain import Case, Given, PageText
from eval.running import run
from eval.storing import Folder
from tests.eval.building import PAGES, said


class Scripted:
    """Answers with `answer`; from the case `dies` on, `down` times, nobody is there."""

    def __init__(self, answer=lambda case: said("Ja."), edition=1, dies="", down=0):
        self.answer, self.edition, self.dies, self.down = answer, edition, dies, down
        self.asked, self.at_once, self.most = [], 0, 0

    def about(self):
        return About(edition=self.edition, writer="script", settings={"a": 1})

    async def ask(self, case):
        if case.id == self.dies and self.down:
            self.down -= 1
            raise EndpointDown("http://x: nobody there.")
        self.asked.append(case.id)
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        return Given.model_validate({**self.answer(case).model_dump(), "case": case.id})

    def holdings(self):
        return frozenset(PAGES)

    def page(self, url):
        return PAGES.get(url, PageText())

    def close(self):
        pass


def cases(count):
    """So many cases that differ in their id only."""
    return CaseSet("set", tuple(Case(id=f"c{n}", question="Hoe?") for n in range(count)))


def ran(path, endpoint, asked, at_once=2):
    """A run in a folder, and what was told on the way."""
    told = []
    done = run(asked, "scripted", endpoint, Folder(path), (at_once, lambda *now: told.append(now)))
    return done, told

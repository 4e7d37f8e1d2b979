"""Records in a real SQLite file, a clock that can be put forward, and an answer to keep."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assistant.domain import Answer, Citation, Claim, Completeness, Outcome
from assistant.records import open_records
from configs.domain import Audience, Language
from configs.settings import Settings
from configs.slices.records import RecordsSettings
from ingest.domain import Hit, Passage, Span

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class Clock:
    def __init__(self, now=NOW):
        self.now = now

    def __call__(self):
        return self.now

    def forward(self, **period):
        self.now += timedelta(**period)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def settings(tmp_path, kept_in):
    days = RecordsSettings(url=kept_in, content_days=90, statistics_days=730, contact_days=30)
    return Settings(data=tmp_path / "data", records=days)


@pytest.fixture
def records(settings, clock):
    opened = open_records(settings, clock)
    yield opened
    opened.close()


@pytest.fixture
def conversation(records):
    return records.open_conversation(None, Language.NL).id


@pytest.fixture
def hit():
    text = "Een paspoort kost 83,87 euro."
    passage = Passage(
        source="waterveen",
        owner="Gemeente Waterveen",
        audience=Audience.PUBLIC,
        authority=1.0,
        url="https://www.waterveen.example/paspoort",
        title="Paspoort",
        text=text,
        sentences=(Span(start=0, end=len(text)),),
        modified=date(2026, 1, 1),
        read_at=NOW,
    )
    return Hit(passage=passage, score=3.2, relevance=0.9)


@pytest.fixture
def answer_for(hit):
    def make(conversation, number=1):
        citation = Citation(
            number=1,
            title=hit.passage.title,
            url=hit.passage.url,
            link=hit.passage.url + "#:~:text=Een%20paspoort",
            headings=("Kosten",),
            sentences=(hit.passage.text,),
            source=hit.passage.source,
            owner=hit.passage.owner,
            read_at=NOW,
            edition=7,
        )
        return Answer(
            id=f"{conversation}-{number}",
            conversation=conversation,
            outcome=Outcome.REFERENCES,
            completeness=Completeness.COMPLETE,
            notice="Gemaakt door AI.",
            language=Language.NL,
            claims=(Claim(text=hit.passage.text, cited=(1,)),),
            citations=(citation,),
            edition=7,
            seconds={"retrieve": 0.01, "total": 0.02},
            dropped={"cite": 2},
        )

    return make

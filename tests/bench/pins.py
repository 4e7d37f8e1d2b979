"""What the editors' pins cost every question: processor time, with 200 of them."""

from datetime import UTC, date, datetime
from statistics import median, quantiles
from time import process_time
from zoneinfo import ZoneInfo

from assistant.levers.matching import Reader
from assistant.levers.state import Base, State
from assistant.records.domain import Version
from assistant.steps.route import read_rules
from assistant.writing.asking import Asking
from configs.domain import Language
from configs.theme import load_theme
from tests.bench.measures import Row, questions
from tests.bench.town import passages

PINS = 200
FORMS = ("Wat kost {}?", "Hoe vraag ik {} aan?", "Waar kan ik terecht voor {}?")
OTHER = ("Hoe lang duurt {}", "Moet ik betalen voor {}", "Wat heb ik nodig voor {}", "prijs {}")


def pinning() -> list[Row]:
    """The step `pin` and the step `block`, each question read for the first time."""
    theme = load_theme("waterveen")
    names = theme.organisation.split()
    reader = Reader(Asking(generic=names), names)
    base = Base(theme, read_rules(), reader, ZoneInfo("UTC"), lambda: datetime.now(UTC))
    subjects = _subjects()
    state = State.of(base, 1, [_pin(n, one) for n, one in enumerate(subjects[:PINS])]).warm()
    asked = [*questions(), *(form.format(one) for one in subjects for form in OTHER)]
    taken = []
    for text in dict.fromkeys(asked):
        started = process_time()
        state.block(text)
        state.pin(text, Language.NL)
        taken.append((process_time() - started) * 1000)
    p95 = quantiles(taken, n=20)[-1]
    figure = f"median {median(taken):.2f} ms, p95 {p95:.2f} ms"
    return [(f"pin step with {PINS} pins (processor)", figure, "<= 2 ms")]


def _subjects() -> list[str]:
    """What the demo's pages are about, in as many words as are needed."""
    found = dict.fromkeys(
        f"{passage.title} {' '.join(passage.headings[-1:])}".strip() for passage in passages()
    )
    return list(found)


def _pin(number: int, subject: str) -> Version:
    content = {
        "language": "nl",
        "questions": [form.format(subject)[:200] for form in FORMS],
        "quotes": [{"url": "https://www.waterveen.example/", "text": "Een zin."}],
        "until": date(2099, 1, 1).isoformat(),
    }
    now = datetime.now(UTC)
    return Version(kind="pin", name=f"p{number}", number=1, content=content, by="", at=now)

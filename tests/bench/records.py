"""What retention over a million rows costs the chat: `python -m tests.bench.records`.

On SQLite and, where it is installed, on PostgreSQL: rows are laid down, half of them old; answers
are kept while the old ones are deleted. Times of the wall (ms), with those without deletion beside.
"""

import argparse
import sys
import tempfile
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter, sleep, thread_time

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from assistant.domain import Answer, Completeness, Outcome
from assistant.records import Records, open_records
from assistant.records.accounting_domain import Behind
from assistant.records.tables import ConversationRow, MessageRow, StatisticRow
from configs.domain import Language
from configs.settings import Settings
from configs.slices.records import RecordsSettings
from tests.postgres import postgresql, programs

NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=1000)
CHUNK = 5000
WIDE = 140
PER_CONVERSATION = 10
BEHIND = Behind(setup="s", checks=("cite", "facts", "support", "terms"))
EVERY = 0.02
"""So often an answer is kept meanwhile (s): fifty a second, as 1,000 busy chats give."""


def main() -> int:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.records", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="how many in all")
    options = parser.parse_args()
    table = Table(
        *("database", "rows deleted", "s", "write p50", "p95", "longest", "processor p95"),
        *("alone: p95", "longest", "processor p95"),
    )
    with tempfile.TemporaryDirectory() as folder:
        table.add_row("SQLite", *measure(Path(folder), "", options.rows))
    if programs() is not None:
        with postgresql() as url, tempfile.TemporaryDirectory() as folder:
            table.add_row("PostgreSQL", *measure(Path(folder), url, options.rows))
    console = Console()
    (console if console.is_terminal else Console(width=WIDE)).print(table)
    return 0


def measure(folder: Path, url: str, rows: int) -> list[str]:
    """One database."""
    console = Console(stderr=True)
    records = open_records(Settings(data=folder, records=RecordsSettings(url=url)))
    with console.status(f"{url.split(':')[0] or 'sqlite'}: {rows:,} rows …"):
        fill(records, rows)
    with console.status("writing alone …"):
        alone = writing(records, lambda: sleep(10))
    with console.status("writing while old rows go …"):
        gone: list[dict[str, int]] = []
        began = perf_counter()
        busy = writing(records, lambda: gone.append(records.enforce_retention(NOW)))
        took = perf_counter() - began
    records.close()
    return [
        f"{sum(gone[0].values()):,}",
        f"{took:.1f}",
        *(f"{one * 1000:.1f}" for one in (*spread(busy), *spread(alone)[1:])),
    ]


def spread(times: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Median, 95th percentile and longest; the 95th percentile of the processor's time."""
    waits, work = ([one[place] for one in times] for place in (0, 1))
    cuts = quantiles(waits, n=100)
    return cuts[49], cuts[94], max(waits), quantiles(work, n=100)[94]


def writing(records: Records, meanwhile) -> list[tuple[float, float]]:
    """How long each answer took to be kept, on the clock and of the processor, until it is done."""
    done, times = threading.Event(), []

    def keep() -> None:
        conversation = records.open_conversation(None, Language.NL).id
        number = 0
        while not done.is_set():
            number += 1
            answer = one_answer(conversation, number)
            began, worked = perf_counter(), thread_time()
            records.record(answer, "Wat kost een paspoort?", [], BEHIND)
            times.append((perf_counter() - began, thread_time() - worked))
            sleep(EVERY)

    thread = threading.Thread(target=keep)
    thread.start()
    try:
        meanwhile()
    finally:
        done.set()
        thread.join()
    return times


def one_answer(conversation: str, number: int) -> Answer:
    return Answer(
        id=f"{conversation}-{number}",
        conversation=conversation,
        outcome=Outcome.NO_SOURCE,
        completeness=Completeness.NONE,
        notice="Gemaakt door AI.",
        language=Language.NL,
        message="Dat staat niet in de bronnen.",
    )


def fill(records: Records, rows: int) -> None:
    """Half messages in conversations, half figures; of both every second one is old."""
    for start in range(0, rows // 2, CHUNK):
        at = OLD if (start // CHUNK) % 2 else NOW
        names = [f"c{start}-{number}" for number in range(CHUNK // PER_CONVERSATION)]
        with records._database.inserting() as connection:
            connection.execute(
                insert(ConversationRow),
                [{"id": name, "language": "nl", "begun_at": at, "last_at": at} for name in names],
            )
            connection.execute(
                insert(MessageRow),
                [
                    {"conversation": names[number % len(names)], "role": "user", "at": at}
                    | {"text": "Een vraag van gemiddelde lengte over een paspoort.", "author": ""}
                    for number in range(CHUNK)
                ],
            )
            connection.execute(insert(StatisticRow), [figures(at)] * CHUNK)


def figures(at: datetime) -> dict[str, object]:
    return {
        "day": at.date(), "outcome": "references", "completeness": "complete", "language": "nl",
        "edition": 1, "model": None, "claims": 2, "citations": 2, "hits": 12, "dropped": 0,
        "offered": False, "seconds": {"retrieve": 0.01, "write": 0.02},
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())

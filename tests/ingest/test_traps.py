"""Which addresses are made by a machine without end, and which only look a little like it."""

from datetime import UTC, date, datetime

import pytest

from ingest.addresses import normalise
from ingest.domain import Source
from ingest.frontier import Frontier
from ingest.traps import CALENDAR, DATED, NUMBERED, QUERIES, Traps, leads_to_wall

SITE = "https://www.gemeente.nl"


def refused(paths):
    """How many of these addresses are kept out."""
    traps = Traps()
    return sum(bool(traps.reason_against(f"{SITE}{path}")) for path in paths)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/agenda/dag/{}", CALENDAR),
        ("/evenementen?week={}", QUERIES),
        ("/nieuws?pagina={}", QUERIES),
        ("/producten?kleur=rood&maat={}&soort=x", QUERIES),
        ("/index.php?id={}", NUMBERED),
        ("/besluiten/{}-vergunning", 10**9),
    ],
)
def test_what_repeats_without_end_is_cut_off(path, most):
    paths = [path.format(number) for number in range(1, 2_101)]
    assert refused(paths) == max(0, len(paths) - most)


def test_days_are_cut_off_though_nothing_calls_them_a_calendar():
    days = [date.fromordinal(number) for number in range(738_000, 738_000 + 2 * DATED)]
    assert refused(f"/raad/{day:%Y/%m/%d}/" for day in days) >= DATED
    assert refused(f"/nieuws/{day:%Y/%m/%d}/bericht-{day:%j}" for day in days) == 0


def test_a_calendar_that_runs_into_the_far_future_is_cut_off_at_once():
    far = datetime.now(UTC).year + 5
    assert refused([f"/rooster/{far}/03", f"/rooster?maand={far}-03"]) == 2
    assert refused([f"/omgevingsvisie-{far}", f"/begroting/{far}", f"/plan/{far}-11e"]) == 0


def test_a_session_id_is_told_from_a_key_that_names_a_page():
    keys = [f"3fa85f64-5717-4562-b3fc-{number:012}" for number in range(40)]
    assert refused(f"/document?uuid={key}" for key in keys) == 0
    assert refused(f"/pagina{number}?x={key}" for number, key in enumerate(keys)) == 30


@pytest.mark.parametrize("path", ["/a/b/a/b/a/b", "/" + "/".join("abcdefghijklmnopqrstuvwxyz")])
def test_paths_without_end_are_cut_off(path):
    assert refused([path]) == 1


@pytest.mark.parametrize(
    ("path", "wall"),
    [
        ("/inloggen?terug=/mijn", True),
        ("/auth/realms/gemeente", True),
        ("/wp-login.php", True),
        ("/cookie-consent?terug=/x", True),
        ("/cookies", False),
        ("/nieuwsbrief/aanmelden", False),
        ("/cdn-cgi/challenge-platform", True),
        ("/inloggen-met-digid-uitleg", False),
        ("/authenticiteit", False),
        ("/paspoort-aanvragen", False),
    ],
)
def test_walls_are_known_by_their_address(path, wall):
    assert leads_to_wall(f"{SITE}{path}") is wall


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/x;jsessionid=A1B2.node?b=2&a=1", "/x?b=2&a=1"),
        ("/(S(abc12))/p.aspx?PHPSESSID=3&z=1", "/p.aspx?z=1"),
        ("/..;sessionid=1/x", "/x"),
        ("/art;1?sid=4", "/art;1?sid=4"),
    ],
)
def test_sessions_make_no_other_page(url, expected):
    assert normalise(SITE + url) == SITE + expected
    assert normalise(SITE + expected) == SITE + expected


def test_the_order_of_parameters_makes_no_other_page():
    facts = {"name": "x", "owner": "X", "review_by": date(2090, 1, 1), "start": (f"{SITE}/",)}
    frontier = Frontier(Source(**facts))
    first = frontier.add(f"{SITE}/zoek?f=2&f=1&a=0")
    assert frontier.add(f"{SITE}/zoek?a=0&f=2&f=1") == first
    assert frontier.add(f"{SITE}/zoek?a=0&f=1&f=2") != first
    assert frontier.add(f"{SITE}/zoek?a=0&f=2&f=1", listed=True) != first


def test_what_stands_on_a_list_is_no_trap():
    facts = {"name": "x", "owner": "X", "review_by": date(2090, 1, 1), "start": (f"{SITE}/",)}
    frontier = Frontier(Source(**facts))
    for number in range(3 * CALENDAR):
        frontier.add(f"{SITE}/agenda/{number}", listed=True)
    assert not frontier.refused


def test_hosts_take_turns_where_one_is_busy():
    places = ("https://a.nl/", "https://b.nl/")
    facts = {"name": "x", "owner": "X", "review_by": date(2090, 1, 1), "start": places}
    frontier = Frontier(Source(**facts))
    for url in ("https://a.nl/1", "https://a.nl/2", "https://b.nl/1"):
        frontier.add(url)
    assert frontier.next() == "https://a.nl/1"
    assert frontier.next(lambda host: host == "a.nl") == "https://b.nl/1"
    assert frontier.next(lambda host: host == "a.nl") is None
    assert frontier.next() == "https://a.nl/2"

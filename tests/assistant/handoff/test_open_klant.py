"""A request stands in Open Klant once and whole, in each version and whatever breaks."""

import pytest

from assistant.domain import Contact, Role
from assistant.handoff.build import open_handoffs
from assistant.handoff.delivering import open_klant_body as body
from assistant.handoff.delivering.domain import Parcel
from assistant.handoff.delivering.open_klant_body import Version
from assistant.handoff.domain import HandoffRequest
from assistant.records.domain import Stage
from configs.domain import ConfigurationError, Language
from configs.slices.handoff import HandoffSettings
from configs.texts import Texts
from tests.assistant.handoff.open_klant import TOKEN, open_klant

VERSIONS = ["2.4", "2.8", "2.16", "2.18"]
UNLIKE = pytest.mark.parametrize("server", ["2.4", "2.18"], indirect=True)
"""The first and the last: in what a lost answer asks of us, the others are like one of them."""
CONTACT = Contact(name="Jan van den Berg", phone="06-1234 5678", email="jan@voorbeeld.nl")
POSTS = (
    "POST /maak-klantcontact",
    "POST /digitaleadressen",
    "POST /internetaken",
    "POST /actorklantcontacten",
)


@pytest.fixture(params=VERSIONS)
def server(request):
    with open_klant(Version.of(request.param)) as server:
        yield server


@pytest.fixture
def opening(settings, records, clock, server):
    """Opens the desk of these settings, as a process does when it starts."""

    def opened(**changes):
        version = ".".join(map(str, server.version))
        given = {"url": server.url, "token": TOKEN, "version": version, **changes}
        handoff = HandoffSettings.model_validate({"open_klant": given})
        wired = settings.model_copy(update={"handoff": handoff})
        return open_handoffs(wired, records, Texts(), clock)

    return opened


@pytest.fixture
def handoffs(opening):
    return opening()


@pytest.fixture
def after(clock, handoffs):
    """Delivers what is due after a while."""

    def deliver(**period):
        clock.forward(**period)
        return handoffs.outbox.deliver_due()

    return deliver


def asked(handoffs, conversation, contact=CONTACT, message="Mijn paspoort is gestolen."):
    return handoffs.request(
        HandoffRequest(conversation=conversation, consent=True, contact=contact, message=message)
    )


def stages(records):
    return [one.stage for one in records.deliveries.all()]


def whole(server, reference):
    """Exactly one request stands there, with all its parts."""
    (contact,) = server.contacts.values()
    (person,) = server.people.values()
    (task,) = server.tasks.values()
    (had,) = server.had.values()
    assert reference in contact["inhoud"]
    assert {one["adres"] for one in server.addresses.values()} == {
        "0612345678",
        "jan@voorbeeld.nl",
    }
    assert len(server.addresses) == 2
    assert person["contactnaam"] == {
        "voorletters": "J",
        "voornaam": "Jan",
        "voorvoegselAchternaam": "van den",
        "achternaam": "Berg",
    }
    assert task["status"] == "te_verwerken"
    assert task["gevraagdeHandeling"] == "Contact opnemen met betrokkene"
    actors = {one["uuid"]: one["naam"] for one in server.actors.values()}
    assert sorted(actors.values()) == ["AI-assistent", "Klantcontactcentrum"]
    assert actors[had["actor"]] == "AI-assistent"
    assert [actors[one["uuid"]] for one in task["toegewezenAanActoren"]] == ["Klantcontactcentrum"]
    return contact, task


def test_a_request_arrives_with_all_its_fields(handoffs, records, conversation, server):
    reference = asked(handoffs, conversation).reference
    assert handoffs.outbox.deliver_due() == 1
    contact, task = whole(server, reference)
    assert contact["onderwerp"] == "Mijn paspoort is gestolen."
    assert contact["taal"] == "nld"
    assert "Mijn paspoort is gestolen." in task["toelichting"]
    if server.version >= (2, 16):
        assert contact["referentienummer"] == "2026000001"
        assert contact["metadata"]["bron"] == "ai-assistent"
    assert stages(records) == [Stage.DELIVERED]
    assert handoffs.outbox.deliver_due() == 0


def test_a_second_request_uses_the_same_actors(handoffs, records, conversation, server):
    asked(handoffs, conversation)
    handoffs.outbox.deliver_due()
    other = records.open_conversation(None, Language.NL).id
    records.say(other, Role.USER, "Mag ik iets vragen?")
    asked(handoffs, other, contact=None, message="")
    handoffs.outbox.deliver_due()
    assert len(server.actors) == 2
    assert len(server.tasks) == 2
    assert [one["onderwerp"] for one in server.contacts.values()][-1] == "Mag ik iets vragen?"


@UNLIKE
@pytest.mark.parametrize("call", POSTS)
@pytest.mark.parametrize("fault", ["lost", "down", 503, 429, 401, 201])
def test_after_a_fault_exactly_one_request_arrives(
    call, fault, *, handoffs, conversation, server, after
):
    server.faults[call] = [fault]
    reference = asked(handoffs, conversation).reference
    assert handoffs.outbox.deliver_due() == 0
    assert after(seconds=20) == 1
    whole(server, reference)


@UNLIKE
@pytest.mark.parametrize("word", range(1, 15))
def test_killed_before_or_after_any_call_exactly_one_request_arrives(
    word, *, handoffs, conversation, server, after
):
    reference = asked(handoffs, conversation).reference
    kept = handoffs.outbox._kept
    handoffs.outbox._kept = Dying(kept, word)
    with pytest.raises(KeyboardInterrupt):
        handoffs.outbox.deliver_due()
    handoffs.outbox._kept = kept
    assert after(seconds=60) == 0  # it may be with another process still
    assert after(minutes=5) == 1
    whole(server, reference)


class Dying:
    """The deliveries, until the process dies at its n-th word to them."""

    def __init__(self, kept, calls):
        self.kept, self.left = kept, calls

    def __getattr__(self, name):
        def call(*given):
            if name in {"begin", "advance"}:
                self.left -= 1
                if self.left == 0:
                    raise KeyboardInterrupt
            return getattr(self.kept, name)(*given)

        return call


@UNLIKE
def test_a_server_that_was_down_for_a_day_gets_it_all_afterwards(
    handoffs, conversation, server, after
):
    server.faults["GET /actoren"] = ["down"] * 30
    reference = asked(handoffs, conversation).reference
    for _ in range(30):
        assert after(minutes=61) == 0
    assert after(minutes=61) == 1
    whole(server, reference)


@UNLIKE
def test_what_is_refused_for_good_dies_visibly_and_can_be_retried(
    handoffs, records, conversation, server, clock
):
    server.faults["POST /internetaken"] = [400]
    reference = asked(handoffs, conversation).reference
    handoffs.outbox.deliver_due()
    (dead,) = records.deliveries.all()
    assert dead.stage is Stage.DEAD
    assert records.deliveries.count(Stage.DEAD) == 1
    assert records.deliveries.count(Stage.WAITING) == 0
    assert "400" in dead.error
    assert "gestolen" not in dead.error
    records.deliveries.retry(dead.id, clock())
    assert handoffs.outbox.deliver_due() == 1
    whole(server, reference)


@UNLIKE
def test_after_some_days_it_is_given_up(handoffs, records, conversation, server, after):
    server.faults["GET /actoren"] = [503] * 20
    asked(handoffs, conversation)
    for _ in range(9):
        assert after(days=1) == 0
    assert stages(records) == [Stage.DEAD]


@UNLIKE
def test_what_staff_closed_already_is_not_sent(handoffs, records, conversation, server):
    handoff = asked(handoffs, conversation)
    handoffs.take(handoff.id, "Samira")
    handoffs.close(handoff.id, "Samira")
    handoffs.outbox.deliver_due()
    assert stages(records) == [Stage.SPARED]
    assert not server.contacts


@UNLIKE
@pytest.mark.parametrize("phone", ["0800 1234", "14 0118", "+31 (0)6 12345678"])
def test_a_number_that_open_klant_refuses_stands_in_the_explanation(
    handoffs, conversation, server, phone
):
    handoff = asked(handoffs, conversation, contact=Contact(phone="0612345678"))
    handoff = handoff.model_copy(update={"contact": Contact(phone=phone)})
    parcel = Parcel(handoff=handoff, messages=())
    version = Version(*server.version)
    told = body.task(parcel, "contact", "department", version)["toelichting"]
    assert (phone in told) != bool(body.phone(parcel))


def test_long_texts_are_cut_with_a_sign(handoffs, records, conversation, server):
    asked(handoffs, conversation, message="Heel lang. " * 300)
    assert handoffs.outbox.deliver_due() == 1
    (contact,) = server.contacts.values()
    assert len(contact["onderwerp"]) == 200
    assert contact["onderwerp"].endswith("...")


@UNLIKE
@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"url": "http://elders.example/api"}, "OPEN_KLANT__URL"),
        ({"token": ""}, "OPEN_KLANT__TOKEN"),
        ({"version": "2.3"}, "OPEN_KLANT__VERSION"),
    ],
)
def test_a_desk_that_cannot_be_is_refused_at_the_start(opening, changes, named):
    with pytest.raises(ConfigurationError, match=named):
        opening(**changes)


@UNLIKE
def test_only_its_topics_go_there(opening, records, conversation):
    handoffs = opening(topics=["belasting"])
    asked(handoffs, conversation)
    assert records.deliveries.all() == []
    other = records.open_conversation(None, Language.NL).id
    records.say(other, Role.USER, "Ik wil mijn belastingen betalen")
    asked(handoffs, other)
    assert len(records.deliveries.all()) == 1

"""Personal data is masked in every way people write it, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.masking import REACHING, TOKENS, Kind, mask

PLATES = """
    ZB-12-34 12-34-ZB 12-ZB-34 ZB-12-XK ZB-XK-12 12-ZB-XK 12-ZBX-3
    1-ZBX-23 ZB-123-X Z-123-BX ZBX-12-K Z-12-BXK 1-ZB-234 123-ZB-4
"""
FOUND = [
    # citizen service numbers: the eleven-test, with and without separators
    (Kind.BSN, "Mijn BSN is {}.", "123456782"),
    (Kind.BSN, "bsn: {}", "111222333"),
    (Kind.BSN, "Mijn nummer {} klopt niet", "1112.22.333"),
    (Kind.BSN, "BSN {}", "123 456 782"),
    (Kind.BSN, "BSN {}", "1234 56 782"),
    (Kind.BSN, "BSN {}", "12.34.56.782"),
    (Kind.BSN, "BSN {}", "1 2 3 4 5 6 7 8 2"),
    (Kind.BSN, "bsn{}", "123456782"),
    (Kind.BSN, "({})", "010464554"),
    # bank accounts: mod 97
    (Kind.IBAN, "Stort het op {} alstublieft", "NL91ABNA0417164300"),
    (Kind.IBAN, "Rekening {} is van mij", "NL91 ABNA 0417 1643 00"),
    (Kind.IBAN, "iban {}, van Jan", "nl91abna0417164300"),
    (Kind.IBAN, "{}", "BE68 5390 0754 7034"),
    (Kind.IBAN, "Konto {}.", "DE89370400440532013000"),
    # phone numbers
    (Kind.PHONE, "Bel mij op {}", "0612345678"),
    (Kind.PHONE, "Bel {} of mail", "06-12345678"),
    (Kind.PHONE, "Bel {}, graag", "06 12 34 56 78"),
    (Kind.PHONE, "tel. {}", "06 - 1234 5678"),
    (Kind.PHONE, "{}", "+31612345678"),
    (Kind.PHONE, "{}", "+31 (0)6 12345678"),
    (Kind.PHONE, "{}", "0031 6 12 34 56 78"),
    (Kind.PHONE, "{}", "+31 20 123 4567"),
    (Kind.PHONE, "Kantoor: {}.", "020-1234567"),
    (Kind.PHONE, "Kantoor: {}", "020 123 45 67"),
    (Kind.PHONE, "Kantoor: {}", "(0118) 123456"),
    (Kind.PHONE, "Kantoor: {}", "0118-12 34 56"),
    (Kind.PHONE, "Kantoor: {}", "+32 470 12 34 56"),
    # e-mail addresses
    (Kind.EMAIL, "Mail {}.", "jan.de-vries+werk@mail.voorbeeld.nl"),
    (Kind.EMAIL, "<{}>", "a@b.nl"),
    # addresses
    (Kind.ADDRESS, "Ik woon op {}", "1234 AB 12"),
    (Kind.ADDRESS, "Ik woon op {} in Goes", "4461AB 12a"),
    (Kind.ADDRESS, "Ik woon op {}", "1234 ab 12"),
    (Kind.ADDRESS, "Postcode {}.", "1234 AB, huisnummer 12"),
    (Kind.ADDRESS, "postcode {}", "1234AB en mijn huisnummer is 7"),
    (Kind.ADDRESS, "{}", "1234 AB nr. 12-3"),
    (Kind.ADDRESS, "{}", "2511 DE 12"),
    (Kind.ADDRESS, "Dorpsstraat {} Goes", "12, 1234 AB"),
    # licence plates, every series
    *((Kind.PLATE, "Auto {} staat hier", plate) for plate in PLATES.split()),
    (Kind.PLATE, "mijn auto ({})", "zb-12-xk"),
    (Kind.PLATE, "Kenteken {}", "ZB12XK"),
    (Kind.PLATE, "het kenteken van mijn auto is {}", "1zbx23"),
    (Kind.PLATE, "kenteken: {}.", "12 ZBX 3"),
    (Kind.PLATE, "{} is mijn kenteken", "ZB12XK"),
    # names
    (Kind.NAME, "Ik ben {}.", "Sanne"),
    (Kind.NAME, "Hallo, ik ben {} en ik wil verhuizen", "Jan de Vries"),
    (Kind.NAME, "Ik ben {}, wat nu?", "J. Jansen"),
    (Kind.NAME, "Ik ben mevrouw {}.", "Jansen-Bakker"),
    (Kind.NAME, "Ik ben {} uit Goes", "Van der Berg"),
    (Kind.NAME, "Mijn naam is {}.", "Ayşe Öztürk"),
    (Kind.NAME, "mijn naam is {}.", "van den Heuvel"),
    (Kind.NAME, "Ik heet {} en", "Piet"),
    (Kind.NAME, "My name is {}.", "John Smith"),
    (Kind.NAME, "I'm {}, hello", "Mary"),
]
LEFT_ALONE = [
    "Wat kost een paspoort? € 83,87 of 83.87 euro?",
    "De begroting is € 123.456.782 groot.",
    "Het kost 123.456.782 euro.",
    "123456781 is geen burgerservicenummer",
    "000000000",
    "KvK 12345678",
    "Artikel 2.12, eerste lid, en artikel 4:17 Awb",
    "Op 01-02-2026 om 10.30 uur",
    "Van 06-02-2026 tot 07-03-2027",
    "1-mrt-26 of 1-mei-26",
    "In 2024 en 2025, van 2019 tot 2026",
    "IN 2024 EN 2025 OF 2026",
    "Is 1234 AB mijn wijk?",
    "1234AB",
    "Wat kost 1500 kg 2 keer, of 2000 m2 in 3 delen?",
    "Zaaknummer 0612345678",
    "mijn zaaknummer is 123456782",
    "Kenmerk: V-2026-00417",
    "WOO-2026-0123 en Z-2026-123456",
    "Bel 14 0999, 112, 113 of 0800-1234",
    "0900-1234567",
    "open van 9-tot-17 uur, groep 10-en-12",
    "WMO-24-A",
    "kenteken aanvragen voor 12 jaar",
    "Ik ben zwanger en alleenstaand",
    "Ik ben student",
    "Ik ben Student",
    "Ik ben Nederlander",
    "ik ben in Amsterdam geboren",
    "ik ben van de Belastingdienst",
    "Ik ben ZZP'er",
    "Ik ben het niet eens met Jan",
    "Ik ben 65 jaar",
    "Mijn naam is verkeerd gespeld",
    "Mijn naam is Onjuist gespeld",
    "I am Dutch",
    "I am looking for a house",
    "Hoeveel is 10 000 000 000?",
    "@gemeente en voorbeeld@",
    "😀😀😀",
    "",
]


@pytest.mark.parametrize(("kind", "sentence", "secret"), FOUND)
def test_personal_data_is_replaced_by_its_kind(kind, sentence, secret):
    masked = mask(sentence.format(secret))
    assert masked == (sentence.format(TOKENS[kind]), (kind,))


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_other_text_is_left_alone(text):
    assert mask(text) == (text, ())


def test_all_kinds_in_one_text_are_named_in_order():
    text = "Ik ben Jan, BSN 123456782, tel 0612345678, jan@x.nl"
    assert mask(text).text == "Ik ben [naam], BSN [bsn], tel [telefoonnummer], [e-mailadres]"
    assert mask(text).kinds == (Kind.EMAIL, Kind.PHONE, Kind.BSN, Kind.NAME)


def test_how_to_reach_someone_can_be_left_standing():
    text = "Ik ben Jan, bel 0612345678 of mail jan@x.nl. BSN 123456782"
    assert mask(text, leave=REACHING).text == text.replace("123456782", "[bsn]")


@given(st.lists(st.sampled_from([text.format(value) for _, text, value in FOUND] + LEFT_ALONE)))
def test_masking_twice_is_masking_once(texts):
    once = mask(" ".join(texts)).text
    assert mask(once) == (once, ())


@given(st.text(alphabet="0126789 .-+()@,abABNLzZ\nik ben naam kenteken[]€", max_size=80))
def test_masking_any_text_twice_is_masking_it_once(text):
    once = mask(text).text
    assert mask(once) == (once, ())


@given(st.text(alphabet="abcdefg hij.,!?", max_size=60), st.integers(0, 99_999_999))
def test_any_number_that_passes_the_eleven_test_is_masked(words, number):
    digits = f"{number:08d}"
    last = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 1, -1), strict=True))
    if last % 11 < 10 and number:
        assert f"{digits}{last % 11}" not in mask(f"{words} {digits}{last % 11} x").text


@pytest.mark.parametrize("between", ["", " ", ",", ".", "-", "@", "\n"])
def test_ten_thousand_hostile_characters_end_in_a_masked_text(between):
    units = [value for _, _, value in FOUND]
    units += ["ik ben", "Ik ben Jan", "kenteken", "0", "a", "a@", "1234AB", "NL91", ".", "+31"]
    for unit in units:
        once = mask(((unit + between) * 10_000)[:10_000]).text
        assert len(once) <= 10_000 * len("[telefoonnummer]")

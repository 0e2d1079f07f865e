import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from clients.guard import Identifier, find_identifiers, refuse_identifiers

CPR, PHONE, EMAIL, ADDRESS = Identifier.CPR, Identifier.PHONE, Identifier.EMAIL, Identifier.ADDRESS


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("010180-1234", CPR),
        ("0101801234", CPR),
        ("010180 1234", CPR),
        ("010180 - 1234", CPR),
        ("010180–1234", CPR),
        ("010180.1234", CPR),
        ("01 01 80 1234", CPR),
        ("01.01.80-1234", CPR),
        ("290200-1234", CPR),
        ("290204-1234", CPR),
        ("610180-1234", CPR),  # a replacement number: 1 + 60
        ("cpr:311299-4321.", CPR),
        ("-311299-4321", CPR),
        ("Hun hedder det, som står ved 311299-4321, siger hun", CPR),
        ("22334455", PHONE),
        ("22 33 44 55", PHONE),
        ("22-33-44-55", PHONE),
        ("22.33.44.55", PHONE),
        ("2233 4455", PHONE),
        ("2233-4455", PHONE),
        ("22 334 455", PHONE),
        ("223 344 55", PHONE),
        ("223 34 455", PHONE),
        ("+4522334455", PHONE),
        ("+45 22 33 44 55", PHONE),
        ("(+45) 22 33 44 55", PHONE),
        ("004522334455", PHONE),
        ("0045 22 33 44 55", PHONE),
        ("+46 70 123 45 67", PHONE),
        ("tlf22334455", PHONE),
        ("tlf.22334455", PHONE),
        ("tlf. 22334455", PHONE),
        ("Mobil: 22334455.", PHONE),
        ("ring på 22334455-hun tager den", PHONE),
        ("x@example.org", EMAIL),
        ("x @ example.org", EMAIL),
        ("fornavn.efternavn+andet@under.domæne.dk", EMAIL),
        ("Skriv til x_y@example.com, så svarer hun", EMAIL),
        ("Nørregade 12", ADDRESS),
        ("nørregade 12", ADDRESS),
        ("Nørregade 12B", ADDRESS),
        ("Nørregade 12 b, 3. tv.", ADDRESS),
        ("Nørregade nr. 12", ADDRESS),
        ("Nørre Allé 12, 3. tv.", ADDRESS),
        ("nørre alle 12", ADDRESS),
        ("Gl. Kongevej 11", ADDRESS),
        ("bor på Havnevej 3 i Odense", ADDRESS),
        ("H.C. Andersens Boulevard 12", ADDRESS),
        ("Åboulevarden 3", ADDRESS),
        ("Store Torv 5", ADDRESS),
        ("Lille Stræde 7", ADDRESS),
        ("Magstræde 7", ADDRESS),
        ("Rådhuspladsen 1", ADDRESS),
        ("Skt. Peders Vej 4", ADDRESS),
        ("sankt peders vej 4", ADDRESS),
        ("Enghaven 4", ADDRESS),
        ("Skovvænget 22", ADDRESS),
        ("Toldbodkajen 9", ADDRESS),
        ("Kongens vej 14", ADDRESS),
        ("Axeltorv 2", ADDRESS),
        ("på Torvet 5", ADDRESS),
    ],
)
def test_what_identifies_is_found_by_its_kind(text, kind):
    assert find_identifiers(text) == [kind]
    with pytest.raises(ValidationError) as refusal:
        refuse_identifiers(text)
    assert [error.code for error in refusal.value.error_list] == [kind.value]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3 samtaler",
        "fase 2",
        "§ 101",
        "servicelovens § 101, stk. 2",
        "kl. 14.30",
        "kl. 20.30-21.30",
        "fra 22.11-23.12",
        "den 18. marts 2014",
        "18.03.2014",
        "2023-11-30",
        "20231130",
        "30-11-2023",
        "i 2023-2024",
        "2023 2024",
        "om 14 dage",
        "de næste 3 pladser",
        "fik plads 3 dage om ugen",
        "praktikplads 3 dage om ugen",
        "Praktikplads 3",
        "på vej 14.30",
        "på vej 12",
        "hendes plads 4",
        "hans plads 3 i køen",
        "en plads 3. maj",
        "på torvet 3. maj",
        "på Torvegade 2 gange",
        "børnehaven 8-15",
        "på arbejdspladsen 2 gange",
        "12.345.678 kr.",
        "gæld på 25000000 kr.",
        "25 000 000 kroner",
        "1.234,50",
        "22334455,50",
        "WHO-5 steg fra 36 til 52",
        "WHO-5: 36, 48, 52, 60, 64",
        "+12 point",
        "0-35 er høj risiko",
        "320180-1234",
        "011380-1234",
        "310280-1234",
        "999999-9999",
        "sag 2024-117",
        "S-22334455",
        "AAR-7KQ4-M",
        "12345",
        "EAN 5798000000001",
        "mødtes @ caféen",
        "a@b",
        "Vej",
        "gaden er lang",
        "Talte om bolig, økonomi og netværk",
    ],
)
def test_ordinary_words_and_numbers_pass(text):
    assert find_identifiers(text) == []
    refuse_identifiers(text)


def test_every_kind_is_named_in_its_own_message():
    with pytest.raises(ValidationError) as refusal:
        refuse_identifiers("010180-1234, 22334455, x@example.org, Nørregade 12")
    assert [error.code for error in refusal.value.error_list] == ["cpr", "phone", "email", "address"]


IDENTIFIERS = st.sampled_from(["010180-1234", "0101801234", "22 33 44 55", "x@example.org", "Nørregade 12"])


@given(before=st.text(max_size=60), identifier=IDENTIFIERS, after=st.text(max_size=60))
def test_no_message_repeats_what_was_typed(before, identifier, after):
    text = f"{before} {identifier}, {after}"
    with pytest.raises(ValidationError) as refusal:
        refuse_identifiers(text)
    said = " ".join(refusal.value.messages)
    assert identifier not in said
    assert repr(refusal.value).find(identifier) == -1


@given(text=st.text(max_size=300))
def test_any_text_gets_an_answer(text):
    assert set(find_identifiers(text)) <= set(Identifier)


@pytest.mark.parametrize("unit", ["a", "1 ", "12 ", "a.", "æ ", "2", "+", "@"])
def test_a_very_long_text_is_answered_soon(unit):
    """Bounded repetition: a hundred times the longest field still takes well under a second."""
    assert find_identifiers(unit * (100_000 // len(unit))) == []

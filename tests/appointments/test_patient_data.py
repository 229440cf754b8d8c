"""The seal around what a patient told us, and the search that works without opening it."""

import uuid

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from appointments.lookup import lookup_hashes
from appointments.patient_data import DecryptionError, PatientData, seal, unseal
from appointments.references import ALPHABET, looks_like_reference, make_reference, normalize, spell
from clinic.typed.phones import to_e164

pytestmark = pytest.mark.usefixtures("reads_patients_data")

PAT = PatientData(
    full_name="María-José O'Brien Ñandú",
    phone="(949) 555-0142",
    phone_e164="+19495550142",
    email="Maria@Example.org",
)


def test_what_was_sealed_can_be_opened():
    owner = uuid.uuid4()
    assert unseal(owner, seal(owner, PAT)) == PAT


def test_a_seal_moved_to_another_request_is_broken():
    with pytest.raises(DecryptionError):
        unseal(uuid.uuid4(), seal(uuid.uuid4(), PAT))


def test_an_older_key_still_opens_and_the_newest_seals(settings):
    owner = uuid.uuid4()
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.PATIENT_DATA_KEYS = [old]
    before = seal(owner, PAT)
    settings.PATIENT_DATA_KEYS = [new, old]
    assert unseal(owner, before) == PAT
    after = seal(owner, PAT)
    settings.PATIENT_DATA_KEYS = [new]
    assert unseal(owner, after) == PAT
    with pytest.raises(DecryptionError):
        unseal(owner, before)


@given(st.text(max_size=200), st.text(max_size=500))
def test_any_text_survives_the_seal(name, note):
    owner = uuid.uuid4()
    data = PatientData(full_name=name, note=note)
    assert unseal(owner, seal(owner, data)) == data


def test_the_hashes_tell_nothing_without_the_key(settings):
    before = lookup_hashes(PAT)
    settings.PATIENT_LOOKUP_KEY = "another key of more than forty characters, as required"
    assert not set(before) & set(lookup_hashes(PAT))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("949 555 0123", "+19495550123"),
        ("+49 30 901820", "+4930901820"),
        ("949-555-0123 ext. 12", "+19495550123"),
        ("12", ""),
        ("", ""),
        ("call me", ""),
    ],
)
def test_phones_as_machines_write_them(typed, stored):
    assert to_e164(typed) == stored


def test_references_can_be_read_out():
    reference = make_reference()
    assert len(reference) == 8
    assert set(reference) <= set(ALPHABET)
    assert not set("01IO") & set(ALPHABET)
    assert [character for character, _word in spell(reference)] == list(reference)
    assert len({make_reference() for _ in range(1000)}) == 1000


def test_a_reference_is_known_however_it_is_typed():
    assert looks_like_reference(" abcd-efgh ")
    assert normalize("abcd efgh") == "ABCDEFGH"
    assert not looks_like_reference("ABCD0FGH")

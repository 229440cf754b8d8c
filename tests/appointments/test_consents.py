"""Versions of the consent: what each said is kept, word for word, and a new wording is a new version."""

import hashlib
import json

import pytest

from appointments.consents import (
    CONSENT_TEXTS,
    CONSENT_VERSION,
    DEMONSTRATION,
    DESK_CONSENT_VERSION,
    MAIL_CONSENTS,
)
from appointments.questions.groups import REACH
from appointments.questions.table import BY_NAME
from tests import cast
from tests.appointments.factories import AGREED, make_request
from tests.appointments.patients import record_url
from tests.factories import make_details

# Of each version's words. Those of a version that somebody has agreed to never change.
DIGESTS = {
    "2026-11": "aec66ee9fccbe4d9",
    "2026-11-22": "a7364365940278b4",
    "aloud-2026-11-22": "45c1cfb3efc48abc",
    "2026-11-23": "1c3da76e26ddb2b3",
    "aloud-2026-11-23": "3f9e2f7e4cb6f6b8",
    "2026-11-30": "045f8092b024b40f",
    "aloud-2026-11-30": "058331a1d217fff4",
}


def digest_of(version: str) -> str:
    return hashlib.sha256(json.dumps(CONSENT_TEXTS[version], sort_keys=True).encode()).hexdigest()[:16]


def test_what_a_version_said_never_changes():
    assert {version: digest_of(version) for version in CONSENT_TEXTS} == DIGESTS


def test_patients_agree_to_the_words_of_the_version_that_is_kept():
    beside = {"contact": BY_NAME["contact_by"].field, "email": BY_NAME["email"].field}
    assert {name: str(field.help_text) for name, field in beside.items()} == CONSENT_TEXTS[CONSENT_VERSION], (
        "give a new wording a new version in appointments/consents.py"
    )


def test_the_desk_reads_the_words_of_its_version_aloud():
    for words in CONSENT_TEXTS[DESK_CONSENT_VERSION].values():
        assert words in str(REACH.say), "give a new wording a new version"


def test_each_version_says_which_mail_it_allows():
    assert set(CONSENT_TEXTS) == set(MAIL_CONSENTS) - {DEMONSTRATION}


@pytest.mark.django_db
def test_the_record_shows_the_words_that_its_patient_agreed_to():
    make_details()
    desk = cast.signed_in(cast.make_freya())
    both, contact_only = make_request(consents=AGREED), make_request(consents={**AGREED, "email": False})
    said = " ".join(desk.get(record_url(both)).content.decode().split())
    assert f"In these words ({CONSENT_VERSION})" in said
    for words in CONSENT_TEXTS[CONSENT_VERSION].values():
        assert words in said
    said = desk.get(record_url(contact_only)).content.decode()
    assert "Your choice is your consent" in said
    assert "when your visit is" not in said

"""Whatever an address of the desk is sent: where its answer depends on patients' data, a record says so."""

import re
from typing import Any

from django.test import Client

import pytest

from appointments.models import AccessRecord
from tests import cast
from tests.addresses import all_addresses
from tests.appointments.desk.searching import sealed
from tests.appointments.factories import SOMEBODY_ELSE, make_request
from tests.factories import make_details

pytestmark = pytest.mark.django_db
DESK = [one for one in all_addresses() if one.name.startswith("requests:")]
WHO, NOBODY = ("Whitfield", "(949) 555-0142"), ("Zebraperson", "(949) 555-0100")
# What differs between any two answers, or repeats what was sent.
_TYPED = "|".join(map(re.escape, WHO + NOBODY)).encode()
NOISE = re.compile(rb"gAAAA[\w%=-]+|csrfmiddlewaretoken[^>]+|CSRF_TOKEN[^,]+|[0-9a-f]{32}|" + _TYPED)


def hostile(client: Client, words: str, number: str) -> dict[str, Any]:
    """A search in every parameter that any page of the desk reads."""
    token = sealed(client, words)
    sought = {"search": token, "listing": f"search={token}", "q": words, "phone": number, "find": "1"}
    return {**sought, "id": "all", "selection": "all", "confirmed": "yes", "to": "nobody", "version": "1"}


def answer_of(client: Client, method: str, address: str, sent: dict[str, Any]) -> tuple[int, bytes]:
    # What the page before had to say is shown once, and would tell two answers apart.
    client.cookies.pop("messages", None)
    response = getattr(client, method)(address, sent)
    return response.status_code, NOISE.sub(b"", response.content)


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_answer_that_depends_on_who_is_a_patient_is_recorded(settings, method):
    settings.READ_COOLDOWN_MINUTES = 0
    make_details()
    pk = make_request(**SOMEBODY_ELSE).pk
    make_request()
    desk = cast.signed_in(cast.make_freya())
    recorded = set()
    for one in DESK:
        known, address = AccessRecord.objects.count(), one.filled(uuid=pk)
        answer = answer_of(desk, method, address, hostile(desk, *WHO))
        if AccessRecord.objects.count() > known:
            recorded.add(one.name)
        else:
            assert answer == answer_of(desk, method, address, hostile(desk, *NOBODY)), one.name
    assert {"requests:give", "requests:duplicates"} <= recorded

"""Whatever is sent to the form: no crash, no request lost, none stored twice.

More examples than in every run: FORM_EXAMPLES=5000 make test-file F=<this file>
"""

import os
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from appointments.models import AppointmentRequest, RequestEvent
from appointments.public.forms.request import AppointmentRequestForm
from appointments.questions.choices import CHILD_AGES, DAYS, RELATIONSHIPS, SPEAKS, TIMES, VISITED, WHO_FOR
from tests.appointments.patients import FORM, answers, go_on, is_check, press, shown_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reads_patients_data")]

MORE = os.environ.get("FORM_EXAMPLES")
RUN = settings(
    max_examples=int(MORE or 30),
    # The same examples in every run, unless somebody asks for more.
    derandomize=not MORE,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

NAMES = some.sampled_from(
    [*AppointmentRequestForm.base_fields, "answers", "step", "screen", "csrfmiddlewaretoken"]
)
CHOICES = [
    value
    for group in (CHILD_AGES, DAYS, RELATIONSHIPS, SPEAKS, TIMES, VISITED, WHO_FOR)
    for value, _ in group
]
PASTED = [
    "sciatica",
    "in_person",
    "on",
    "phone",
    "email",
    "send",
    "either",
    "back",
    "who",
    "reach",
    "when",
    "\x00",
    "+1 949 555 0142",
    "x@y.example",
]
ONE = some.one_of(
    some.sampled_from([*CHOICES, *PASTED]),
    some.text(max_size=60),
    some.binary(max_size=40),
    some.text(min_size=190, max_size=600),
)
VALUE = some.one_of(some.none(), ONE, some.lists(ONE, max_size=4))
CHANGES = some.dictionaries(NAMES, VALUE, max_size=4)
STRAY = some.dictionaries(some.text(max_size=12) | some.binary(max_size=8), ONE, max_size=3)


def test_the_choices_are_those_of_the_form() -> None:
    offered = {
        value
        for field in AppointmentRequestForm.base_fields.values()
        for value, _ in getattr(field, "choices", ())
    }
    assert offered <= {*CHOICES, *PASTED}


@RUN
@given(changes=CHANGES, stray=STRAY)
def test_any_form_is_answered_and_what_is_received_is_stored_once(
    client: Any, condition: Any, changes: dict, stray: dict
) -> None:
    page = client.generic(
        "POST",
        FORM,
        urlencode({**stray, **answers(**changes)}, doseq=True),
        content_type="application/x-www-form-urlencoded",
    )
    assert page.status_code in (200, 400, 422)
    page = go_on(client, page, **changes) if page.status_code == 200 else page
    assert page.status_code in (200, 400, 422)
    if not is_check(page):
        return
    stored = set(AppointmentRequest.objects.values_list("reference", flat=True))
    received = press(client, page)
    assert received.status_code == 200
    reference = shown_reference(received)
    assert set(AppointmentRequest.objects.values_list("reference", flat=True)) == stored | {reference}
    assert shown_reference(press(client, page)) == reference, "sent again"
    assert AppointmentRequest.objects.count() == len(stored | {reference})
    appointment_request = AppointmentRequest.objects.get(reference=reference)
    assert appointment_request.patient.full_name
    assert appointment_request.patient.phone or appointment_request.patient.email
    assert RequestEvent.objects.filter(appointment_request=appointment_request).count() == 1


@RUN
@given(
    body=some.binary(max_size=300), kind=some.sampled_from(["x-www-form-urlencoded", "json", "octet-stream"])
)
def test_any_bytes_are_answered_and_stored_nowhere(
    client: Any, condition: Any, body: bytes, kind: str
) -> None:
    page = client.generic("POST", FORM, body, content_type=f"application/{kind}")
    assert page.status_code in (400, 422)
    assert not AppointmentRequest.objects.exists()


@RUN
@given(token=some.text(max_size=80), sent=CHANGES)
def test_no_link_that_was_made_up_is_a_crash_or_a_find(
    client: Any, condition: Any, token: str, sent: dict
) -> None:
    path = urlencode({"": token})[1:].replace("+", "%20").replace("%2F", "")
    for address in (f"/appointments/your-request/{path}/", f"/appointments/request/received/{path}/"):
        assert client.get(address).status_code in (200, 301, 400, 404)
    posted = {name: value for name, value in sent.items() if value is not None}
    assert client.post(f"/appointments/your-request/{path}/", posted).status_code in (400, 404, 405)

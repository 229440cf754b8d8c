"""Serves a patient and the desk once, by the code in PYTHONPATH: that of the latest release.

Prints what they saw as JSON. The arguments are keys of requests that the desk opens.
"""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    from django.apps import apps
    from django.test import Client
    from django.test.utils import setup_test_environment
    from django.urls import reverse

    from tests import cast
    from tests.appointments.patients import FORM, carried_on, check

    setup_test_environment()
    patient = Client()
    sent = patient.post(FORM, {"answers": carried_on(check(patient)), "step": "send"})
    received = patient.get(sent.headers.get("Location", FORM))
    desk = cast.signed_in(cast.make_freya())
    records = [desk.get(reverse("requests:inspect", args=[key])) for key in sys.argv[1:]]
    seen = {
        "code": apps.get_app_config("appointments").path,
        "sent": sent.status_code,
        "received": received.content.decode(),
        "records": [record.content.decode() for record in records],
        "migrations": Client().get("/health/ready").json()["migrations"],
    }
    sys.stdout.write(json.dumps(seen))

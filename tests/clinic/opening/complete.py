"""A clinic that has everything that it needs to open its form, and has not opened it."""

from django.db.models.functions import Now

from appointments.models import MailTrial
from clinic.models import ClinicSettings
from tests import cast
from tests.factories import make_details, make_policy


def make_complete() -> ClinicSettings:
    """Details, Freya at the front desk, mail that arrived, and a privacy page."""
    cast.make_freya()
    MailTrial.objects.create(confirmed_at=Now())
    make_policy(live=True)
    return make_details(opened_at=None)

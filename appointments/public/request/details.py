"""The clinic's details and the time, as the form of a request needs them."""

from datetime import datetime

from django.http import HttpRequest

from appointments.targets.queries import details_and_time
from clinic.database.clock import current_time
from clinic.fragments.keeping import apart, are_kept, kept
from clinic.models import ClinicSettings
from clinic.pages.serving import give_site
from clinic.site_version.version import asked_at


def details_for(request: HttpRequest, *, sends: bool) -> tuple[ClinicSettings, datetime]:
    """Return the clinic's details, and the time.

    Who ``sends`` is usually shown no screen, and waits for what is stored: the time is the database's own.
    """
    if not sends:
        give_site(request)
        clinic = ClinicSettings.for_request(request)
        with apart():
            return clinic, current_time()
    now = asked_at(request) if are_kept() else None
    if now is None:
        return details_and_time()
    return kept(("details",), ClinicSettings.of_the_default_site), now

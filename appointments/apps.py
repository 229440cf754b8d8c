"""Appointments app: requests from patients, and the front desk's work on them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "appointments"
    verbose_name = _("Appointment requests")

    def ready(self) -> None:
        from appointments import checks  # noqa: F401 - importing it registers the checks
        from appointments.desk.duties import duties_at_the_desk
        from clinic.identity.departures import collect_duties

        collect_duties.connect(duties_at_the_desk, dispatch_uid="appointments.desk")

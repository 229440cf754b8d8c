"""Appointments app: requests from patients, and the front desk's work on them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from .table_rights import RESTRICTED_TABLES


class AppointmentsConfig(AppConfig):
    name = "appointments"
    verbose_name = _("Appointment requests")
    # Read by clinic/database/grants.py.
    restricted_tables = RESTRICTED_TABLES

    def ready(self) -> None:
        from appointments import checks  # noqa: F401 - importing it registers the checks
        from appointments.desk.duties import duties_at_the_desk
        from appointments.desk.opening.needs import needs_of_the_desk
        from appointments.desk.person_data.cases import cases_to_confirm
        from appointments.metrics.notices import figures_of_notices
        from appointments.metrics.requests import figures_of_requests
        from appointments.reports.home_panel import decisions_about_requests
        from clinic.leaving.duties import collect_duties
        from clinic.metrics.figures import collect_figures
        from clinic.opening.needs import collect_needs
        from clinic.staff.decisions import collect_decisions

        collect_needs.connect(needs_of_the_desk, dispatch_uid="appointments.desk")
        collect_decisions.connect(decisions_about_requests, dispatch_uid="appointments.reports")
        collect_decisions.connect(cases_to_confirm, dispatch_uid="appointments.person_data")
        collect_figures.connect(figures_of_requests, dispatch_uid="appointments.requests")
        collect_figures.connect(figures_of_notices, dispatch_uid="appointments.notices")
        collect_duties.connect(duties_at_the_desk, dispatch_uid="appointments.desk")

"""App of the project's own identity: people, pages, photos, opening hours."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClinicConfig(AppConfig):
    name = "clinic"
    verbose_name = _("Clinic")

    def ready(self) -> None:
        from clinic import checks  # noqa: F401 - importing it registers the checks
        from clinic.audit.watching import connect_audit
        from clinic.pages.redirects import connect_redirects
        from clinic.spreadsheets import guard_exports_of_wagtail

        connect_audit()
        connect_redirects()
        guard_exports_of_wagtail()

"""App of the project's own identity: people, pages, photos, opening hours."""

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from clinic.database.grants import ADD, CHANGE, NOTHING, READ, Rights
from clinic.site_version.tables import OF_THE_CLINIC
from clinic.withholding import rules


class ClinicConfig(AppConfig):
    name = "clinic"
    verbose_name = _("Clinic")
    # Read by clinic/database/grants.py.
    restricted_tables = {
        "clinic_accountevent": Rights((READ, ADD), (READ, ADD), (READ,)),
        "clinic_backup": Rights((READ,), (READ,), NOTHING, (READ, ADD, CHANGE)),
        # What was published stays as it was.
        "clinic_issuednotice": Rights((READ, ADD), (READ, ADD)),
        "clinic_chainmark": Rights((READ,), (READ, ADD), (READ,)),
        # Triggers write both, with the rights of the owner.
        "clinic_publicchange": Rights(NOTHING, NOTHING),
        "clinic_siteversion": Rights((READ,), (READ,)),
    }
    # Read by clinic/site_version/tables.py.
    public_tables = OF_THE_CLINIC
    # Read by clinic/withholding/rules.py.
    gate_tables = rules.OF_THE_CLINIC

    def ready(self) -> None:
        from clinic import checks  # noqa: F401 - importing it registers the checks
        from clinic.audit.telling import connect_telling
        from clinic.audit.watching import connect_audit
        from clinic.error_reports import checks as report_checks  # noqa: F401 - importing it registers the check
        from clinic.http.choosers import start_choosers_without_inline_scripts
        from clinic.http.proxy_pages import write_when_saved
        from clinic.identity.details import ClinicSettings
        from clinic.identity.kept_details import keep_when_saved
        from clinic.metrics.own_figures import connect_figures
        from clinic.opening import checks as opening_checks  # noqa: F401 - importing it registers the check
        from clinic.opening.needs import collect_needs
        from clinic.opening.own_needs import needs_of_every_clinic
        from clinic.opening.views import decisions_about_opening
        from clinic.pages.privacy.issued import connect_issued
        from clinic.pages.redirects import connect_redirects
        from clinic.sessions.following import connect_sessions
        from clinic.spreadsheets.wagtails_exports import guard_exports_of_wagtail
        from clinic.staff.avatars import use_form_for_avatars
        from clinic.staff.decisions import collect_decisions

        if settings.ERROR_REPORTS_DSN:
            # Whoever does not ask for reports does not load what sends them.
            from clinic.error_reports.watching import report_errors

            report_errors()
        collect_needs.connect(needs_of_every_clinic, dispatch_uid="clinic.opening")
        collect_decisions.connect(decisions_about_opening, dispatch_uid="clinic.opening")
        connect_figures()
        connect_audit()
        post_save.connect(keep_when_saved, sender=ClinicSettings, dispatch_uid="clinic.kept_details")
        # After the file, which the pages are made from.
        post_save.connect(write_when_saved, sender=ClinicSettings, dispatch_uid="clinic.proxy_pages")
        connect_sessions()
        connect_telling()
        connect_redirects()
        connect_issued()
        guard_exports_of_wagtail()
        use_form_for_avatars()
        start_choosers_without_inline_scripts()

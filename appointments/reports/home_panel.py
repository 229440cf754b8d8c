"""Owner's first page: today, late, this week against last, messages. Numbers only, and no patient's word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wagtail.admin.ui.components import Component

from appointments.health import NOTICE_MAX_AGE, desk_notices_stuck, senders_are_seen, worker_is_alive
from appointments.models import AppointmentRequest, Notice, RequestEvent, Visit
from appointments.models.notices import NoticeState
from appointments.models.timeline import EXPIRED
from appointments.permissions import user_can_read_report
from appointments.reports.figures.period import A_WEEK, Period, last_weeks
from appointments.reports.figures.requests import request_figures
from appointments.reports.figures.scope import classified, scope_of
from appointments.targets.queries import late_numbers, response_targets_of
from clinic.backups.age import age_of_backups
from clinic.database.clock import current_time
from clinic.identity.clinic_time import clinic_day, start_of_day
from clinic.models import ClinicSettings, StaffRequest, User
from clinic.staff.decisions import Decision

LATELY = timedelta(days=7)
_ONE_SENDER = gettext_lazy(
    "The website sees one internet connection, or none, behind all requests. Either somebody floods it, or "
    "TRUSTED_PROXY_HOPS is not the number of proxies in front of it: tell whoever looks after the site."
)


@dataclass(frozen=True)
class Line:
    """Number with what it counts, and a second line."""

    label: str
    number: int
    detail: str = ""
    is_alarming: bool = False


class ClinicPanel(Component):
    """Dashboard panel of how the clinic does, for the owner."""

    name = "clinic_today"
    order = 40
    template_name = "appointments/reports/home_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        now = current_time()
        return {"lines": [*_today(now), *_waiting(now), _week(), *_messages(now), *_backups()]}


def add_clinic_panel(request: StaffRequest, panels: list[Component]) -> None:
    """Add the panel for users who may read the report."""
    if user_can_read_report(request.user):
        panels.append(ClinicPanel())


def _today(now: datetime) -> list[Line]:
    begins, ends = start_of_day(now), start_of_day(now, days_later=1)
    today = clinic_day(now)
    visits = Visit.objects.active().filter(during__startswith__gte=begins, during__startswith__lt=ends)
    return [
        # Counted as those of the week are, so that the two agree.
        Line(_("Requests today"), _received_in(Period(today, today))),
        Line(_("Visits today"), visits.count()),
    ]


def _waiting(now: datetime) -> list[Line]:
    waiting = AppointmentRequest.objects.awaiting_desk().order_by()
    targets = response_targets_of(ClinicSettings.of_the_default_site())
    late = waiting.aggregate(**late_numbers(targets.starts_at(now)))["late"]
    detail = _("They wait longer than the clinic has planned.") if late else ""
    return [
        Line(_("Waiting for the front desk"), waiting.count()),
        Line(_("Late"), late, detail, is_alarming=bool(late)),
    ]


def _week() -> Line:
    """Return this week until today, and last week until the same day."""
    this = last_weeks(1)
    before = _received_in(Period(this.first - A_WEEK, this.last - A_WEEK))
    detail = ngettext("%(count)d last week by the same day", "%(count)d last week by the same day", before)
    return Line(_("Requests this week"), _received_in(this), detail % {"count": before})


def _received_in(period: Period) -> int:
    scope = scope_of(period)
    with classified(scope):
        return request_figures(scope).total


def _messages(now: datetime) -> list[Line]:
    notices = Notice.objects.to_patient()
    failed = notices.filter(state=NoticeState.FAILED, created_at__gte=now - LATELY).count()
    owed = notices.pending().filter(due_at__lt=now - NOTICE_MAX_AGE).count()
    return [
        Line(_("Messages to patients that failed in seven days"), failed, is_alarming=bool(failed)),
        Line(_("Messages to patients that should have gone by now"), owed, is_alarming=bool(owed)),
    ]


def _backups() -> list[Line]:
    """Return how old the last backup is; what is wrong with them stands among the decisions."""
    backups = age_of_backups()
    if backups.age is None:
        return []
    hours = settings.BACKUP_EVERY_HOURS
    planned = ngettext("One is made every hour.", "One is made every %(count)d hours.", hours) % {
        "count": hours
    }
    return [
        Line(
            _("Hours since the last backup"),
            int(backups.age.total_seconds() // 3600),
            planned,
            is_alarming=backups.is_late,
        )
    ]


def decisions_about_requests(sender: Any, user: User, **_kwargs: Any) -> list[Decision]:
    """Return what went wrong with requests and mail, for the panel of decisions."""
    now = current_time()
    decisions = []
    expired = RequestEvent.objects.filter(EXPIRED, at__gte=now - LATELY).count()
    if expired:
        sentence = ngettext(
            "%(count)d request expired in seven days because nobody answered it: find out why.",
            "%(count)d requests expired in seven days because nobody answered them: find out why.",
            expired,
        )
        decisions.append(Decision(sentence % {"count": expired}))
    if desk_notices_stuck():
        decisions.append(
            Decision(_("Mail to the front desk does not arrive: tell whoever looks after the site."))
        )
    if not worker_is_alive():
        decisions.append(
            Decision(_("The program that sends mail does not run: tell whoever looks after the site."))
        )
    if not senders_are_seen():
        decisions.append(Decision(str(_ONE_SENDER)))
    return decisions

"""Views of the owner's report at /admin/request-report/."""

from datetime import date
from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import MinValueValidator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from appointments.permissions import user_can_read_report
from appointments.reports.figures.period import MOST_WEEKS, Period, last_weeks
from clinic.database.limits import REPORT_SECONDS, within
from clinic.identity.clinic_time import clinic_today
from clinic.models import ClinicSettings, StaffRequest
from clinic.spreadsheets.files import CONTENT_TYPES, CSV, XLSX, file_response

from .report import Report, report_of

WEEKS = (4, 13, 26, 52)
USUAL = 13
EARLIEST = date(2000, 1, 1)


class PeriodForm(forms.Form):
    """Form for the first and last day of a period."""

    use_required_attribute = False

    first = forms.DateField(
        label=_("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(EARLIEST)],
        error_messages={
            "required": _("Choose the first day"),
            "invalid": _("Choose a day, such as 2026-03-31"),
        },
    )
    last = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the last day"),
            "invalid": _("Choose a day, such as 2026-03-31"),
        },
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if last and last > clinic_today():
            self.add_error("last", _("Choose a day that is not after today"))
        elif first and last and last < first:
            self.add_error("last", _("Choose a last day that is not before the first"))
        elif first and last and len(Period(first, last).weeks) > MOST_WEEKS:
            self.add_error("first", _("Choose at most two years"))
        return cleaned


class PeriodView(View):
    """Base view that reads the period from the URL and checks the permission to read the report."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_can_read_report(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def weeks(self) -> int | None:
        """Number of weeks until today; None when two days are given."""
        if self.form.is_bound:
            return None
        asked = self.request.GET.get("weeks", "")
        return int(asked) if asked in map(str, WEEKS) else USUAL

    @cached_property
    def form(self) -> PeriodForm:
        """Form with the two days, bound if they are given."""
        asked = self.request.GET if {"first", "last"} & set(self.request.GET) else None
        return PeriodForm(asked)

    @cached_property
    def report(self) -> Report | None:
        """Report; None when the days are not valid."""
        if self.weeks:
            period = last_weeks(self.weeks)
        elif self.form.is_valid():
            period = Period(self.form.cleaned_data["first"], self.form.cleaned_data["last"])
        else:
            return None
        with within(REPORT_SECONDS):
            return report_of(period, ClinicSettings.of_the_default_site().clock)


class RequestReportView(PeriodView, WagtailAdminTemplateMixin, TemplateView):
    """Report page. It names no patient and no request, so no access is recorded."""

    template_name = "appointments/reports/report.html"
    page_title = _("Requests in figures")
    header_icon = "order"
    http_method_names = ["get", "head"]

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        status = HTTPStatus.OK if self.report else HTTPStatus.UNPROCESSABLE_ENTITY
        return super().render_to_response(context, status=status, **response_kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = reverse("request_report:report")
        spans = [
            (_t("%(count)d weeks") % {"count": count}, f"{here}?weeks={count}", count == self.weeks)
            for count in WEEKS
        ]
        return {
            **super().get_context_data(**kwargs),
            "form": self.form,
            "spans": spans,
            "report": self.report,
            "files": self._files() if self.report else [],
        }

    def _files(self) -> list[tuple[str, str]]:
        return [
            (kind.upper(), f"{reverse(f'request_report:{kind}')}?{self._period()}") for kind in (XLSX, CSV)
        ]

    def _period(self) -> str:
        asked = QueryDict(mutable=True)
        if self.weeks:
            asked["weeks"] = str(self.weeks)
        else:
            asked.update({name: self.form.cleaned_data[name].isoformat() for name in ("first", "last")})
        return asked.urlencode()


class FiguresFileView(PeriodView):
    """Report as a file, with the same small numbers left out."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """Return the file, or the page with the error about the days."""
        if self.report is None:
            return RequestReportView.as_view()(request)
        period = self.report.scope.period
        name = f"figures-{period.first:%Y-%m-%d}-to-{period.last:%Y-%m-%d}"
        return file_response(kind, name, [figure.sheet for figure in self.report.figures])


class RequestReportMenuItem(MenuItem):
    """Menu item of the report, under Reports."""

    def is_shown(self, request: StaffRequest) -> bool:
        return user_can_read_report(request.user)


def request_report_menu_item() -> RequestReportMenuItem:
    """Return the menu item of the report."""
    url = reverse("request_report:report")
    return RequestReportMenuItem(
        _("Requests in figures"), url, name="request-report", icon_name="order", order=100
    )


def request_report_urls() -> list[Any]:
    """Return the URLs of the report."""
    patterns = [
        path("", RequestReportView.as_view(), name="report"),
        *(
            path(f"figures.{kind}", FiguresFileView.as_view(), {"kind": kind}, name=kind)
            for kind in CONTENT_TYPES
        ),
    ]
    return [path("request-report/", include((patterns, "request_report")))]

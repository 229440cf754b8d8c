"""Export of a list of requests as a file, after a record of the user, the reason and the requests."""

from collections.abc import Iterable
from typing import Any

from django import db
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from appointments.desk.access_log.recording import codes_of, not_recorded
from appointments.desk.bulk.bar import listing_of
from appointments.desk.bulk.selection import LONGEST_LISTING
from appointments.desk.lists.listing import InboxFilters, requests_listed
from appointments.desk.lists.searches import search_in
from appointments.desk.lists.tabs import tab_of
from appointments.desk.pages import ConfirmedFormView
from appointments.models import AccessAction, AppointmentRequest
from appointments.permissions import user_can_export_requests
from appointments.reading import recorded_reading
from appointments.services.access import record_access
from clinic.database.limits import REPORT_SECONDS, within
from clinic.identity.clinic_time import clinic_today
from clinic.models import StaffRequest
from clinic.sign_in.freshness import FreshSignInMixin
from clinic.spreadsheets.files import file_response

from .forms import ExportForm
from .sheets import sheet_of, with_times

# Limit of one file: more than a clinic has open. A whole archive is for the operator.
MOST = 5000


def export_listing(request: StaffRequest) -> str:
    """Return the list that the inbox offers for export; empty for users who may not export."""
    return listing_of(request.GET).urlencode() or "tab=open" if user_can_export_requests(request.user) else ""


class ExportView(ConfirmedFormView, FreshSignInMixin):
    """Page that asks for the reason of an export; its own POST makes the file.

    The inbox posts the address of its list, which may hold a sealed search.
    """

    form_class = ExportForm
    template_name = "appointments/desk/export/export.html"
    page_title = _("Export requests")
    header_icon = "download"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_can_export_requests(self.request.user):
            raise PermissionDenied
        try:
            # The read and its record are one transaction: without a record there is no file.
            with within(REPORT_SECONDS), recorded_reading():
                response = super().dispatch(request, *args, **kwargs)
                return response.render() if isinstance(response, TemplateResponse) else response
        except db.Error as error:
            return not_recorded(error)

    def can_submit(self) -> bool:
        return bool(self.count) and not self.is_too_much

    @cached_property
    def listing(self) -> QueryDict:
        """Return the list to export: all open requests, unless the inbox names another."""
        return listing_of(QueryDict(self.request.POST.get("listing", "")[:LONGEST_LISTING]))

    @property
    def searched(self) -> str:
        """Return the search, to be kept as a hash."""
        return search_in(self.listing, self.request.user).words

    @cached_property
    def count(self) -> int:
        """Return the number of requests in the list."""
        return requests_listed(self.listing, self.request).count()

    @property
    def is_too_much(self) -> bool:
        """Return whether the list is too long for one file."""
        return self.count > MOST

    def form_valid(self, form: ExportForm) -> HttpResponse:
        """Make the file and record it, with every reference in it."""
        chosen = form.cleaned_data
        listed = requests_listed(self.listing, self.request)
        if not chosen["with_people"]:
            listed = listed.defer("patient_data")
        requests = list(with_times(listed)[:MOST])
        sheet = sheet_of(requests, with_people=chosen["with_people"])
        people = {"with": "people"} if chosen["with_people"] else {}
        why = {"reason": chosen["reason"], "file": chosen["kind"], **people}
        self._record(AccessAction.EXPORT, requests, why)
        return file_response(chosen["kind"], f"requests-{clinic_today():%Y-%m-%d}", [sheet])

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        # The number of results alone reveals whether a patient of that name is there.
        if self.searched:
            listed = requests_listed(self.listing, self.request)
            self._record(AccessAction.SEARCH, list(listed.only("reference")[:MOST]), {})
        return super().render_to_response(context, **response_kwargs)

    def _record(self, action: AccessAction, shown: Iterable[AppointmentRequest], why: dict[str, str]) -> None:
        filters = InboxFilters(self.listing, queryset=AppointmentRequest.objects.none(), request=self.request)
        tab = tab_of(self.listing)
        record_access(
            actor=self.request.user,
            action=action,
            shown=shown,
            filters={**codes_of(filters), **({"tab": tab.slug} if tab else {}), **why},
            searched=self.searched,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tab = tab_of(self.listing)
        return {
            **super().get_context_data(**kwargs),
            "count": self.count,
            "most": MOST,
            "is_too_much": self.is_too_much,
            "tab": tab,
            "is_narrowed": len(self.listing) > ("tab" in self.listing),
            "listing": self.listing.urlencode(),
        }

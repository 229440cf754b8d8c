"""Copy of one person's data: a page for printing or a file, made while it is sent, and kept nowhere."""

from typing import Any

from django import db
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _t

from wagtail.admin import messages

from appointments.desk.access_log.recording import not_recorded
from appointments.models import AccessAction, AppointmentRequest
from appointments.permissions import user_can_review_requests
from appointments.reading import recorded_reading
from appointments.services.access import record_access
from appointments.services.person_data.cases import Case, CaseState, case_of
from clinic.database.clock import current_time, database_now
from clinic.identity.clinic_time import clinic_day
from clinic.models import User
from clinic.sign_in.freshness import FreshSignInMixin
from clinic.spreadsheets.files import JSON, XLSX, file_response

from .cases import is_copied_by
from .pages import PersonPageMixin
from .sheets import read_aloud, sheets_of

PAGE = "page"
KINDS = (PAGE, XLSX, JSON)


class CopyView(PersonPageMixin, FreshSignInMixin):
    """Copy for the person, for whoever asked for it, until the day after it was confirmed."""

    http_method_names = ["post"]

    def is_open_to(self, user: User) -> bool:
        return user_can_review_requests(user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the copy and record it, or lead back to the case."""
        if (case := case_of(self.kwargs["number"])) is None:
            raise Http404
        kind = request.POST.get("kind", "")
        may_have_it = case.state(database_now()) is CaseState.CONFIRMED and is_copied_by(
            case, self.request.user
        )
        if kind not in KINDS or not may_have_it:
            messages.error(request, _t("The copy cannot be made, or no longer. Ask for it again."))
            return redirect("person_data:case", case.number)
        try:
            # The read and its record are one transaction: without a record there is no copy.
            with transaction.atomic(), recorded_reading():
                return self._copy(case, kind)
        except db.Error as error:
            return not_recorded(error)

    def _copy(self, case: Case, kind: str) -> HttpResponse:
        asked = case.asked
        found = AppointmentRequest.objects.filter(reference__in=asked.about).select_related("duplicate_of")
        requests = list(found.order_by("received_at"))
        sheets = sheets_of(requests)
        if kind == PAGE:
            response = render(
                self.request,
                "appointments/desk/person_data/copy.html",
                {"sheets": [read_aloud(sheet) for sheet in sheets], "case": case, "now": current_time()},
            )
        else:
            response = file_response(kind, f"copy-{clinic_day(current_time()):%Y-%m-%d}", sheets)
        record_access(
            actor=self.request.user,
            action=AccessAction.COPY,
            shown=requests,
            filters={"reason": asked.reason, "file": kind, "case": str(case.number)},
        )
        return response

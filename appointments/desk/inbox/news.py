"""Poll of an open inbox: the number of waiting requests, and of those since it was shown."""

from datetime import datetime

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.dateparse import parse_datetime
from django.views.generic import View

from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from appointments.models import AppointmentRequest
from appointments.statuses import AWAITING_DESK, Status


class NewsView(PermissionCheckedMixin, View):
    """View of two counts, which say nothing of any patient, so no read is recorded; 304 if unchanged."""

    model = AppointmentRequest
    permission_required = "change"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        new = Q(status=Status.NEW)
        if since := _moment(request.GET.get("since", "")):
            new &= Q(received_at__gt=since)
        counts = AppointmentRequest.objects.filter(status__in=AWAITING_DESK).aggregate(
            waiting=Count("pk"), new=Count("pk", filter=new)
        )
        etag = f'"{counts["waiting"]}-{counts["new"]}"'
        if request.headers.get("If-None-Match") == etag:
            response: HttpResponse = HttpResponseNotModified()
        else:
            response = JsonResponse(counts)
        response.headers["ETag"] = etag
        return response


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None

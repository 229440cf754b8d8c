"""Recording of reads, in the transaction of each read: without a record, no data is shown."""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django import db, forms
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.template.response import SimpleTemplateResponse
from django.utils.decorators import classonlymethod
from django.views.generic.base import TemplateResponseMixin, View

from wagtail.admin.views import generic

from django_filters import FilterSet

from appointments.models import AccessAction, AppointmentRequest
from appointments.reading import note_nothing_shown, recorded_reading
from appointments.services.access import record_access
from clinic.database.trouble import described
from clinic.models import StaffRequest

SAFE_METHODS = ("GET", "HEAD")
logger = logging.getLogger(__name__)


def not_recorded(error: db.Error) -> HttpResponse:
    """Return the page that replaces one whose read was not recorded; needs no database."""
    note_nothing_shown()
    logger.error("A page with a patient's data was held back: %s", described(error))
    return HttpResponse(
        render_to_string("appointments/desk/access_log/not_recorded.html"),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    )


class RecordsAccessMixin(TemplateResponseMixin, View):
    """View whose page shows patients' data; the page is sent only once its read is recorded."""

    request: StaffRequest
    object: AppointmentRequest
    access_action: AccessAction

    @classonlymethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """Return the view, with all that it reads, and the record of that, in one transaction."""
        view = super().as_view(**initkwargs)

        @wraps(view)
        def recorded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            # An action has a transaction of its own; what is shown after it is recorded below.
            if request.method not in SAFE_METHODS:
                with recorded_reading():
                    return view(request, *args, **kwargs)
            try:
                with transaction.atomic(), recorded_reading():
                    return view(request, *args, **kwargs)
            except db.Error as error:
                return not_recorded(error)

        return recorded

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic(savepoint=False):
                # Rendered here: lists are read while they are rendered.
                response = super().render_to_response(context, **response_kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
                record_access(actor=self.request.user, **self.access_entry(context))
        except db.Error as error:
            return not_recorded(error)
        return response

    def access_entry(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the page with ``context`` shows, as arguments of ``record_access``."""
        return {"action": self.access_action, "appointment_request": self.object, "shown": [self.object]}


class RecordsStepMixin(RecordsAccessMixin):
    """View of a step on one request. A POST is recorded first, as its outcome depends on the answers."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                record_access(actor=self.request.user, **RecordsAccessMixin.access_entry(self, {}))
        except db.Error as error:
            return not_recorded(error)
        form_view: Any = super()
        return form_view.post(request, *args, **kwargs)


class RecordsListAccessMixin(RecordsAccessMixin, generic.IndexView):
    """List whose record names every request on the page, the filters and the search."""

    access_action = AccessAction.LIST

    def access_entry(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the requests on this page of the list."""
        return {
            "action": AccessAction.SEARCH if self.is_searching else self.access_action,
            "shown": context["object_list"],
            "filters": self.filter_codes(),
            "searched": self.search_query,
        }

    def filter_codes(self) -> dict[str, Any]:
        """Return the filters of the list: choices, dates and keys, never typed words."""
        return codes_of(self.filters)


def codes_of(filters: FilterSet | None) -> dict[str, Any]:
    """Return the values of ``filters`` as codes; text fields are left out."""
    if not filters or not filters.is_valid():
        return {}
    form = filters.form
    codes = {
        name: _code(value)
        for name, value in form.cleaned_data.items()
        if value is not None and not isinstance(form.fields[name], forms.CharField)
    }
    return {name: code for name, code in codes.items() if code}


def _code(value: Any) -> Any:
    if isinstance(value, list | tuple | models.QuerySet):
        return [_code(one) for one in value]
    if isinstance(value, slice):
        return [_code(value.start), _code(value.stop)]
    return str(value.pk) if isinstance(value, models.Model) else str(value)

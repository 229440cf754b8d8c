"""Button that sends a failed message again."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from appointments.models import AppointmentRequest
from appointments.services.contact.sending_again import NothingToSend, send_again
from clinic.models import StaffRequest

from .undo import number_in


class SendAgainView(PermissionCheckedMixin, View):
    """View of the button; the record then shows the message among those that wait."""

    model = AppointmentRequest
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: StaffRequest, **kwargs: object) -> HttpResponse:
        pk, number = self.kwargs["pk"], number_in(request, "notice")
        try:
            send_again(appointment_request_id=pk, notice_id=number, actor=request.user)
        except AppointmentRequest.DoesNotExist:
            raise Http404 from None
        except NothingToSend:
            messages.error(
                request,
                _("Nothing was sent: the message goes again already, or a later step has overtaken it."),
            )
        else:
            messages.success(request, _("The message goes again now. What becomes of it stands below."))
        return redirect("requests:inspect", pk)

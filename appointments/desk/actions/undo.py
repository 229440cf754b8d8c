"""Undo button: takes an action back while its message to the patient waits."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from appointments.models import AppointmentRequest
from appointments.services.decisions.undo import MessageGone, Undone, undo
from clinic.models import StaffRequest

LARGEST_KEY = 2**63 - 1
_DONE = {
    Undone.ACTION: gettext_lazy(
        "Undone: no message goes, and request %(reference)s is as it was before the step."
    ),
    Undone.MESSAGE: gettext_lazy("Undone: no message goes. What you wrote for %(reference)s stays."),
    Undone.MOVED_ON: gettext_lazy(
        "No message goes. Request %(reference)s stays as it is: somebody has gone on with it since."
    ),
    Undone.TIME_TAKEN: gettext_lazy(
        "No message goes. Request %(reference)s stays as it is: the time of the visit was given to somebody "
        "else meanwhile."
    ),
}


class UndoView(PermissionCheckedMixin, View):
    """View of the undo button; the record then says how far the action was undone."""

    model = AppointmentRequest
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: StaffRequest, **kwargs: object) -> HttpResponse:
        pk = self.kwargs["pk"]
        reference = AppointmentRequest.objects.filter(pk=pk).values_list("reference", flat=True).first()
        if reference is None:
            raise Http404
        try:
            done = undo(
                appointment_request_id=pk,
                notice_id=notice_number(request),
                actor=request.user,
            )
        except MessageGone:
            messages.error(request, _("Too late to undo: the message has gone, or was undone already."))
        else:
            level = messages.success if done in (Undone.ACTION, Undone.MESSAGE) else messages.warning
            level(request, _DONE[done] % {"reference": reference})
        return redirect("requests:inspect", pk)


def notice_number(request: StaffRequest) -> int:
    """Return the number of the notice that the button stands beside; 0, which none has, for anything else."""
    text = request.POST.get("notice", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len(str(LARGEST_KEY)) else 0

"""Undo button: takes a step of the desk back, and holds its message to the patient back."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.generic import View

from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from appointments.desk.lists.tabs import TABS
from appointments.desk.presenters.plan import clinic_for
from appointments.models import AppointmentRequest
from appointments.services.decisions.undo import MessageGone, StepStays, TooLate, Undone, undo, undo_window
from appointments.services.decisions.undo_batch import undo_batch
from clinic.models import StaffRequest
from clinic.typed.keys import key_in

_TOO_LATE = gettext_lazy("Too late to undo: the minutes for it are over, or somebody has undone it already.")
_UNDONE_MANY = ngettext_lazy(
    "Undone: %(count)d request is as it was before the step.",
    "Undone: %(count)d requests are as they were before the step.",
    "count",
)
_LEFT_ALONE = ngettext_lazy(
    "%(count)d request stays as it is: somebody has worked on it since.",
    "%(count)d requests stay as they are: somebody has worked on them since.",
    "count",
)
# Field of the buttons in a list: the person returns to the list of that name.
FROM_TAB = "from_tab"
_DONE = {
    Undone.ACTION: gettext_lazy("Undone: request %(reference)s is as it was before the step."),
    Undone.MOVED_ON: gettext_lazy("Request %(reference)s stays as it is: somebody has worked on it since."),
    Undone.TIME_TAKEN: gettext_lazy(
        "Request %(reference)s stays as it is: the time of the visit was given to somebody else meanwhile."
    ),
}


class UndoView(PermissionCheckedMixin, View):
    """View of the undo button; the page that follows says how far the step was undone."""

    request: StaffRequest
    model = AppointmentRequest
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: StaffRequest, **kwargs: object) -> HttpResponse:
        pk = self.kwargs["pk"]
        reference = AppointmentRequest.objects.filter(pk=pk).values_list("reference", flat=True).first()
        if reference is None:
            raise Http404
        event = number_in(request, "event")
        window = undo_window(clinic_for(request))
        try:
            result = undo(appointment_request_id=pk, event_id=event, actor=request.user, window=window)
        except MessageGone:
            messages.error(request, _("Too late to undo: the message to the patient has gone."))
        except TooLate:
            messages.error(request, _TOO_LATE)
        except StepStays as stays:
            messages.warning(request, _DONE[stays.why] % {"reference": reference})
        else:
            level = messages.success if result.how is Undone.ACTION else messages.warning
            words = [_("No message goes.")] if result.held_back else []
            level(request, " ".join([*words, _DONE[result.how] % {"reference": reference}]))
        return redirect(_list_of(request) or reverse("requests:inspect", args=[pk]))


class UndoBatchView(PermissionCheckedMixin, View):
    """View of the undo button of a bulk action; the list says on how many requests it was undone."""

    request: StaffRequest
    model = AppointmentRequest
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: StaffRequest, **kwargs: object) -> HttpResponse:
        batch, window = request.POST.get("batch", ""), undo_window(clinic_for(request))
        undone, left = undo_batch(batch=batch, actor=request.user, window=window) if batch else (0, 0)
        words = [_UNDONE_MANY % {"count": undone}] if undone else []
        words += [_LEFT_ALONE % {"count": left}] if left else []
        level = messages.success if undone and not left else messages.warning
        level(request, " ".join(words or [str(_TOO_LATE)]))
        return redirect(_list_of(request) or reverse("requests:index"))


def _list_of(request: StaffRequest) -> str:
    """Return the address of the list on which the button was pressed; empty on a record."""
    tab = TABS.get(request.POST.get(FROM_TAB, ""))
    return tab.address if tab else ""


def number_in(request: StaffRequest, field: str) -> int:
    """Return the key that a button sent in ``field``; 0, which none has, for anything else."""
    return key_in(request.POST.get(field, "")) or 0

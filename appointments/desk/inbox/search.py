"""Search field of the inbox: what is typed arrives in the body of a POST, and leaves sealed."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from appointments.desk.lists.searches import LONGEST_SEARCH, SEARCH, sealed_search
from appointments.models import AppointmentRequest
from appointments.references import looks_like_reference, normalize
from clinic.models import StaffRequest

TYPED = "q"


@method_decorator(sensitive_post_parameters(), name="dispatch")
class SearchView(PermissionCheckedMixin, View):
    """View that leads to the list at the sealed search, or to the record that a whole reference names.

    While somebody types, a script asks for the sealed search alone. Nothing is searched here, so no read is
    recorded.
    """

    request: StaffRequest
    model = AppointmentRequest
    permission_required = "view"
    http_method_names = ["post"]

    def post(self, request: StaffRequest, **kwargs: object) -> HttpResponse:
        typed = request.POST.get(TYPED, "")
        sealed = sealed_search(typed, request.user)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return JsonResponse({SEARCH: sealed})
        if len(typed) <= LONGEST_SEARCH and looks_like_reference(typed):
            named = AppointmentRequest.objects.filter(reference=normalize(typed))
            if pk := named.values_list("pk", flat=True).first():
                return redirect("requests:inspect", pk)
        return redirect(reverse("requests:index") + (f"?{urlencode({SEARCH: sealed})}" if sealed else ""))

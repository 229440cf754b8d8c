"""Page "Who saw a request": its reads between two days, also on paper. For the owner alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from django.views.generic.base import TemplateResponseMixin, View

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from appointments.models import AccessRecord
from appointments.permissions import user_can_read_access_records
from appointments.references import looks_like_reference, normalize
from clinic.database.clock import current_time
from clinic.models import StaffRequest
from clinic.typed.fields import PlainTextField, set_choices

# Limit of one page; a request has a few hundred reads in its life.
MOST = 2000


class ReferenceForm(forms.Form):
    """Form that asks for the reference. It is sent by POST: what is typed by mistake is in no address."""

    use_required_attribute = False

    reference = PlainTextField(
        label=_("Reference of the request"),
        help_text=_("Its reads are kept when the request itself has been erased."),
        error_messages={"required": _("Enter the reference of a request")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_reference(self) -> str:
        """Return the reference as it is stored."""
        typed = self.cleaned_data["reference"]
        if not looks_like_reference(typed):
            raise forms.ValidationError(_("Enter the eight characters of a reference, such as 7AMEB2X6"))
        return normalize(typed)


class PeriodForm(forms.Form):
    """Form that narrows the reads to days, both included, and to one person."""

    use_required_attribute = False

    begins = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    person = forms.ChoiceField(label=_("Who"), required=False)

    def __init__(self, *args: Any, people: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["person"], [("", _("Everybody")), *((one, one) for one in people)])

    def narrowed(self, reads: QuerySet[AccessRecord]) -> QuerySet[AccessRecord]:
        """Return the ``reads`` that the form asks for; none if an answer is not valid."""
        if not self.is_valid():
            return reads.none()
        chosen = self.cleaned_data
        if chosen["begins"]:
            reads = reads.filter(at__gte=_midnight(chosen["begins"]))
        if chosen["ends"]:
            reads = reads.filter(at__lt=_midnight(chosen["ends"] + timedelta(days=1)))
        return reads.filter(actor_email=chosen["person"]) if chosen["person"] else reads


@dataclass(frozen=True)
class Reader:
    """Person who read the request: the account, the last name it had, how often, and when."""

    account: str
    name: str
    count: int
    first: str
    last: str


class OwnersPageMixin(WagtailAdminTemplateMixin, TemplateResponseMixin, View):
    """Page for those who may read the access records."""

    request: StaffRequest
    header_icon = "view"
    page_title = _("Who saw a request")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_can_read_access_records(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("access_records:report"), "label": _("Reads of requests")},
            {"url": "", "label": self.get_page_title()},
        ]


class AskReferenceView(OwnersPageMixin, FormView):
    """Page that asks of which request."""

    form_class = ReferenceForm
    template_name = "appointments/desk/access_log/ask_reference.html"
    http_method_names = ["get", "head", "post"]

    def form_valid(self, form: ReferenceForm) -> HttpResponse:
        return redirect("access_records:request", form.cleaned_data["reference"])

    def form_invalid(self, form: ReferenceForm) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )


class ReadsOfRequestView(OwnersPageMixin, TemplateView):
    """Page with the reads of the request with the reference in the address. It shows nothing of a patient."""

    template_name = "appointments/desk/access_log/reads_of_request.html"
    http_method_names = ["get", "head"]

    @cached_property
    def reference(self) -> str:
        """Return the reference; anything else is no page."""
        reference = self.kwargs["reference"]
        if not looks_like_reference(reference) or normalize(reference) != reference:
            raise Http404
        return reference

    def get_page_title(self) -> str:
        return self.reference

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Lists and exports name every request that they showed, and so does the record of one request.
        reads = AccessRecord.objects.filter(shown__contains=[self.reference])
        people = reads.order_by("actor_email").values_list("actor_email", flat=True).distinct()
        form = PeriodForm(self.request.GET or {}, people=people)
        chosen = list(form.narrowed(reads).order_by("-pk")[: MOST + 1])
        return {
            **super().get_context_data(**kwargs),
            "reference": self.reference,
            "form": form,
            "reads": [(read, _in_full(read.at)) for read in chosen[:MOST]],
            "has_more": len(chosen) > MOST,
            "most": MOST,
            "readers": _readers(chosen[:MOST]),
            "query": self.request.GET.urlencode(),
            "printed": _in_full(current_time()),
        }


class PrintReadsView(ReadsOfRequestView):
    """Page with the reads for printing."""

    template_name = "appointments/desk/access_log/print_reads.html"


def _readers(reads: list[AccessRecord]) -> list[Reader]:
    """Return who is among ``reads``, which begin with the latest."""
    by_account: dict[str, list[AccessRecord]] = {}
    for read in reads:
        by_account.setdefault(read.actor_email, []).append(read)
    return [
        Reader(account, own[0].actor_name, len(own), _in_full(own[-1].at), _in_full(own[0].at))
        for account, own in sorted(by_account.items())
    ]


def _in_full(moment: datetime) -> str:
    """Return the day, with its year, and the time at the clinic: paper is kept for years."""
    return date_format(timezone.localtime(moment, timezone.get_default_timezone()), "D, M j, Y, g:i A")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone())

"""Views on which a clinical reviewer records a full review of an article, or a correction to it."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from articles.answering.views import rows_of_statements
from articles.models import ConditionPage, Correction, ReviewRecord
from articles.models.four_eyes import who_can_confirm
from clinic.identity.clinic_time import clinic_today
from clinic.lazy_text import StrOrPromise
from clinic.models import StaffRequest

from .acts import may_review, record_correction, record_full_review, review_obstacle
from .forms import USUAL_INTERVAL, CorrectionForm, ReviewForm

WAITS = gettext_lazy(
    "The correction is recorded. Readers see it once somebody else has confirmed it. %(who)s"
)
SHOWN = gettext_lazy("The correction is published: readers see it at the end of the article.")


class ArticleFormView(WagtailAdminTemplateMixin, FormView):
    """Form about one article, for those who may review it."""

    template_name = "articles/reviews/review_form.html"
    http_method_names = ["get", "head", "post"]
    explanation: StrOrPromise = ""
    submit_label: StrOrPromise = ""
    done: StrOrPromise = ""
    log: type[ReviewRecord] | type[Correction]
    request: StaffRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(ConditionPage, pk=kwargs["page_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_review(self.request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "page": self.page.get_latest_revision_as_object()}

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the service; a refusal keeps what was typed, and says what stands in the way."""
        try:
            self.call_service(form)
        except ValidationError as refusal:
            return self._page(HTTPStatus.UNPROCESSABLE_ENTITY, form=form, refusal=refusal.messages)
        except PermissionDenied as refusal:
            return self._page(HTTPStatus.CONFLICT, form=form, refusal=[str(refusal)])
        messages.success(self.request, self.done % {"title": self.page.title})
        return redirect("wagtailadmin_pages:edit", self.page.pk)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self._page(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)

    def call_service(self, form: Any) -> None:
        """Record what the form holds."""
        raise NotImplementedError

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        editor = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *self.breadcrumbs_items,
            {"url": editor, "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "article": self.page,
            "explanation": self.explanation,
            "submit_label": self.submit_label,
            "log": self.log.objects.filter(page=self.page),
            **super().get_context_data(**kwargs),
        }

    def _page(self, status: int, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)


class RecordReviewView(ArticleFormView):
    """Full review: sets reviewer and dates, and publishes the article as it was reviewed."""

    page_title = gettext_lazy("Record a full review")
    header_icon = "clipboard-list"
    form_class = ReviewForm
    explanation = gettext_lazy(
        "Only when the whole article was checked against its sources. The article is published as it stands "
        "in the editor now, with your reviewer and dates. The record cannot be changed or deleted."
    )
    submit_label = gettext_lazy("Record the review and publish")
    done = gettext_lazy("The full review of “%(title)s” is recorded, and the article is published.")
    log = ReviewRecord

    def get_initial(self) -> dict[str, Any]:
        today = clinic_today()
        return {"reviewed_on": today, "next_due": today + USUAL_INTERVAL}

    def call_service(self, form: ReviewForm) -> None:
        record_full_review(self.page, form.review(), self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        obstacle = review_obstacle(self.request.user, self.page)
        waits = self.page.live and self.page.has_unpublished_changes
        return {
            "obstacle": obstacle,
            "waits": waits,
            "statements": rows_of_statements(self.page),
            **super().get_context_data(**kwargs),
        }


class AddCorrectionView(ArticleFormView):
    """Correction: readers see it at the end of the article once a second person has confirmed it."""

    page_title = gettext_lazy("Add a correction")
    header_icon = "history"
    form_class = CorrectionForm
    explanation = gettext_lazy(
        "Change the article first. Then say here what was wrong: readers see it at the end of the article as "
        "soon as a second person, anybody who may change the article, has confirmed it. It cannot be changed "
        "or deleted, so read it twice."
    )
    submit_label = gettext_lazy("Record the correction")
    log = Correction

    def get_initial(self) -> dict[str, Any]:
        return {"corrected_on": clinic_today(), "corrected_by": self.request.user.get_full_name()}

    def call_service(self, form: CorrectionForm) -> None:
        correction = record_correction(self.page, form.amendment(), self.request.user)
        who = who_can_confirm(self.page, self.request.user)
        self.done = WAITS % {"who": who} if correction.waits else SHOWN

"""Report "Review due": when each article is to be checked, its reviewer, and retracted sources it cites."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

import django_filters

from articles.models import ConditionPage
from clinic.identity.clinic_time import clinic_today
from clinic.models import Practitioner

from .due import NEVER, SPANS, articles_of, due_label, retracted_by_article, to_check_by_article


class ReviewFilterSet(WagtailFilterSet):
    """Filters by due date, reviewer, published state and retracted sources."""

    due = django_filters.ChoiceFilter(
        label=_("Review"),
        choices=[*((key, span.label) for key, span in SPANS.items()), (NEVER, _("Never reviewed"))],
        method="filter_due",
    )
    clinical_reviewer = django_filters.ModelChoiceFilter(
        label=_("Clinical reviewer"), queryset=Practitioner.objects.all()
    )
    live = django_filters.BooleanFilter(label=_("Published"))
    retracted = django_filters.BooleanFilter(label=_("Cites a retracted source"), method="filter_retracted")

    to_check = django_filters.BooleanFilter(label=_("Cites a source to check"), method="filter_to_check")

    class Meta:
        model = ConditionPage
        fields = ["due", "clinical_reviewer", "live", "retracted", "to_check"]

    def filter_due(self, pages: QuerySet[ConditionPage], _name: str, value: str) -> QuerySet[ConditionPage]:
        """Filter for articles whose next review falls in the chosen span."""
        if value == NEVER:
            return pages.filter(next_review_due=None)
        return pages.filter(SPANS[value].as_q(clinic_today()))

    def filter_retracted(
        self, pages: QuerySet[ConditionPage], _name: str, value: bool
    ) -> QuerySet[ConditionPage]:
        """Filter for articles that cite a retracted source, or for those that do not."""
        cited = retracted_by_article()
        return pages.filter(pk__in=cited) if value else pages.exclude(pk__in=cited)

    def filter_to_check(
        self, pages: QuerySet[ConditionPage], _name: str, value: bool
    ) -> QuerySet[ConditionPage]:
        """Filter for articles that cite a source that has to be checked, or for those that do not."""
        cited = to_check_by_article()
        return pages.filter(pk__in=cited) if value else pages.exclude(pk__in=cited)


class ReviewReportView(ReportView):
    """Report with one row for each article that the user may change or publish."""

    model = ConditionPage
    page_title = _("Review due")
    header_icon = "calendar-alt"
    index_url_name = "articles_review:report"
    index_results_url_name = "articles_review:report_results"
    filterset_class = ReviewFilterSet
    any_permission_required = ["add", "change", "publish"]
    default_ordering = "next_review_due"
    export_filename = "review-due"
    columns = [
        TitleColumn(
            "title",
            label=_("Title"),
            accessor="get_admin_display_title",
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        Column("status_string", label=_("Status")),
        Column("review_label", label=_("Review")),
        Column("next_review_due", label=_("Next review due")),
        Column("last_reviewed", label=_("Last reviewed")),
        Column("clinical_reviewer", label=_("Clinical reviewer")),
        Column("retracted_text", label=_("Retracted sources")),
        Column("to_check_text", label=_("Sources to check")),
    ]
    list_export = [column.name for column in columns]
    export_headings = {
        "status_string": _("Status"),
        "review_label": _("Review"),
        "retracted_text": _("Retracted sources"),
        "to_check_text": _("Sources to check"),
    }

    @cached_property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Page)

    def get_queryset(self) -> QuerySet[ConditionPage]:
        pages = articles_of(self.request.user).defer_streamfields().select_related("clinical_reviewer")
        return pages.order_by("next_review_due", "title")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Add the columns' values that no field holds."""
        retracted, to_check = retracted_by_article(), to_check_by_article()
        for page in object_list:
            page.review_label = due_label(page.next_review_due)
            page.retracted_text = ", ".join(retracted.get(page.pk, []))
            page.to_check_text = ", ".join(to_check.get(page.pk, []))
        return object_list


class ReviewReportMenuItem(MenuItem):
    """Menu entry under Reports, for users with any page permission."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_has_any_page_permission(request.user)

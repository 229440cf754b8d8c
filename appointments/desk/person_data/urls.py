"""Addresses of the pages about one person's data, and their menu item."""

from typing import Any

from django.urls import include, path, reverse

from wagtail.admin.menu import MenuItem

from clinic.models import StaffRequest

from .cases import CasesView, CaseView
from .copying import CopyView
from .find import FindPersonView
from .pages import TITLE, user_takes_part


class PersonDataMenuItem(MenuItem):
    """Menu item for users who may ask for a copy or erasure, or confirm it."""

    def is_shown(self, request: StaffRequest) -> bool:
        return user_takes_part(request.user)


def person_data_menu_item() -> PersonDataMenuItem:
    """Return the menu item, for Wagtail's menu "Reports"."""
    return PersonDataMenuItem(
        TITLE, reverse("person_data:index"), name="person-data", icon_name="user", order=125
    )


def person_data_urls() -> list[Any]:
    """Return the URL patterns."""
    patterns = [
        path("", CasesView.as_view(), name="index"),
        path("find/", FindPersonView.as_view(), name="find"),
        path("find/<uuid:pk>/", FindPersonView.as_view(), name="find-from"),
        path("case/<uuid:number>/", CaseView.as_view(), name="case"),
        path("case/<uuid:number>/copy/", CopyView.as_view(), name="copy"),
    ]
    return [path("person-data/", include((patterns, "person_data")))]

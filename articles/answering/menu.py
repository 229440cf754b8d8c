"""Answers in the admin beside their screens: button, menu entry, addresses."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from clinic.models import PublishGateMixin, User

from .acts import may_answer
from .views import StatementsView, WaitingView


class WaitingMenuItem(MenuItem):
    """Menu entry under Reports, for those who answer."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_answer(request.user)


def statement_buttons(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Yield the button of a page's statements, for those who write it and those who answer."""
    if not issubclass(page.specific_class or Page, PublishGateMixin):
        return
    if may_answer(user) or page.permissions_for_user(user).can_edit():
        yield Button(
            _("Statements"),
            reverse("articles_statements:page", args=[page.pk]),
            icon_name="list-ul",
            priority=11,
        )


def waiting_menu_item() -> WaitingMenuItem:
    """Return the entry of the statements that wait."""
    url = reverse("articles_statements:waiting")
    return WaitingMenuItem(
        _("Statements that wait"), url, name="statements-waiting", icon_name="list-ul", order=110
    )


def statement_urls() -> list[Any]:
    """Return the addresses of both screens."""
    patterns = [
        path("page/<int:page_id>/", StatementsView.as_view(), name="page"),
        path("waiting/", WaitingView.as_view(), name="waiting"),
    ]
    return [path("statements/", include((patterns, "articles_statements")))]

"""Menu entry, addresses, script and reminder with which the admin knows of articles from elsewhere."""

import json
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from articles.models import ImportedArticle

from .views import BringView, BroughtView, PreviewView


class BringMenuItem(MenuItem):
    """Menu entry for users with any page permission."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_has_any_page_permission(request.user)


def bring_menu_item() -> BringMenuItem:
    """Return the entry among what articles rest on."""
    url = reverse("articles_importing:bring")
    return BringMenuItem(_("Bring an article"), url, name="bring-an-article", icon_name="upload", order=50)


def importing_urls() -> list[Any]:
    """Return the addresses of the form, of the preview and of what is told about a draft."""
    patterns = [
        path("", BringView.as_view(), name="bring"),
        path("<int:pk>/", PreviewView.as_view(), name="preview"),
        path("drafts/<int:pk>/", BroughtView.as_view(), name="brought"),
    ]
    return [path("bring/", include((patterns, "articles_importing")))]


def remind_of_what_was_brought(request: HttpRequest, page: Page) -> None:
    """Lead whoever opens a draft from elsewhere to what is told about it, until somebody is done."""
    if request.method != "GET":
        return
    article = ImportedArticle.objects.filter(page_id=page.pk, done_at=None).only("pk", "name").first()
    if article is not None:
        text = _t("This draft was brought from “%(name)s”. Some things want your eyes.") % {
            "name": article.name
        }
        address = reverse("articles_importing:brought", args=[article.pk])
        messages.info(
            request, text, buttons=[messages.button(address, _t("Read what, and which statements"))]
        )


def paste_script() -> str:
    """Return the script that says what a text field of the editor cannot keep of what is pasted into it."""
    return format_html(
        '<script src="{}" data-said="{}" data-link="{}" data-address="{}" data-names="{}"></script>',
        static("articles/importing/pasted_into_text.js"),
        _t(
            "This text field keeps paragraphs, subheadings, lists, emphasis and links. Of what you pasted it "
            "does not keep:"
        ),
        _t("Bring the whole article instead: its headings, tables and pictures become parts of their own."),
        reverse("articles_importing:bring"),
        json.dumps({"headings": _t("large headings"), "tables": _t("tables"), "pictures": _t("pictures")}),
    )


IMPORTING = {
    "register_admin_urls": importing_urls,
    "register_evidence_menu_item": bring_menu_item,
    "before_edit_page": remind_of_what_was_brought,
    "insert_editor_js": paste_script,
}

"""Panel of the page editor that shows the page as search engines list it, and as it looks when shared."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import Panel

from clinic.identity.details import ClinicSettings

from .canonical import canonical_url
from .card import card_text_of, fingerprint_of, page_name
from .heads import describe, title_of


class SearchResultPanel(Panel):
    """Title, address, description and card of the page as it was last saved. There is nothing to fill in."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("In search results, and when it is shared"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "clinic/pages/search_result.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            page, details = self.instance, ClinicSettings.for_staff(self.request)
            title = " - ".join(filter(None, (title_of(page, details), details.clinic_name)))
            context["result"] = {
                "title": title,
                "address": canonical_url(page) if page.pk else "",
                "description": describe(page),
            }
            # The picture is drawn for public pages alone, with what is public of them.
            words = card_text_of(page, details)
            context["card"] = {
                "picture": reverse("card", args=[page.pk, fingerprint_of(words)])
                if page.pk and page.live
                else "",
                "words": [each for each in words if each],
                "title": page.seo_title or page_name(page),
                "site": details.clinic_name,
            }
            return context

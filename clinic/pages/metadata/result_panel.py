"""Panel of the page editor that shows the page as a search engine lists it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import Panel

from clinic.identity.details import ClinicSettings

from .canonical import canonical_url
from .heads import describe, title_of


class SearchResultPanel(Panel):
    """Title, address and description of the page as it was last saved. There is nothing to fill in."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("In search results"))
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
            return context

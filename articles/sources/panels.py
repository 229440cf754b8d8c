"""Form of a source in the admin: its fields, and at the top who checked it and which pages rest on it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel

from .checking import may_check
from .citations import live_pages_on

THE_PUBLICATION = ["authors", "title", "journal", "year", "doi", "pmid", "url"]
WHAT_IT_SAYS = [
    "design", "trials", "participants", "population", "comparator", "finding", "certainty", "certainty_basis",
]  # fmt: skip


class StandingPanel(Panel):
    """Panel with who checked the source, and the live pages that lose their footing when a field changes."""

    class BoundPanel(Panel.BoundPanel):
        """Panel of one source; a new one has nothing to tell."""

        template_name = "articles/sources/standing_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {
                **super().get_context_data(parent_context),
                "source": self.instance,
                "live_pages": live_pages_on(self.instance),
                "may_check": may_check(self.request.user),
            }


SOURCE_PANELS = ObjectList(
    [
        StandingPanel(heading=_("Checked")),
        MultiFieldPanel([FieldPanel(name) for name in THE_PUBLICATION], heading=_("The publication")),
        MultiFieldPanel([FieldPanel(name) for name in WHAT_IT_SAYS], heading=_("What it says")),
        MultiFieldPanel([FieldPanel("is_retracted"), FieldPanel("retraction_note")], heading=_("Retraction")),
    ]
)

"""Panels of a practitioner's form in the admin, from top to bottom."""

from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, MultiFieldPanel

PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("name"),
            FieldPanel("post_nominals"),
            FieldPanel("role"),
            FieldPanel("slug"),
            FieldPanel("is_demonstration"),
        ],
        heading=_("Who"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("license_number"),
            FieldPanel("licensing_board"),
            FieldPanel("license_lookup"),
            FieldPanel("license_expires"),
        ],
        heading=_("License"),
    ),
    MultiFieldPanel([FieldPanel("languages"), FieldPanel("biography")], heading=_("For patients")),
    MultiFieldPanel([FieldPanel("working_hours"), FieldPanel("leave")], heading=_("Visits")),
    MultiFieldPanel(
        [FieldPanel("is_active"), FieldPanel("offers_visits"), FieldPanel("sort_order")],
        heading=_("Where this person appears"),
    ),
]

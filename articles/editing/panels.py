"""Panels and help texts of the article editor that its model fields do not bring themselves."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, MultiFieldPanel

ORDER_OF_AN_ARTICLE = _(
    "Press the plus sign to add a part; hover over the eye beside a part's name to see what it looks like. "
    "Readers find their way best in this order, each with a heading: causes and symptoms, when to get "
    "medical help (a care card, the one for emergencies first), what they can do today, what research says "
    "about acupuncture (claims), is it safe (the safety notice), what a visit involves (steps). The "
    "invitation to ask, the list of sources and the review dates come by themselves."
)
ORDER_OF_A_TREATMENT = _(
    "Press the plus sign to add a part; hover over the eye beside a part's name to see what it looks like. "
    "Readers find their way best in this order, each with a heading: what happens (steps), what research "
    "says about it (claims), whom it is not for and what it can do to you (the safety notice), when to get "
    "medical help (a care card). The invitation to ask, the list of sources and the review dates come by "
    "themselves."
)


class ReviewFieldPanel(FieldPanel):
    """Read-only panel for a field that only a full review sets."""

    def __init__(self, field_name: str, *, read_only: bool = True, **kwargs: Any) -> None:
        super().__init__(field_name, read_only=read_only, **kwargs)

    def format_value_for_display(self, value: Any) -> Any:
        """Return words for an article without a review: "None" would read like an error."""
        return (
            _("Not yet: the first full review sets it")
            if value is None
            else super().format_value_for_display(value)
        )


BEHIND_IT = MultiFieldPanel(
    [
        FieldPanel("author"),
        ReviewFieldPanel("clinical_reviewer"),
        ReviewFieldPanel("last_reviewed"),
        ReviewFieldPanel("next_review_due"),
    ],
    heading=_("Who stands behind it"),
    help_text=_(
        "You only choose the author. The reviewer and both dates come from the last full review, which a "
        "clinical reviewer records through the three dots beside the title: Record a full review."
    ),
)

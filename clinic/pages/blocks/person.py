"""Blocks of a page about a practitioner: training, and what this person sees most often."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail.blocks import ListBlock, PageChooserBlock, StructBlock

from clinic.typed.blocks import PlainLinesBlock, PlainTextBlock

from .streams import TextStreamBlock


class TrainingBlock(StructBlock):
    """Degree or course, where and when."""

    what = PlainTextBlock(label=_("What"), help_text=_("Such as: Master of science in acupuncture."))
    where = PlainTextBlock(label=_("Where"), help_text=_("The school or the hospital, with its city."))
    when = PlainTextBlock(
        label=_("When"), required=False, max_length=20, help_text=_("A year, or from when to when.")
    )

    class Meta:
        icon = "list-ul"
        label = _("Training")
        label_format = "{what}"
        description = _("A degree or a course, where and when")
        preview_value = {"what": _("Master of science"), "where": _("A school"), "when": "2010"}


class TrainingsBlock(StructBlock):
    """Training of a practitioner."""

    heading = PlainTextBlock(label=_("Heading"), help_text=_("Such as: Training."))
    items = ListBlock(TrainingBlock(), label=_("Training"), min_num=1, help_text=_("The latest first."))

    class Meta:
        icon = "list-ul"
        label = _("Training")
        label_format = "{heading}"
        group = _("Person")
        template = "clinic/pages/blocks/trainings.html"
        description = _("Degrees and courses: what, where and when")
        preview_value = {
            "heading": _("Training"),
            "items": [{"what": _("Master of science"), "where": _("A school"), "when": "2010"}],
        }


class SeesBlock(StructBlock):
    """List of the complaints that a practitioner sees most often, as links to pages."""

    heading = PlainTextBlock(label=_("Heading"), help_text=_("Such as: What Ana sees most often."))
    pages = ListBlock(
        PageChooserBlock(label=_("Page")),
        label=_("Pages"),
        help_text=_("Articles about conditions. It says whom this person sees, not whom treatment helps."),
    )
    more = PlainLinesBlock(
        label=_("More"),
        required=False,
        max_length=300,
        help_text=_("Optional: what there is no page about, or a sentence on experience."),
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["pages"] = [page for page in value["pages"] if page is not None and page.live]
        return context

    class Meta:
        icon = "list-ul"
        label = _("What this person sees")
        label_format = "{heading}"
        group = _("Person")
        template = "clinic/pages/blocks/sees.html"
        description = _("Links to the pages about what this person sees people with most often")
        preview_value = {"heading": _("What Ana sees most often"), "pages": [], "more": _("Jaw pain.")}


class PersonStreamBlock(TextStreamBlock):
    """Blocks of a page about a practitioner."""

    trainings = TrainingsBlock()
    sees = SeesBlock()

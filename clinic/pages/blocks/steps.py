"""Blocks for steps that follow one another, such as a first visit."""

from django.utils.translation import gettext_lazy as _

from wagtail.blocks import ListBlock, StructBlock

from clinic.typed.blocks import PlainLinesBlock, PlainTextBlock


class StepBlock(StructBlock):
    """One step: its name, and what happens in it."""

    title = PlainTextBlock(
        label=_("Step"),
        max_length=80,
        help_text=_("A few words, such as: We listen. The number comes by itself."),
    )
    text = PlainLinesBlock(label=_("What happens"), help_text=_("One to three short sentences."))

    class Meta:
        icon = "list-ol"
        label = _("Step")
        label_format = "{title}"
        description = _("One step: a few words and what happens in it")
        preview_value = {"title": _("We listen"), "text": _("You tell us what you feel.")}


class StepsBlock(StructBlock):
    """Numbered steps in the order in which they happen."""

    heading = PlainTextBlock(
        label=_("Heading"), help_text=_("What the steps lead through, often as a question.")
    )
    items = ListBlock(
        StepBlock(),
        label=_("Steps"),
        min_num=2,
        max_num=9,
        help_text=_("From first to last. Drag them into another order; the numbers follow."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        label_format = "{heading}"
        group = _("Text")
        template = "clinic/pages/blocks/steps.html"
        description = _("Numbered steps in the order in which they happen, such as a first visit")
        preview_value = {
            "heading": _("What happens at a first visit?"),
            "items": [
                {"title": _("We listen"), "text": _("You tell us what you feel.")},
                {"title": _("You decide"), "text": _("We start only if you agree.")},
            ],
        }

"""Blocks for the site's own line drawings."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail.blocks import BlockGroup, ChoiceBlock, StructBlock, StructBlockValidationError

from clinic.typed.blocks import PlainTextBlock


class DrawingBlock(ChoiceBlock):
    """Choice of a drawing; templates/components/figure.html knows the same names."""

    choices = [
        ("back_leg", _("Back and leg")),
        ("hand", _("Hand")),
        ("face", _("Face")),
        ("head_neck", _("Head and neck")),
        ("shoulder", _("Shoulder")),
        ("lower_back", _("Lower back")),
        ("pelvis", _("Pelvis")),
        ("knee", _("Knee")),
        ("feet", _("Feet")),
        ("nerves", _("Nerves, whole body")),
        ("needles", _("Needles")),
        ("room", _("Treatment room")),
        ("map", _("Map (demonstration)")),
    ]

    class Meta:
        icon = "image"
        description = _("One of the site's own drawings")
        preview_value = "hand"


class AltDecisionBlock(ChoiceBlock):
    """Decision whether the drawing shows something or only decorates. No default: that would decide it."""

    choices = [
        ("described", _("It shows something: the description says what")),
        ("decorative", _("It only decorates: screen readers skip it")),
    ]

    class Meta:
        icon = "help"
        description = _("Whether the drawing tells something")
        preview_value = "decorative"


class SizeBlock(ChoiceBlock):
    """Width of the drawing on the page."""

    choices = [("small", _("Small")), ("large", _("Large"))]

    class Meta:
        icon = "expand-right"
        description = _("How large the drawing stands on the page")
        preview_value = "small"


class IllustrationBlock(StructBlock):
    """Line drawing of the site's own family."""

    drawing = DrawingBlock(
        label=_("Drawing"), help_text=_("All drawings share one style and follow the light or dark theme.")
    )
    alt_decision = AltDecisionBlock(
        label=_("What it is for"),
        help_text=_("Does a reader who cannot see it miss something? Then describe it in the next field."),
    )
    description = PlainTextBlock(
        label=_("Description"),
        required=False,
        max_length=200,
        help_text=_("What it shows, such as: the median nerve runs under the band of the wrist."),
    )
    caption = PlainTextBlock(
        label=_("Caption"),
        required=False,
        max_length=200,
        help_text=_("Optional, below the drawing. Do not repeat the description."),
    )
    size = SizeBlock(label=_("Size"), default="small", help_text=_("Small suits most pages."))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        undescribed = cleaned["alt_decision"] == "described" and not cleaned["description"].strip()
        if undescribed and not self.is_deferred_validation:
            message = _("Say what the drawing shows, or choose that it only decorates.")
            raise StructBlockValidationError({"description": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "pick"
        label = _("Illustration")
        label_format = "{drawing}: {caption}"
        group = _("Pictures")
        template = "clinic/pages/blocks/illustration.html"
        form_layout = BlockGroup(
            children=["drawing", "alt_decision", "description", "caption"], settings=["size"]
        )
        description = _("One of the site's own line drawings with a caption")
        preview_value = {
            "drawing": "hand",
            "alt_decision": "decorative",
            "description": "",
            "caption": _("The median nerve runs through the wrist."),
            "size": "small",
        }

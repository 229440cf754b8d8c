"""Block about the way to the clinic: its own map, the address, directions, and links to maps elsewhere."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail.blocks import ListBlock, StructBlock

from clinic.typed.blocks import PlainTextBlock

from .pictures import PictureBlock
from .text import FactBlock


class MapBlock(StructBlock):
    """Picture of a map that the clinic has drawn, or may use."""

    image = PictureBlock(
        label=_("Map"),
        required=False,
        help_text=_(
            "A picture under Images that you have drawn or may use, with its credit. Say in its description "
            "what the words beside it say too. Left empty, the address and the links stand alone."
        ),
    )
    caption = PlainTextBlock(
        label=_("Caption"), required=False, max_length=200, help_text=_("Such as: Not to scale.")
    )

    class Meta:
        icon = "site"
        label = _("Map")


class WayInBlock(StructBlock):
    """Where the clinic is and how to come in."""

    heading = PlainTextBlock(label=_("Heading"), help_text=_("Such as: How do I find you?"))
    map = MapBlock(
        label=_("Map"), help_text=_("No map of another site is ever shown: it would follow visitors.")
    )
    items = ListBlock(
        FactBlock(),
        label=_("Ways to come"),
        help_text=_("A landmark, by car, by bus, without steps. The clinic's details give the address."),
    )

    class Meta:
        icon = "site"
        label = _("Way to the clinic")
        label_format = "{heading}"
        group = _("Lists")
        template = "clinic/pages/blocks/way_in.html"
        description = _("A map of your own, the address, directions, and links to map applications")
        preview_value = {
            "heading": _("How do I find you?"),
            "map": {"image": None, "caption": ""},
            "items": [{"term": _("By bus"), "detail": _("The stop is two minutes away on foot.")}],
        }


def shows_way_in(page: Any) -> bool:
    """Return whether the page's body has a block about the way to the clinic."""
    return any(block.block_type == "way_in" for block in getattr(page, "body", ()))

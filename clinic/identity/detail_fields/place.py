"""Fields of the clinic's details that say where it is, and addresses that lead to it on a map."""

from decimal import Decimal
from urllib.parse import quote

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, MultiFieldPanel

# Asked only when somebody presses the link.
MAP_SEARCH = "https://www.openstreetmap.org/search?query="
MAP_PLACE = "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=18/{latitude}/{longitude}"


class PlaceFields(models.Model):
    """Fields for finding the door: what stands near it, parking, and its place on the globe once entered."""

    # Those of the model with these fields.
    street_address: str
    locality: str
    region: str
    postal_code: str
    is_demonstration: bool

    parking = models.TextField(
        _("parking"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text=_("Where to park, what it costs, and where the spaces for people with a placard are."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(-90)), MaxValueValidator(Decimal(90))],
        help_text=_(
            "For maps and search engines. Find your door on a map, and copy its first number, such as "
            "12.345678. Leave both empty rather than guess."
        ),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(-180)), MaxValueValidator(Decimal(180))],
        help_text=_("The second number. West of Greenwich it begins with a minus, such as -123.456789."),
    )

    where_panel = MultiFieldPanel(
        [
            FieldPanel("street_address"),
            FieldPanel("locality"),
            FieldPanel("region"),
            FieldPanel("postal_code"),
            FieldPanel("directions"),
            FieldPanel("parking"),
            FieldPanel("latitude"),
            FieldPanel("longitude"),
        ],
        heading=_("Where"),
    )

    class Meta:
        abstract = True

    @property
    def has_coordinates(self) -> bool:
        """True once somebody has entered both numbers."""
        return self.latitude is not None and self.longitude is not None

    @property
    def address_line(self) -> str:
        """Postal address on one line, as maps look for it; the town alone while the street is made up."""
        town = f"{self.locality}, {self.region} {self.postal_code}".strip()
        if self.is_demonstration or not self.street_address:
            return town if self.locality else ""
        return f"{self.street_address}, {town}"

    @property
    def map_app_link(self) -> str:
        """Address that a phone opens in its map application."""
        place = f"{self.latitude},{self.longitude}" if self.has_coordinates else "0,0"
        return f"geo:{place}?q={quote(self.address_line)}" if self.address_line else ""

    @property
    def map_link(self) -> str:
        """Address of the place on a map of another site."""
        if self.has_coordinates:
            return MAP_PLACE.format(latitude=self.latitude, longitude=self.longitude)
        return f"{MAP_SEARCH}{quote(self.address_line)}" if self.address_line else ""

    def place_errors(self) -> dict[str, list[str]]:
        """Return messages about coordinates of which one is missing, by field."""
        if (self.latitude is None) == (self.longitude is None):
            return {}
        missing = "latitude" if self.latitude is None else "longitude"
        return {missing: [_t("Enter both numbers of the place, or neither.")]}

"""JSON-LD of the clinic itself: where it is, and when it is open."""

from typing import Any

from django.conf import settings

from clinic.identity.details import ClinicSettings
from clinic.typed.phones import written_out

from .canonical import absolute
from .nodes import Node, filled, reference

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Number of closures that the footer shows.
CLOSURES_SHOWN = 3


def clinic(details: ClinicSettings, *, image: str = "", map_link: str = "") -> Node:
    """Return the clinic as the footer of every page shows it; ``map_link`` where the page has that link."""
    return reference("clinic") | filled(
        type="MedicalClinic",
        name=details.clinic_name,
        url=absolute("/"),
        telephone=written_out(details.phone) if details.phone else "",
        email=details.email,
        image=image,
        address=_address(details) if details.street_address else None,
        areaServed=f"{details.locality}, {details.region}" if details.locality else "",
        geo=_coordinates(details) if details.has_coordinates else None,
        hasMap=map_link,
        openingHoursSpecification=_opening_hours(details),
        specialOpeningHoursSpecification=_special_hours(details),
    )


def _address(details: ClinicSettings) -> Node:
    return filled(
        type="PostalAddress",
        streetAddress=details.street_address,
        addressLocality=details.locality,
        addressRegion=details.region,
        postalCode=details.postal_code,
        # The footer leaves the country out, as a state and a ZIP code are enough for readers.
        addressCountry=settings.PHONENUMBER_DEFAULT_REGION,
    )


def _coordinates(details: ClinicSettings) -> Node:
    return filled(type="GeoCoordinates", latitude=str(details.latitude), longitude=str(details.longitude))


def _opening_hours(details: ClinicSettings) -> list[Node]:
    """Return one entry for all days with the same hours."""
    days: dict[Any, list[str]] = {}
    for day, openings in sorted(details.clock.weekly.items()):
        for hours in sorted(openings):
            days.setdefault(hours, []).append(f"https://schema.org/{DAYS[day]}")
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": names,
            "opens": opens.strftime("%H:%M"),
            "closes": closes.strftime("%H:%M"),
        }
        for (opens, closes), names in days.items()
    ]


def _special_hours(details: ClinicSettings) -> list[Node]:
    """Return the closures ahead; of a day that is closed in part, the hours that are left of it."""
    found: list[Node] = []
    for closure in details.upcoming_closures[:CLOSURES_SHOWN]:
        days = {
            "@type": "OpeningHoursSpecification",
            "validFrom": closure.first_day.isoformat(),
            "validThrough": closure.last_day.isoformat(),
        }
        left = details.clock.openings_on(closure.first_day) if closure.is_partial else []
        hours = [{"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"} for opens, closes in left]
        # Without "opens" and "closes" it means closed. Two closures of one day say the same.
        nodes = [days | times for times in hours or [{}]]
        found += [node for node in nodes if node not in found]
    return found

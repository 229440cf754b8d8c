"""List of what a clinic needs before it takes requests, gathered from every app.

Apps connect to the signal ``collect_needs`` and return what they know of. The admin's page, the panel on its
first page, `check --deploy`, `setup_clinic` and the act of opening read this one list.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.dispatch import Signal
from django.urls import reverse

from clinic.models import ClinicSettings

# Sent with ``details``; each receiver returns a list of needs.
collect_needs = Signal()


@dataclass(frozen=True)
class Need:
    """Thing that a clinic needs: whether it is there, and the page on which it is mended.

    ``name`` is what programs call it, ``place`` its place in the list, ``missing`` the sentence that says
    what to do; without ``is_required`` the form opens all the same.
    """

    name: str
    place: int
    title: str
    is_met: bool
    missing: str
    link: str
    is_required: bool = True


def needs_of(details: ClinicSettings) -> list[Need]:
    """Return everything that the clinic needs, there or not, in the order in which it is best done."""
    answers = collect_needs.send(sender=ClinicSettings, details=details)
    found = [need for _receiver, answer in answers for need in cast(list[Need], answer)]
    return sorted(found, key=lambda need: need.place)


def missing_of(details: ClinicSettings) -> list[Need]:
    """Return what must be there before the form opens, and is not."""
    return [need for need in needs_of(details) if need.is_required and not need.is_met]


def link_to_details(details: ClinicSettings, field: str) -> str:
    """Return the address of the clinic's details in the admin, at ``field``."""
    arguments: list[Any] = ["clinic", "clinicsettings", details.site_id]
    return f"{reverse('wagtailsettings:edit', args=arguments)}#id_{field}"

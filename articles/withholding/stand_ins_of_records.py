"""Words that stand in the place of what is withheld of a record, and the fields that are never withheld."""

from collections.abc import Callable, Collection
from typing import Any

from django.utils.translation import gettext as _

from articles.models import Correction, SafetyNotice
from clinic.models import Ailment, ClinicImage, ClinicSettings, Practitioner
from clinic.withholding.contents import as_stored

from .stand_ins import notice

Instead = Callable[[], str]


def _nothing() -> str:
    return ""


def _notice_as_text() -> str:
    return f'<p class="withheld">{notice()}</p>'


# What readers see of each field meanwhile.
STAND_INS: dict[type, dict[str, Instead]] = {
    Practitioner: {
        "post_nominals": _nothing,
        "role": lambda: _("Practitioner"),
        "license_lookup": _nothing,
        "languages": _nothing,
        "biography": notice,
    },
    # A page does not show a picture without credit and license: the gate takes it down there.
    ClinicImage: {
        "title": lambda: _("A picture"),
        "description": notice,
        "credit": _nothing,
        "license": _nothing,
    },
    SafetyNotice: {"title": lambda: _("Safety"), "body": _notice_as_text},
    ClinicSettings: {
        "announcement": _nothing,
        "parking": _nothing,
        "phone_languages": _nothing,
        "directions": _nothing,
        # Emptied, it would open the request form.
        "form_closed": lambda: _("We take no requests here at the moment. Please call us."),
    },
    Ailment: {
        "name": lambda: _("Something that we are checking"),
        "other_names": _nothing,
        "sentence": notice,
    },
    Correction: {},
}
# What says who and where somebody is, and how they are reached, stays; so do corrections, which nobody may
# change. It is shown in red, and reviewers are told.
NEVER: dict[type, Collection[str]] = {
    Practitioner: ("slug", "name", "license_number", "licensing_board", "working_hours"),
    ClinicImage: (),
    SafetyNotice: (),
    ClinicSettings: (
        "clinic_name", "phone", "email", "street_address", "locality", "region", "postal_code",
        "emergency_phone", "crisis_phone", "licensing_board", "licensing_board_phone", "opening_hours",
    ),
    Ailment: (),
    Correction: ("was_wrong", "is_right", "corrected_by"),
}  # fmt: skip


def stand_in(record: Any, name: str, places: Collection[int | None]) -> Any:
    """Return what readers see instead of a field, of a stream without the words of some parts; None to keep.

    A day on which the clinic is closed stays closed without its reason.
    """
    if isinstance(record, ClinicSettings) and name == "closures":
        # As a form would store them, so that they are known again after somebody has saved the hours.
        parts = as_stored([dict(child.get_prep_value()) for child in record.closures])
        return [
            {**part, "value": {**part["value"], "reason": ""}} if place in places else part
            for place, part in enumerate(parts)
        ]
    instead = STAND_INS[type(record)].get(name)
    return instead() if instead else None

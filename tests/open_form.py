"""Clinics of the tests, whose form is open: what a test does not say of a clinic is as patients find it."""

from typing import Any

from django.utils import timezone

from clinic.models import ClinicSettings


def let_forms_be(opened_at: Any) -> None:
    """Let details that are made from now on have been opened then: a moment, what returns one, or None."""
    field = ClinicSettings._meta.get_field("opened_at")
    field.default = opened_at
    vars(field).pop("_get_default", None)


def let_forms_be_open() -> None:
    """Let details that are made from now on be those of a clinic that takes requests."""
    let_forms_be(timezone.now)

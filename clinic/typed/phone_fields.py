"""Fields for phone numbers: of forms, which keep the text as typed, and of the clinic's own number."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from phonenumber_field.modelfields import PhoneNumberDescriptor, PhoneNumberField
from phonenumber_field.phonenumber import PhoneNumber, to_python

from . import phones
from .asked_back import AskedBackField, Doubt

# Room for a number with its extension, and for the words that people write beside it.
LONGEST = 100


class DialablePhoneField(AskedBackField):
    """Phone number, kept as typed. One that cannot be dialled is refused, an unknown one is asked about."""

    default_error_messages = {"max_length": phones.WORDS[phones.Problem.NO_NUMBER]}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST, **kwargs})
        self.widget.input_type = "tel"

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text and (problem := phones.read(text).problem):
            raise ValidationError(phones.WORDS[problem], code=problem.name.lower())
        return text

    def doubt_about(self, text: str) -> Doubt | None:
        """Return the doubt about a number that the numbering library does not know."""
        reading = phones.read(text)
        if not reading.is_unknown:
            return None
        return Doubt(reading.e164, phones.UNKNOWN)


class OwnPhoneField(DialablePhoneField):
    """Phone number of the clinic: one for which callers would pay more is asked about too."""

    def prepare_value(self, value: Any) -> Any:
        return phones.shown(value) if isinstance(value, PhoneNumber) and value.country_code else value

    def doubt_about(self, text: str) -> Doubt | None:
        number = phones.read(text).number
        if number and phones.costs_more(number):
            return Doubt(
                number.as_e164,
                _(
                    "Please check this number: calls to it cost more than others. If patients should call "
                    "it, leave it as it is and press the button again"
                ),
            )
        return super().doubt_about(text)


class _ReadNumber(PhoneNumberDescriptor):
    """Attribute that reads an assigned text as every other typed number is read."""

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.name] = as_number(value)


def as_number(value: Any) -> Any:
    """Return the number in ``value``; what holds none becomes a number without digits."""
    number = phones.read(value).number if isinstance(value, str) and value else None
    return number or to_python(value)


def validate_dialable(value: Any) -> None:
    """Refuse a number that cannot be dialled."""
    text = value.raw_input or value.as_e164 if isinstance(value, PhoneNumber) else str(value)
    if problem := phones.read(text).problem:
        raise ValidationError(phones.WORDS[problem], code=problem.name.lower())


class ClinicPhoneField(PhoneNumberField):
    """Column for a number with its extension."""

    descriptor_class = _ReadNumber
    default_validators = [validate_dialable]

    def to_python(self, value: Any) -> Any:
        return as_number(value)

    def get_prep_value(self, value: Any) -> Any:
        number = self.to_python(value)
        is_number = isinstance(number, PhoneNumber) and number.country_code
        return phones.written_out(number) if is_number else super().get_prep_value(value)

    def formfield(self, *args: Any, **kwargs: Any) -> forms.Field | None:
        # The library's own method passes a region, which our field needs not.
        return models.CharField.formfield(self, **{"form_class": OwnPhoneField, **kwargs})

"""Fields that the first screen brings besides its questions: from where and when the form was opened."""

from django import forms

from appointments.public.screening.fields import ScreeningFields
from appointments.questions.field_kinds import TrustingField


class OpeningFields(ScreeningFields):
    """Mixin for the form of a request, and by itself what a browser gets for its own on the first screen."""

    submission_key = TrustingField(widget=forms.HiddenInput)
    article = TrustingField(widget=forms.HiddenInput)
    # Slug in the address of the form; the name behind it is the answer ``asked_for``.
    practitioner = TrustingField(widget=forms.HiddenInput)

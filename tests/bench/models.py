"""A form as Wagtail makes it, for the comparison. Its table is made in bench only."""

from django.db import models

from wagtail.contrib.forms.models import AbstractForm, AbstractFormField

from modelcluster.fields import ParentalKey


class BenchForm(AbstractForm):
    """Asks what ours asks first."""

    class Meta:
        verbose_name = "form of the comparison"


class BenchFormField(AbstractFormField):
    """One of its fields."""

    page = ParentalKey(BenchForm, on_delete=models.CASCADE, related_name="form_fields")

    class Meta(AbstractFormField.Meta):
        verbose_name = "field of the comparison"

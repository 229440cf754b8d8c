"""Pages of the bare Wagtail project: one with a title, and a form as Wagtail's documentation makes it."""

from django.db import models

from wagtail.contrib.forms.models import AbstractEmailForm, AbstractFormField
from wagtail.models import Page

from modelcluster.fields import ParentalKey


class BarePage(Page):
    """Page whose template shows its title."""

    template = "bare/page.html"


class BareForm(AbstractEmailForm):
    """Form whose submissions are stored, and mailed to whoever is named."""

    template = "bare/form.html"
    landing_page_template = "bare/sent.html"


class BareFormField(AbstractFormField):
    """Question of such a form."""

    page = ParentalKey(BareForm, on_delete=models.CASCADE, related_name="form_fields")

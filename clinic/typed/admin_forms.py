"""Fields of the admin's forms for pages, snippets and settings, which tidy what is typed."""

from django.db import models

from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminAutoHeightTextInput

from .email_fields import EmailAddressField
from .fields import PlainTextField

_LINES = {"form_class": PlainTextField, "lines": True, "widget": AdminAutoHeightTextInput}


def use_our_fields() -> None:
    """Give Wagtail's forms our fields for text; other columns, such as slugs, keep their own."""
    register_form_field_override(models.CharField, override={"form_class": PlainTextField}, exact_class=True)
    register_form_field_override(
        models.EmailField, override={"form_class": EmailAddressField}, exact_class=True
    )
    register_form_field_override(models.TextField, override=_LINES, exact_class=True)

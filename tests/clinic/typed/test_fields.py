"""Every text field of every form of ours goes through one tidying."""

import importlib
import pkgutil
from collections.abc import Iterator

from django import forms
from django.db import models

from wagtail.admin.forms.models import registry

import pytest

import appointments
import articles
import clinic
from appointments.questions.field_kinds import TrustingField
from clinic.typed.email_fields import EmailAddressField
from clinic.typed.fields import PlainTextField
from clinic.typed.text import tidy

OURS = ("appointments.", "articles.", "clinic.")
# Hidden fields, which nobody types, and passwords, in which every sign counts.
NOT_TYPED = (TrustingField,)
PASSWORDS = {"new_password1", "new_password2"}
# What a form sends for itself, and citations, whose reader needs each line as it was exported.
AS_SENT = {"CheckForm.fingerprint", "CitationsForm.text"}
# Modules that define none, and that read the environment when they are imported.
NO_FORMS = {"migrations", "settings", "wsgi"}
# The made-up form that shows developers what fields look like.
SHOWN = "clinic.pages.component_page.samples"


def all_forms() -> Iterator[type[forms.BaseForm]]:
    """Every class of a form that this project defines."""
    for app in (appointments, articles, clinic):
        for module in pkgutil.walk_packages(app.__path__, f"{app.__name__}."):
            if (
                ".migrations" not in module.name
                and ".settings" not in module.name
                and "wsgi" not in module.name
            ):
                importlib.import_module(module.name)
    waiting = [forms.BaseForm]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith(OURS) and one.__module__ != SHOWN:
            yield one


def test_every_text_field_of_every_form_is_tidied():
    found = {form: getattr(form, "base_fields", {}) for form in all_forms()}
    assert len(found) > 20
    untidy = {
        f"{form.__qualname__}.{name}"
        for form, fields in found.items()
        for name, field in fields.items()
        if type(field) is forms.CharField or isinstance(field, forms.EmailField)
        if name not in PASSWORDS and form.__name__ not in {"AccountForm", "NewAccountForm"}
    }
    assert untidy == AS_SENT


def test_the_admins_forms_for_pages_and_settings_are_tidied_too():
    for column, field in (
        (models.CharField(), PlainTextField),
        (models.TextField(), PlainTextField),
        (models.EmailField(), EmailAddressField),
    ):
        assert registry.get(column)["form_class"] is field


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Zoe\u0308 ", "Zo\u00eb"),
        ("Pat\u200d Q\u200c", "Pat Q"),
        ("Pa\u200dt", "Pat"),
        ("\u043f\u200c\u0430", "\u043f\u0430"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
        ("\U0001f469\U0001f3fd\u200d\u2695\ufe0f", "\U0001f469\U0001f3fd\u200d\u2695\ufe0f"),
        ("\U0001f3f3\ufe0f\u200d\U0001f308", "\U0001f3f3\ufe0f\u200d\U0001f308"),
        ("\u3164\u115f\u2800\uffa0", ""),
        ("\u200d\u200c\u200b\ufeff\u202e", ""),
        ("a\u202eb\u2066c\u2069", "abc"),
        ("\U0001f44b Mara", "\U0001f44b Mara"),
    ],
    ids=ascii,
)
def test_text_is_kept_as_it_is_meant(typed, meant):
    assert tidy(typed) == meant

"""Wagtail's own list of form submissions, with as many rows, as the yardstick."""

from itertools import batched
from random import Random

from django.test import Client
from django.urls import reverse

from wagtail.contrib.forms.models import FormSubmission

from clinic.models import HomePage, User

from .models import BenchForm, BenchFormField

_BATCH = 5000


def make_submissions(count: int) -> str:
    """Fill a form's list with ``count`` submissions; its address."""
    form = HomePage.objects.get().add_child(instance=BenchForm(title="Form of the comparison"))
    for label in ("Name", "Phone", "Note"):
        BenchFormField.objects.create(page=form, label=label, field_type="singleline")
    draw = Random(1)  # noqa: S311 - nothing here is a secret
    rows = (
        FormSubmission(
            page=form,
            form_data={
                "name": f"Demo {number}",
                "phone": f"949555{draw.randrange(10000):04}",
                "note": "None.",
            },
        )
        for number in range(count)
    )
    for batch in batched(rows, _BATCH):
        FormSubmission.objects.bulk_create(batch)
    return reverse("wagtailforms:list_submissions", args=[form.pk])


def administrator() -> Client:
    """Somebody who sees every form."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.filter(is_superuser=True)[0])
    return client

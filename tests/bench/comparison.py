"""Wagtail's own list of form submissions, with as many rows, as the yardstick."""

from itertools import batched
from random import Random

from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import GroupPagePermission

from clinic.models import HomePage, User

from .models import BenchForm, BenchFormField

_BATCH = 5000


def make_submissions(count: int, reader: User) -> str:
    """Fill a form's list with ``count`` submissions, which ``reader`` may see; its address."""
    form = HomePage.objects.get().add_child(instance=BenchForm(title="Form of the comparison"))
    group = Group.objects.create(name="Readers of the form of the comparison")
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=form, permission=change)
    reader.groups.add(group)
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
    """Somebody who may see everything."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.filter(is_superuser=True)[0])
    return client

"""System checks of what must be true before the site may serve patients."""

import base64
from typing import Any

from django import db
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

from .models import AppointmentRequest
from .models.key_checks import ForeignKeys, keys_fit


@register(Tags.security, deploy=True)
def front_desk_is_told(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Require an address of the desk that does not depend on anybody's account."""
    if settings.FRONT_DESK_EMAILS:
        return []
    return [
        Error(
            "FRONT_DESK_EMAILS is empty.",
            hint="Set it to at least one address that somebody at the front desk reads.",
            id="appointments.E001",
        )
    ]


@register(Tags.security, deploy=True)
def keys_are_secret(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse the public keys of clinic/settings/dev.py."""
    values = [settings.SECRET_KEY, settings.PATIENT_LOOKUP_KEY, *settings.PATIENT_LINK_KEYS]
    values += [base64.urlsafe_b64decode(key).decode(errors="replace") for key in settings.PATIENT_DATA_KEYS]
    if not any(value.startswith("development-only") for value in values):
        return []
    return [
        Error(
            "SECRET_KEY or one of the keys PATIENT_... is a development key that everybody knows.",
            hint="Make new ones as .env.example says.",
            id="appointments.E002",
        )
    ]


@register("keys")
def keys_are_of_this_database(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Stop whatever starts with the keys of another site, in one line; a database that is away stops none."""
    try:
        if not keys_fit():
            raise ImproperlyConfigured(str(ForeignKeys()))
    except db.Error:
        # Away, or its tables are not there yet. Nothing is stored before the keys were compared.
        return []
    return []


@register(Tags.security, deploy=True)
def keys_are_independent(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a secret that serves two purposes: it could not be changed for one of them alone."""
    newest = [settings.SECRET_KEY, settings.PATIENT_LOOKUP_KEY, settings.PATIENT_LINK_KEYS[0]]
    if len(set(newest)) == len(newest):
        return []
    return [
        Error(
            "SECRET_KEY, PATIENT_LOOKUP_KEY and the first of PATIENT_LINK_KEYS are not three secrets.",
            hint="Make a secret for each, as .env.example says.",
            id="appointments.E004",
        )
    ]


@register("demonstration", deploy=True)
def no_demo_request_is_live(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse demonstration requests: nobody may call such a patient, or count one in a report."""
    try:
        count = AppointmentRequest.objects.demo().count()
    except db.Error:
        # The check of the clinic's demonstration data reports this already.
        return []
    if not count:
        return []
    names = AppointmentRequest._meta
    return [
        Error(
            f"{count} demonstration {names.verbose_name_plural if count > 1 else names.verbose_name}"
            " left in the database.",
            hint="Run the real site on a database of its own: start from an empty one.",
            id="appointments.E003",
        )
    ]


@register("search", deploy=True)
def everybody_is_found(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn of requests whose search hashes another release or another key made."""
    try:
        count = AppointmentRequest.objects.hard_to_find().count()
    except db.Error:
        return []
    if not count:
        return []
    return [
        Warning(
            f"Requests that the desk may not find by name: {count}.",
            hint="Run `manage.py renew_lookup`; the site may run meanwhile.",
            id="appointments.W001",
        )
    ]

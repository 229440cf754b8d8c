"""System checks: what must be true before the site may serve patients."""

import base64
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def front_desk_is_told(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An address that does not depend on anybody's account must always be told."""
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
    """The keys of clinic/settings/dev.py are public."""
    values = [settings.SECRET_KEY, settings.PATIENT_LOOKUP_KEY]
    values += [base64.urlsafe_b64decode(key).decode(errors="replace") for key in settings.PATIENT_DATA_KEYS]
    if not any(value.startswith("development-only") for value in values):
        return []
    return [
        Error(
            "SECRET_KEY, PATIENT_DATA_KEYS or PATIENT_LOOKUP_KEY is a development key that everybody knows.",
            hint="Make new ones as .env.example says.",
            id="appointments.E002",
        )
    ]

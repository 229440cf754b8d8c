"""`check --deploy` refuses made-up data in the database, and doubts a count of proxies that looks wrong."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError
from django.db.models import Model

from clinic.identity.demonstration import DemonstrationMark

# One for a server of its own, two with a content network in front of it.
MOST_PROXIES = 2


def marked_models() -> list[type[Model]]:
    """Every model whose rows can be marked as demonstration."""
    return [model for model in apps.get_models() if issubclass(model, DemonstrationMark)]


@register("demonstration", deploy=True)
def nothing_made_up_is_live(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One error for each model that still has demonstration rows."""
    try:
        return [message for model in marked_models() if (message := _demonstration_left(model))]
    except DatabaseError:
        return [
            Warning(
                "The database could not be asked for demonstration data.",
                hint="Run this check where the database can be reached and is migrated.",
                id="clinic.W001",
            )
        ]


@register(Tags.security, deploy=True)
def proxies_are_counted_right(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """With one too few, every visitor is the same sender; with one too many, each says who they are."""
    hops = settings.TRUSTED_PROXY_HOPS
    if not hops and settings.SITE_URL.startswith("https:"):
        return [
            Warning(
                "TRUSTED_PROXY_HOPS is 0, but SITE_URL is https: something in front of us speaks it.",
                hint="Set it to the number of proxies of yours that a request passes, most often 1.",
                id="clinic.W002",
            )
        ]
    if hops > MOST_PROXIES:
        return [
            Warning(
                f"TRUSTED_PROXY_HOPS is {hops}: visitors could choose the address that we count them by.",
                hint="Count the proxies of yours that each add an address to X-Forwarded-For, no others.",
                id="clinic.W003",
            )
        ]
    return []


def _demonstration_left(model: type[Model]) -> Error | None:
    count = model._default_manager.filter(is_demonstration=True).count()
    if not count:
        return None
    return Error(
        f"{count} demonstration {model._meta.verbose_name_plural if count > 1 else model._meta.verbose_name}"
        " left in the database.",
        hint="Replace what was made up with the real thing and untick its mark, or delete it.",
        obj=model,
        id="clinic.E001",
    )

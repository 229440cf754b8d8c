"""`check --deploy` refuses a database that still holds what was made up for the demonstration."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import DatabaseError
from django.db.models import Model

from clinic.models import DemonstrationMark


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

"""Mark of everything invented for the demonstration site, which must not go live."""

from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.models import Page


class DemonstrationMark(models.Model):
    """Field that lets visitors see, and `check --deploy` find, what was made up for the demonstration."""

    is_demonstration = models.BooleanField(
        _("made up for the demonstration"),
        default=False,
        help_text=_(
            "Ticked for invented people, hours and prices. Untick it once everything here is real: "
            "the site refuses to go live while it is ticked anywhere."
        ),
    )

    class Meta:
        abstract = True


def demonstration_models() -> list[type[models.Model]]:
    """Return every model whose rows can be marked as demonstration."""
    return [model for model in apps.get_models() if issubclass(model, DemonstrationMark)]


def demonstration_left(model: type[models.Model]) -> models.QuerySet[Any]:
    """Return the rows of ``model`` that are marked and may be seen: a page that is a draft is not."""
    marked = model._default_manager.filter(is_demonstration=True)
    return marked.filter(live=True) if issubclass(model, Page) else marked

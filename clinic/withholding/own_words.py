"""Own words of a page of which a part is withheld: whoever edits or copies it goes on with these."""

from typing import Any

from django.db.models import Model

from wagtail.fields import StreamField
from wagtail.models import Page

from .contents import stored_value, without_ids
from .records import PageJudgment


def put_back(page: Page) -> None:
    """Give a stored page, as it was loaded, the words that readers do not see meanwhile."""
    for withheld in PageJudgment.objects.filter(page_id=page.pk).values_list("withheld", flat=True):
        put_back_from(page, withheld)


def put_back_from(page: Model, withheld: dict[str, Any]) -> dict[str, Any]:
    """Give the object the words that were taken down; return those that readers see in their place.

    A field that somebody has changed meanwhile stays as it is.
    """
    shown = {}
    for name, (was, instead) in withheld.items():
        if hasattr(page, name) and stored_value(page, name) == without_ids(instead):
            shown[name] = instead
            set_words(page, name, was)
    return shown


def set_words(page: Model, name: str, value: Any) -> None:
    """Set a field from what is stored of it: words, or the parts of a stream."""
    field: Any = page._meta.get_field(name)
    setattr(page, name, field.to_python(value) if isinstance(field, StreamField) else value)

"""Slug of a practitioner: the name in addresses, such as of a page or of a request for this person."""

from itertools import count
from typing import Any

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from wagtail.coreutils import string_to_ascii

# For a name of which no letter can stand in an address.
NAMELESS = "person"


class SlugFromNameMixin(models.Model):
    """Model with a ``name``: its slug is made from it unless somebody chose one."""

    name: Any
    slug = models.SlugField(
        _("name in addresses"),
        max_length=120,
        unique=True,
        null=True,
        blank=True,
        help_text=_(
            "How this person's page and links to the form name them, such as ana-reyes. Left empty, it is "
            "made from the name. Links to the old one stop working when you change it."
        ),
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self._free_slug()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "slug"}
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Take an empty slug for none: empty ones would not be unique."""
        super().clean()
        self.slug = self.slug or None

    def _free_slug(self) -> str:
        # Room for a number behind it.
        wanted = slugify(string_to_ascii(self.name))[:110] or NAMELESS
        others = type(self)._default_manager.exclude(pk=self.pk)
        taken = set(others.filter(slug__startswith=wanted).values_list("slug", flat=True))
        numbered = (f"{wanted}-{number}" for number in count(2))
        return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)

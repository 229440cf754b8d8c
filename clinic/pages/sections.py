"""Mixin for pages whose parts can be linked to."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property

from clinic.pages.blocks.sections import Section, name_sections

from .routing import PrefetchedPageMixin


class SectionsMixin(PrefetchedPageMixin):
    """Page with a body: each of its parts gets an anchor of its own before it is shown."""

    body: Any

    @cached_property
    def sections(self) -> list[Section]:
        """Parts of the body that open with a heading."""
        return name_sections(self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context if self.is_in_brief else {**context, "sections": self.sections}

    class Meta:
        abstract = True

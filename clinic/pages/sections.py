"""Pages whose parts can be linked to."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property

from wagtail.models import Page

from clinic.pages.blocks.sections import Section, name_sections


class SectionsMixin(Page):
    """A page with a body: before it is shown, each of its parts gets an anchor of its own."""

    body: Any

    @cached_property
    def sections(self) -> list[Section]:
        """The parts that open with a heading."""
        return name_sections(self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "sections": self.sections}

    class Meta:
        abstract = True

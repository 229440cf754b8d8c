"""Registers sources and safety notices with Wagtail's admin."""

from wagtail.snippets.models import register_snippet

from .viewsets import EvidenceGroup

register_snippet(EvidenceGroup)

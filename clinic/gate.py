"""What every page, and whatever else visitors read, is asked before they see it.

The questions come from the apps that know the answers: they connect to ``asked`` and return findings.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.dispatch import Signal

# Sent with ``instance``; each receiver returns the findings of its own.
asked = Signal()


@dataclass(frozen=True)
class Finding:
    """One thing that is missing or wrong, in plain words, and where: the field, and the part of it."""

    code: str
    message: str
    field: str = ""
    place: int | None = None
    block_id: str = ""

    def __str__(self) -> str:
        return self.message


class NotReadyError(ValidationError):
    """A page was about to be published and must not be; it carries what is missing."""

    def __init__(self, page: Any, found: list[Finding]) -> None:
        self.page, self.findings = page, found
        super().__init__(_by_field(found))


def findings(instance: Any) -> list[Finding]:
    """Everything that keeps it, saved or not, from being shown to visitors; empty when it is ready."""
    answers = asked.send(sender=type(instance), instance=instance)
    return [finding for _receiver, answer in answers for finding in cast(list[Finding], answer)]


def refuse_what_is_found(instance: Any) -> None:
    """For the ``clean`` of what visitors see as soon as it is saved: refuse it at its fields."""
    if found := findings(instance):
        raise ValidationError(_by_field(found))


def _by_field(found: list[Finding]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for finding in found:
        errors.setdefault(finding.field or NON_FIELD_ERRORS, []).append(finding.message)
    return errors

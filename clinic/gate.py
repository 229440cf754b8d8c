"""Interface of the publishing gate: findings on pages and records before visitors see them.

The checks come from apps that connect to the signal ``collect_findings`` and return their findings.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.dispatch import Signal

# Sent with ``instance``; each receiver returns a list of findings.
collect_findings = Signal()
# Sent with ``instance`` and ``findings`` when a record that is public once saved is refused.
record_refused = Signal()


@dataclass(frozen=True)
class Finding:
    """Thing that is missing or wrong, in plain words, with its field and the part of the field."""

    code: str
    message: str
    field: str = ""
    place: int | None = None
    block_id: str = ""
    # The sentence that it is about, for lists that tell several together.
    quoted: str = ""
    # True where somebody else has to settle it: what readers read already does not hold up the rest.
    can_wait: bool = False

    def __str__(self) -> str:
        return self.message


class NotReadyError(ValidationError):
    """Raised when a page that is not ready was about to be published; carries the page and its findings."""

    def __init__(self, page: Any, page_findings: list[Finding]) -> None:
        self.page, self.findings = page, page_findings
        super().__init__(_by_field(page, page_findings))


def findings(instance: Any) -> list[Finding]:
    """Return everything that keeps ``instance``, saved or not, from visitors; empty when it is ready."""
    answers = collect_findings.send(sender=type(instance), instance=instance)
    return [finding for _receiver, answer in answers for finding in cast(list[Finding], answer)]


def validate_ready(instance: Any) -> None:
    """Raise ValidationError with findings by field, for ``clean`` of records that are public once saved."""
    if its_findings := refused(instance):
        raise ValidationError(_by_field(instance, its_findings))


def refused(instance: Any) -> list[Finding]:
    """Return the findings on a record that was about to be public; whoever can settle them is told.

    A sentence that waits for somebody else and is public already keeps nobody from saving, say, new hours.
    """
    its_findings = findings(instance)
    if its_findings:
        record_refused.send(sender=type(instance), instance=instance, findings=its_findings)
    if any(finding.can_wait for finding in its_findings):
        public = _public_findings(instance)
        its_findings = [each for each in its_findings if not (each.can_wait and each in public)]
    return its_findings


def _public_findings(instance: Any) -> list[Finding]:
    """Return the findings on the record as it is stored, which readers see now."""
    stored = type(instance)._default_manager.filter(pk=instance.pk).first() if instance.pk else None
    return findings(stored) if stored is not None else []


def _by_field(instance: Any, its_findings: list[Finding]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    elsewhere = getattr(instance, "edited_elsewhere", ())
    for finding in its_findings:
        field = NON_FIELD_ERRORS if finding.field in elsewhere else finding.field or NON_FIELD_ERRORS
        errors.setdefault(field, []).append(finding.message)
    return errors

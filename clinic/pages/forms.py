"""Editor's form with the gate: publishing and approving show what is missing, saving a draft never does."""

from datetime import datetime
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail.blocks import StreamBlockValidationError

from clinic.gate import Finding, findings

from .addresses import AddressForm

SEE_PARTS = gettext_lazy("See the marked parts.")


class PublishGateForm(AddressForm):
    """Wagtail's page form with the gate behind its own checks. What was typed stays in the form."""

    def _post_clean(self) -> None:
        super()._post_clean()
        for error in chain.from_iterable(self.errors.as_data().values()):
            if isinstance(error, StreamBlockValidationError):
                # Wagtail names the class of the block there.
                error.message = SEE_PARTS
        if self._is_publishing and (page_findings := findings(self.instance)):
            self._refuse(page_findings)

    def clean(self) -> dict[str, Any]:
        """Validate, and tell the second of two editors once that the page changed; their words stay."""
        cleaned = super().clean()
        if self._is_out_of_date:
            message = _(
                "Somebody saved a newer version while you were writing. Your words are still here, and "
                "theirs are in the history. Open the history in another tab and compare; saving again now "
                "puts yours on top."
            )
            self.add_error(None, message)
        return cleaned

    @property
    def _is_out_of_date(self) -> bool:
        """Return whether somebody else saved a version that the sender of this form has not seen.

        One's own versions never count: the browser's autosaves move on without telling the form, and of two
        tabs of one person Wagtail stops the autosave of the older. Only previews come without subscription.
        """
        opened = self.data.get("loaded_revision_id", "")
        latest = self.instance.latest_revision if self.instance.pk else None
        if latest is None or self.subscription is None or not opened.isdecimal():
            return False
        seen = _moment(self.data.get("loaded_revision_created_at", ""))
        if opened == str(latest.pk) and seen in (None, latest.created_at):
            return False
        # An autosave overwrites its own revision, so the id alone does not show a change.
        unseen = Q(created_at__gt=seen) if seen else Q(pk__gt=opened)
        return self.instance.revisions.filter(unseen).exclude(user=self.for_user).exists()

    @property
    def _is_publishing(self) -> bool:
        """True for publishing, scheduling and approving; False for submitting to a reviewer."""
        if self.is_deferred_validation:
            return False
        approves = self.data.get("workflow-action-name", "").endswith("approve")
        return "action-publish" in self.data or ("action-workflow-action" in self.data and approves)

    def _refuse(self, page_findings: list[Finding]) -> None:
        """Add one plain list on top and each finding at its field, unless the field has an error already."""
        of_field: dict[str, list[Finding]] = {}
        for finding in page_findings:
            if finding.field not in self.errors:
                of_field.setdefault(finding.field, []).append(finding)
        self.add_error(None, _("This page cannot be published yet. It stays a draft until this is done:"))
        for name, its_findings in of_field.items():
            if name in ("hero", "body", "lint_exceptions"):
                self.add_error(None, [finding.message for finding in its_findings])
                self.add_error(name, _block_errors(its_findings))
            else:
                # Fields that only a review sets are not in the form.
                shown = name if name in self.fields else None
                self.add_error(shown, [finding.message for finding in its_findings])


def _moment(written: str) -> datetime | None:
    """Return the datetime in a form's value; None for an empty or malformed value."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if is_aware(moment) else None


def _block_errors(page_findings: list[Finding]) -> ValidationError:
    """Return the findings of one stream as its errors, each at the block that it is about."""
    of_part: dict[int, list[str]] = {}
    for finding in page_findings:
        if finding.place is not None:
            of_part.setdefault(finding.place, []).append(finding.message)
    error = StreamBlockValidationError(
        block_errors={place: ValidationError(messages) for place, messages in of_part.items()},
        non_block_errors=[finding.message for finding in page_findings if finding.place is None],
    )
    error.message = SEE_PARTS
    return error

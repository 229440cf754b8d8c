"""The editor's form: publishing and approving show what is missing, and saving a draft never does."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError

from clinic.gate import Finding, findings


class PublishGateForm(WagtailAdminPageForm):
    """Wagtail's form with the gate behind its own checks. What was typed stays in the form."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self._is_publishing and (found := findings(self.instance)):
            self._refuse(found)

    def clean(self) -> dict[str, Any]:
        """Whoever saves second is told so once, and decides with their own words still before them."""
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
        """Whether somebody else saved a version that whoever sends this form has not seen.

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
        # An autosave writes into the version that it made before, so the number alone does not tell.
        unseen = Q(created_at__gt=seen) if seen else Q(pk__gt=opened)
        return self.instance.revisions.filter(unseen).exclude(user=self.for_user).exists()

    @property
    def _is_publishing(self) -> bool:
        """Publish, schedule and approve; sending it to a reviewer is none of them."""
        if self.is_deferred_validation:
            return False
        approves = self.data.get("workflow-action-name", "").endswith("approve")
        return "action-publish" in self.data or ("action-workflow-action" in self.data and approves)

    def _refuse(self, found: list[Finding]) -> None:
        """One plain list on top, and each finding at its field; a field that is in error already says so."""
        of_field: dict[str, list[Finding]] = {}
        for finding in found:
            if finding.field not in self.errors:
                of_field.setdefault(finding.field, []).append(finding)
        self.add_error(None, _("This page cannot be published yet. It stays a draft until this is done:"))
        for name, its_findings in of_field.items():
            if name in ("hero", "body", "lint_exceptions"):
                self.add_error(None, [finding.message for finding in its_findings])
                self.add_error(name, _at_its_part(its_findings))
            else:
                # What only a review sets has no field in the form.
                shown = name if name in self.fields else None
                self.add_error(shown, [finding.message for finding in its_findings])


def _moment(written: str) -> datetime | None:
    """The moment that a form carries; none where there is none, or where somebody tampered with it."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if is_aware(moment) else None


def _at_its_part(found: list[Finding]) -> ValidationError:
    """A stream's findings, each at the part that it is about."""
    of_part: dict[int, list[str]] = {}
    for finding in found:
        if finding.place is not None:
            of_part.setdefault(finding.place, []).append(finding.message)
    error = StreamBlockValidationError(
        block_errors={place: ValidationError(messages) for place, messages in of_part.items()},
        non_block_errors=[finding.message for finding in found if finding.place is None],
    )
    error.message = _("See the marked parts.")
    return error

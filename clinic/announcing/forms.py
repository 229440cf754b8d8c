"""Form of the announcement: its words are checked like those of a page, and it always ends."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.widgets import AdminDateTimeInput

from clinic.database.clock import current_time
from clinic.gate import refused
from clinic.identity.detail_fields.announcement import LONGEST
from clinic.models import ClinicSettings
from clinic.typed.fields import PlainTextField

# Longer than this it is no news: hours, closures and pages say what lasts.
LONGEST_TIME = timedelta(days=60)


class AnnouncementForm(forms.Form):
    """Form with the words, and from when to when they are shown."""

    use_required_attribute = False

    announcement = PlainTextField(
        label=_("What visitors should know"),
        max_length=LONGEST,
        help_text=_(
            "One or two sentences, such as: We are closed today because of the flood. We call everybody who "
            "has a visit. It stands on every page, above everything else. Write no patient's name."
        ),
        error_messages={"required": _("Write what visitors should know")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    announced_from = forms.DateTimeField(
        label=_("Shown from"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("Leave it empty to show it at once. Times are the clinic's."),
    )
    announced_until = forms.DateTimeField(
        label=_("Shown until"),
        widget=AdminDateTimeInput,
        help_text=_("Then it goes by itself. You can take it down earlier, here."),
        error_messages={"required": _("Enter when it ends, so that nobody has to remember to take it down")},
    )

    def clean_announcement(self) -> str:
        """Return the words; those that a page could not be published with are refused."""
        draft = ClinicSettings(announcement=self.cleaned_data["announcement"])
        draft.printed_fields = ("announcement",)
        if found := refused(draft):
            raise forms.ValidationError([finding.message for finding in found])
        return draft.announcement

    def clean_announced_until(self) -> datetime:
        """Return the end, which lies ahead and not too far."""
        until: datetime = self.cleaned_data["announced_until"]
        now = current_time()
        if until <= now:
            raise forms.ValidationError(_t("This moment has passed. Enter a later one"))
        if until > now + LONGEST_TIME:
            raise forms.ValidationError(
                _t("An announcement lasts for 60 days at most. What stays for longer belongs on a page")
            )
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("announced_from"), cleaned.get("announced_until")
        if begins and ends and begins >= ends:
            self.add_error("announced_until", _t("It ends before it begins. Enter a later moment"))
        return cleaned

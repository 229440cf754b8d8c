"""Form for the picture of one's own account."""

from typing import Any

from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.admin.views.account import AvatarSettingsPanel


class AvatarForm(AvatarPreferencesForm):
    """Form for a profile's picture, which leaves one that stays alone."""

    def clean_avatar(self) -> Any:
        return super().clean_avatar() if "avatar" in self.changed_data else self._original_avatar


def use_form_for_avatars() -> None:
    """Let the page of one's own account use our form."""
    AvatarSettingsPanel.form_class = AvatarForm

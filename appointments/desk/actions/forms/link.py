"""Form that ends a patient's link: whether to mail the new one at once."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from appointments.notices.mailing import mailing_to

from .action import ActionForm


class EndLinkForm(ActionForm):
    """Form that asks whether to mail the new link, where the patient may be written to."""

    send_link = forms.BooleanField(label=_("Send the patient the new link"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if address := mailing_to(self.appointment_request).address:
            self.fields["send_link"].help_text = format_lazy(_("By e-mail to {address}."), address=address)
        else:
            del self.fields["send_link"]

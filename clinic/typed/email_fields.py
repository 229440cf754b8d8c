"""Form field for e-mail addresses."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import emails
from .asked_back import AskedBackField, Doubt
from .email_slips import meant, mixes_scripts

_MEANT = _(
    "Did you mean {meant}? If {domain} is right, leave the address as it is and press the button again"
)
_MIXED = _(
    "Please check this address: it mixes letters of two alphabets that look alike. If it is right, leave it "
    "as it is and press the button again"
)


class EmailAddressField(AskedBackField):
    """E-mail address, taken out of what was pasted. A domain that looks like a slip is asked about."""

    default_error_messages = {"max_length": emails.WORDS[emails.Fault.TOO_LONG]}

    def __init__(self, **kwargs: Any) -> None:
        # Room for a name beside the address, which a mail program pastes with it.
        super().__init__(**{**kwargs, "max_length": 2 * emails.LONGEST})
        self.widget.input_type = "email"

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return text
        reading = emails.read(text)
        if reading.fault:
            raise ValidationError(emails.WORDS[reading.fault], code=reading.fault.name.lower())
        return reading.address

    def doubt_about(self, text: str) -> Doubt | None:
        """Return the doubt about a domain that is nearly a common one, or that only looks like another."""
        address = emails.read(text).address
        domain = address.rpartition("@")[2]
        if other := meant(domain):
            return Doubt(address, format_lazy(_MEANT, meant=other, domain=domain))
        return Doubt(address, _MIXED) if mixes_scripts(domain) else None

"""Language in which a patient wants to be spoken with, and which practitioners speak it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from appointments.models import AppointmentRequest
from clinic.languages.spoken import language_of, own_language
from clinic.models import Practitioner


@dataclass(frozen=True)
class SpokenLanguage:
    """Language with its code and its name; both are empty when it is the site's own, or cannot be read."""

    code: str = ""
    name: str = ""

    @classmethod
    def of(cls, appointment_request: AppointmentRequest) -> "SpokenLanguage":
        """Return the language of the patient."""
        answers = appointment_request.answers
        code = answers.in_use()["speaks"] if answers else ""
        if not code or code == own_language():
            return cls()
        return cls(code, language_of(code).name)

    def beside(self, name: str, practitioner: Practitioner) -> str:
        """Return the ``name`` of a practitioner, and that this person speaks the language if so."""
        if not self.code or not practitioner.speaks(self.code):
            return name
        return _("%(name)s (speaks %(language)s)") % {"name": name, "language": self.name}

    def said_of(self, practitioners: Iterable[Practitioner]) -> str:
        """Return a sentence about the language for whoever chooses among ``practitioners``; else empty."""
        if not self.code:
            return ""
        if any(one.speaks(self.code) for one in practitioners):
            return _("The patient speaks %(language)s.") % {"language": self.name}
        return _(
            "The patient speaks %(language)s, which nobody here is noted to speak: arrange an interpreter."
        ) % {"language": self.name}

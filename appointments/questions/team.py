"""People who can be wished for, and the languages in which patients can speak with the clinic."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic.languages.spoken import Language, spoken_by
from clinic.models import ClinicSettings, Practitioner

from .choices import Choices


@dataclass(frozen=True)
class Team:
    """Names of those who see patients, by their slugs, and the languages spoken."""

    names: Mapping[str, str]
    languages: list[Language]

    @classmethod
    def of(cls, clinic: ClinicSettings) -> "Team":
        """Return the team of ``clinic``, in one query."""
        people = list(
            Practitioner.objects.offering_visits().only("name", "post_nominals", "slug", "languages")
        )
        spoken = spoken_by([clinic.phone_languages, *(one.languages for one in people)])
        return cls({one.slug: one.display_name for one in people if one.slug}, spoken)

    def choices(self) -> Choices:
        """Return the choices of a language."""
        return [(language.code, language.name) for language in self.languages if language.code]

"""Results of research and how sure they are: levels of certainty, each with dots, a label and fixed words.

The words are those of the clinic's editorial policy. A claim opens with them; nobody types them.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Certainty(models.TextChoices):
    """Certainty of a finding, as its authors or our own reading state it."""

    HIGH = "high", _("High")
    MODERATE = "moderate", _("Moderate")
    LOW = "low", _("Low")
    VERY_LOW = "very_low", _("Very low")
    NOT_STATED = "not_stated", _("Not stated")


class Found(models.TextChoices):
    """Result of a study, whatever its certainty; or what a guideline advises, which is no result."""

    BETTER = "better", _("Better")
    LITTLE = "little", _("Little or no difference")
    WORSE = "worse", _("Worse")
    UNCLEAR = "unclear", _("Unclear")
    ADVISED = "advised", _("Advised")
    ADVISED_AGAINST = "advised_against", _("Advised against")


ADVICE = (Found.ADVISED, Found.ADVISED_AGAINST)
ADVICE_PHRASE = _("Advice from a guideline")
# Until 0.2 a certainty of its own; claims that nobody has changed since still hold it.
ONCE_NO_DIFFERENCE = "no_difference"


@dataclass(frozen=True)
class Level:
    """Number of dots, label and fixed words of one level."""

    dots: int
    label: str | Promise
    phrase: str | Promise


_UNKNOWN = _("We do not know yet; studies are small or weak")

LEVELS: dict[str, Level] = {
    Certainty.HIGH: Level(4, _("High certainty"), _("Strong evidence shows")),
    Certainty.MODERATE: Level(3, _("Moderate certainty"), _("Research probably shows")),
    Certainty.LOW: Level(2, _("Low certainty"), _("Research suggests, but we are not certain")),
    Certainty.VERY_LOW: Level(1, _("Very low certainty"), _UNKNOWN),
    Certainty.NOT_STATED: Level(0, _("Certainty not stated"), _UNKNOWN),
}


def level_of(certainty: str) -> Level:
    """Return the dots and words of ``certainty``; an unknown value reads as the most careful level."""
    return LEVELS.get(certainty, LEVELS[Certainty.NOT_STATED])

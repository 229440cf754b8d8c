"""Details that differ by state and country: numbers for emergencies, and the board of practitioners."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from clinic.languages.greetings import Greeting, greetings_in

_is_number = RegexValidator(r"^[0-9+() .-]+$", _("Write a number, such as 911."))


class PublicNotices(models.Model):
    """Fields for what every clinic has to tell its visitors; the defaults are those of California."""

    emergency_phone = models.CharField(
        _("number for emergencies"),
        max_length=20,
        default="911",
        db_default="911",
        validators=[_is_number],
        help_text=_("Shown on the form, in every mail to patients, and in what the desk reads out."),
    )
    crisis_phone = models.CharField(
        _("number in a mental-health crisis"),
        max_length=20,
        blank=True,
        default="988",
        db_default="988",
        validators=[_is_number],
        help_text=_("Shown beside it. Leave it empty where there is none that takes calls and texts."),
    )
    licensing_board = models.CharField(
        _("licensing board"),
        max_length=120,
        blank=True,
        default="California Acupuncture Board",
        db_default="California Acupuncture Board",
        help_text=_("Who licenses and regulates acupuncturists here; at the foot of every page."),
    )
    licensing_board_phone = models.CharField(
        _("phone of the licensing board"),
        max_length=20,
        blank=True,
        default="(916) 515-5200",
        db_default="(916) 515-5200",
        validators=[_is_number],
        help_text=_("Where patients ask about a license; shown beside the board."),
    )

    phone_languages = models.CharField(
        _("languages on the phone"),
        max_length=120,
        blank=True,
        default="English",
        db_default="English",
        help_text=_(
            "Languages in which somebody can answer your phone, such as English, Spanish. Visitors who speak "
            "Spanish then read so, in Spanish and with the number, at the top of every page."
        ),
    )

    notices_panel = MultiFieldPanel(
        [
            FieldPanel("phone_languages"),
            FieldPanel("emergency_phone"),
            FieldPanel("crisis_phone"),
            FieldPanel("licensing_board"),
            FieldPanel("licensing_board_phone"),
        ],
        heading=_("Languages, emergencies and licenses"),
    )

    class Meta:
        abstract = True

    @property
    def greetings(self) -> list[Greeting]:
        """Lines for callers whose language is answered on the phone, and has no pages here."""
        return greetings_in(self.phone_languages)

    @property
    def mail_ending(self) -> str:
        """Sentences at the end of every mail to a patient, in the language that is active."""
        numbers = {"emergency": self.emergency_phone, "crisis": self.crisis_phone}
        if not self.crisis_phone:
            return (
                _t(
                    "In an emergency, call %(emergency)s. Do not reply to this message: nobody reads the "
                    "replies."
                )
                % numbers
            )
        return (
            _t(
                "In an emergency, call %(emergency)s. In a mental-health crisis, call or text %(crisis)s. "
                "Do not reply to this message: nobody reads the replies."
            )
            % numbers
        )

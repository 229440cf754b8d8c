"""People who work here: accounts that sign in, and practitioners whom visitors read about."""

import re
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wagtail.fields import StreamField

from clinic.gate import validate_ready
from clinic.languages.spoken import Language, speaks, spoken_by

from .clinic_time import clinic_today
from .demonstration import DemonstrationMark
from .hours_blocks import HoursBlock, LeaveBlock
from .practitioners.panels import PANELS
from .practitioners.slug import SlugFromNameMixin
from .week import WeekField
from .working_time import WorkingTimeMixin

DOCTOR = re.compile(r"(dr|doctor)\b", re.IGNORECASE)
# Post-nominals that are no degree.
LICENSES = {"", "L.Ac.", "L.Ac", "LAc", "LAc."}


class UserManager(BaseUserManager["User"]):
    """Manager of accounts by e-mail address, whatever its upper and lower case."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account that may sign in; without a password it cannot until one is set."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.model.normalize_username(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an administrator."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=self.model.normalize_username(email or ""))


class User(DemonstrationMark, AbstractUser):  # type: ignore[django-manager-missing]  # Wagtail's images: no types
    """Member of staff, who signs in with an e-mail address. Patients have no accounts."""

    # Removed in Django's documented way.
    username = None  # type: ignore[assignment]  # the stubs know none without
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        help_text=_("The address this person signs in with."),
        error_messages={"unique": _("Somebody already signs in with this e-mail address.")},
    )
    ends_at = models.DateTimeField(_("ends at"), null=True, editable=False)  # of emergency accounts

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # asks for an e-mail address

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="clinic_user_email_any_case")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @classmethod
    def normalize_username(cls, username: str) -> str:
        return super().normalize_username(username).strip().lower()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.normalize_username(self.email)
        super().save(*args, **kwargs)


class StaffRequest(HttpRequest):
    """HTTP request of a signed-in user. For annotations only: Django makes plain requests."""

    user: User


class PractitionerQuerySet(models.QuerySet["Practitioner"]):
    """Queries for practitioners."""

    def active(self) -> "PractitionerQuerySet":
        """Practitioners whom visitors see, who may review and be booked: none whose license has run out."""
        licensed = Q(license_expires=None) | Q(license_expires__gte=clinic_today())
        return self.filter(licensed, is_active=True)

    def with_pages(self) -> "PractitionerQuerySet":
        """Practitioners with the page about each of them, in the same query."""
        return self.select_related("page").defer("page__body")

    def offering_visits(self) -> "PractitionerQuerySet":
        """Practitioners whom the front desk may choose when it schedules a visit."""
        return self.active().filter(offers_visits=True)

    def languages(self) -> list[Language]:
        """Languages in which patients can speak with these people, the site's own first; one query.

        A form offers those of ``offering_visits`` that have a code.
        """
        return spoken_by(self.values_list("languages", flat=True))


class Practitioner(WorkingTimeMixin, SlugFromNameMixin, DemonstrationMark):
    """Person who treats patients, or who writes and reviews articles."""

    name = models.CharField(
        _("name"), max_length=120, help_text=_("First and last name, without letters behind it.")
    )
    post_nominals = models.CharField(
        _("letters behind the name"),
        max_length=40,
        blank=True,
        help_text=_("License or degree as it is printed behind the name, such as L.Ac."),
    )
    role = models.CharField(
        _("role"),
        max_length=80,
        default="Licensed acupuncturist",
        help_text=_("What this person is here, in words that a patient understands."),
    )
    license_number = models.CharField(
        _("license number"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^AC ?\d{1,6}\Z", _("Write AC and up to six digits, such as AC 12345."))],
        help_text=_("As the licensing board prints it: AC and up to six digits. Patients can look it up."),
    )
    licensing_board = models.CharField(
        _("licensing board"),
        max_length=120,
        default="California Acupuncture Board",
        help_text=_("Who gave the license."),
    )
    license_lookup = models.URLField(
        _("where to look up a license"),
        blank=True,
        default="https://search.dca.ca.gov/",
        db_default="https://search.dca.ca.gov/",
        help_text=_("Page of the licensing board on which patients can look up a license."),
    )
    license_expires = models.DateField(
        _("license expires on"),
        null=True,
        blank=True,
        help_text=_(
            "The license's last day. After it the site no longer lists this person, who can be chosen "
            "neither for visits nor for reviews. Leave it empty when the license does not expire."
        ),
    )
    languages = models.CharField(
        _("languages"),
        max_length=120,
        blank=True,
        help_text=_("Languages this person speaks with patients, such as English, Spanish."),
    )
    biography = models.TextField(
        _("about this person"),
        blank=True,
        help_text=_("A few sentences for patients: training, experience, what a visit is like."),
    )
    is_active = models.BooleanField(
        _("shown on the site"),
        default=True,
        help_text=_("Untick it when somebody leaves. Their articles and past visits stay as they are."),
    )
    offers_visits = models.BooleanField(
        _("sees patients"),
        default=True,
        help_text=_("Ticked: the front desk can schedule visits with this person."),
    )
    working_hours = WeekField(
        [("hours", HoursBlock())],
        blank=True,
        verbose_name=_("working hours"),
        help_text=_(
            "When this person sees patients: the second pair is for after a lunch break. Leave all of it "
            "empty when it is whenever the clinic is open. The front desk is warned before it schedules a "
            "visit outside these hours."
        ),
    )
    leave = StreamField(
        [("leave", LeaveBlock())],
        blank=True,
        verbose_name=_("days away"),
        help_text=_("Holidays and other days off. Only the front desk sees them."),
    )
    sort_order = models.PositiveSmallIntegerField(
        _("place in lists"), default=0, help_text=_("People with a smaller number come first.")
    )

    objects = PractitionerQuerySet.as_manager()
    # Read by the publishing gate (articles/statements/reading.py): only the front desk sees it.
    unprinted_fields = ("leave",)

    panels = PANELS

    class Meta:
        verbose_name = _("practitioner")
        verbose_name_plural = _("practitioners")
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """Name as it is printed, such as Ana Reyes, L.Ac."""
        return f"{self.name}, {self.post_nominals}" if self.post_nominals else self.name

    def speaks(self, language: str) -> bool:
        """Return whether this person speaks the language with that code; the site's own if none is stated."""
        return speaks(self.languages, language)

    def sees_patients_on(self, day: date) -> bool:
        """Return whether this person still works here on ``day``, with a license that lasts until then."""
        licensed = self.license_expires is None or day <= self.license_expires
        return self.is_active and self.offers_visits and licensed

    def clean(self) -> None:
        super().clean()
        self.clean_working_time()
        # California allows "Dr." only to a doctor of something, and only with the degree beside it.
        degrees = [part for part in self.post_nominals.split(",") if part.strip() not in LICENSES]
        if DOCTOR.match(self.name.strip()) and not degrees:
            message = _("A name with “Dr.” needs the degree beside it: write it here, such as DAOM, L.Ac.")
            raise ValidationError({"post_nominals": message})
        validate_ready(self)

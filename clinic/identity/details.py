"""Single source of the clinic's name, phone, address, hours, closures and promises."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import register_setting
from wagtail.fields import StreamField
from wagtail.models import Site

from clinic.database.clock import at_present, current_time
from clinic.gate import validate_ready
from clinic.typed.phone_fields import ClinicPhoneField

from .clinic_time import clinic_today
from .demonstration import DemonstrationMark
from .detail_fields.announcement import AnnouncementFields
from .detail_fields.grace import GraceFields
from .detail_fields.place import PlaceFields
from .detail_fields.public_notices import PublicNotices
from .hours_blocks import WEEKDAYS, ClosureBlock, HoursBlock
from .open_sign import OpenSign, open_sign
from .opening_hours import Closure, Hours, OpeningHours
from .timetables import days_off, errors_in_closures, errors_in_hours, in_date_order, weekly_of
from .week import WeekField


@register_setting(icon="home")
class ClinicSettings(
    DemonstrationMark, AnnouncementFields, PlaceFields, PublicNotices, GraceFields, BaseSiteSetting
):
    """Clinic's details as pages, mail and the business-hours clock use them."""

    clinic_name = models.CharField(
        _("name of the clinic"), max_length=120, help_text=_("As it stands on the door.")
    )
    phone = ClinicPhoneField(
        _("phone"),
        help_text=_("The number that patients call, such as 949-510-6333. An extension is dialled too."),
    )
    email = models.EmailField(
        _("e-mail address"),
        blank=True,
        help_text=_("Shown to visitors. Leave it empty if patients should rather call or use the form."),
    )
    street_address = models.CharField(
        _("street and number"), max_length=120, help_text=_("Where patients come to, with the suite number.")
    )
    locality = models.CharField(
        _("city"), max_length=80, help_text=_("The city, such as San Juan Capistrano.")
    )
    region = models.CharField(
        _("state"), max_length=40, default="CA", help_text=_("The state in two letters, such as CA.")
    )
    postal_code = models.CharField(_("ZIP code"), max_length=12, help_text=_("Five digits, such as 92675."))
    directions = models.TextField(
        _("how to find us"),
        blank=True,
        help_text=_("Parking, buses and trains, and how to come in without steps."),
    )
    opening_hours = WeekField(
        [("hours", HoursBlock())],
        blank=True,
        verbose_name=_("opening hours"),
        help_text=_(
            "When somebody is there. A day left empty is a closed day; the second pair is for after a lunch "
            "break. Promises to patients count these hours."
        ),
    )
    closures = StreamField(
        [("closure", ClosureBlock())],
        blank=True,
        verbose_name=_("days closed"),
        help_text=_(
            "Holidays and other days off, or a part of a day. Visitors see them, and promises to patients "
            "skip them."
        ),
    )
    reply_hours = models.PositiveSmallIntegerField(
        _("hours until the first reply"),
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(80)],
        help_text=_("Within how many opening hours the front desk answers a request. Patients are told."),
    )
    first_look_minutes = models.PositiveSmallIntegerField(
        _("minutes until somebody looks"),
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(4800)],
        help_text=_("Opening time in which somebody at the desk takes a new request or works on it."),
    )
    first_contact_minutes = models.PositiveSmallIntegerField(
        _("minutes until the first call"),
        default=240,
        validators=[MinValueValidator(5), MaxValueValidator(4800)],
        help_text=_("Opening time in which the desk first tries to reach the patient."),
    )
    urgent_minutes = models.PositiveSmallIntegerField(
        _("minutes until an urgent call"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(4800)],
        help_text=_("The same for a request that the desk marked as urgent."),
    )
    undo_minutes = models.PositiveSmallIntegerField(
        _("minutes before a message goes"),
        default=3,
        validators=[MaxValueValidator(60)],
        help_text=_(
            "How long a message to a patient waits, so that the desk can undo it. 0 sends it at once."
        ),
    )
    form_closed = models.TextField(
        _("why the request form is closed"),
        max_length=300,
        blank=True,
        help_text=_(
            "Leave this empty, and patients can send requests. Write a sentence, such as: We are moving "
            "this week, and they read it with your phone number in place of the form. Whoever has begun "
            "may finish."
        ),
    )
    # Set once, when somebody opens the form: clinic/opening/acts.py. Nothing takes it back by itself.
    opened_at = models.DateTimeField(null=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("clinic_name"),
                FieldPanel("phone"),
                FieldPanel("email"),
                FieldPanel("is_demonstration"),
            ],
            heading=_("The clinic"),
        ),
        PlaceFields.where_panel,
        MultiFieldPanel(
            [FieldPanel("opening_hours"), FieldPanel("closures"), FieldPanel("reply_hours")],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [FieldPanel(f"{name}_minutes") for name in ("first_look", "first_contact", "urgent", "undo")],
            heading=_("The front desk"),
        ),
        PublicNotices.notices_panel,
        MultiFieldPanel([FieldPanel("form_closed")], heading=_("Request form")),
        GraceFields.grace_panel,
    ]

    class Meta:
        verbose_name = _("Clinic details")
        verbose_name_plural = _("Clinic details")
        permissions = [("announce", "Can set the announcement on every page")]

    @cached_property
    def clock(self) -> OpeningHours:
        """Business-hours clock of the clinic."""
        return OpeningHours(
            weekly=weekly_of(self.opening_hours),
            closures=days_off(self.closures),
            zone=timezone.get_default_timezone(),
        )

    @property
    def sign(self) -> OpenSign | None:
        """Words of the sign on the door at this moment; None when no hours are stated."""
        return at_present(self._sign_at)

    def _sign_at(self, now: datetime) -> tuple[OpenSign | None, datetime | None]:
        sign = open_sign(self.clock, now)
        return sign, sign.until if sign else None

    @classmethod
    def of_the_default_site(cls) -> "ClinicSettings":
        """Return the clinic's details in one query, where ``for_request`` takes two."""
        details = cls.objects.filter(site__is_default_site=True).first()
        return details or cls.for_site(Site.objects.get(is_default_site=True))

    @classmethod
    def for_staff(cls, request: HttpRequest) -> "ClinicSettings":
        """Return the details of the default site, queried once for each page of the admin."""
        kept = getattr(request, cls.get_cache_attr_name(), None)
        return kept or cls.keep_for_staff(request, cls.of_the_default_site())

    @classmethod
    def keep_for_staff(cls, request: HttpRequest, details: "ClinicSettings") -> "ClinicSettings":
        """Keep the details for the rest of the page, and return them."""
        setattr(request, cls.get_cache_attr_name(), details)
        return details

    @property
    def takes_requests(self) -> bool:
        """True once the form was opened, while the clinic has not closed it for a time."""
        return self.opened_at is not None and not self.form_closed

    def reply_due(self, received: datetime) -> datetime:
        """Return the moment by which the front desk promises to answer a request from ``received``."""
        return self.clock.add_open_time(received, timedelta(hours=self.reply_hours))

    @property
    def reply_due_now(self) -> datetime:
        """Promised moment of the answer to a request that is sent now."""
        return self.reply_due(current_time())

    @property
    def week(self) -> list[tuple[str, list[Hours]]]:
        """Name and sorted hours of each day; no hours on a closed day."""
        return [(str(name), sorted(self.clock.weekly.get(day, ()))) for day, name in WEEKDAYS]

    @property
    def upcoming_closures(self) -> list[Closure]:
        """Closures that are not over yet, the nearest first."""
        today = clinic_today()
        return sorted(
            (closure for closure in self.clock.closures if closure.last_day >= today),
            key=lambda closure: (closure.first_day, closure.begins or time.min),
        )

    def clean(self) -> None:
        super().clean()
        hours = errors_in_hours(weekly_of(self.opening_hours))
        if self.opened_at and not self.opening_hours:
            hours = [_t("Patients are promised a call by these hours, so they cannot be empty any more.")]
        errors = {"opening_hours": hours, "closures": errors_in_closures(self.clock.closures)}
        errors |= self.place_errors()
        if messages_by_field := {field: messages for field, messages in errors.items() if messages}:
            raise ValidationError(messages_by_field)
        self.closures = in_date_order(self.closures)
        validate_ready(self)

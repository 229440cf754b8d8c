"""A patient's request for an appointment, and the visit that it may lead to."""

import uuid
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.consents import DEMONSTRATION
from appointments.lookup import search_hashes
from appointments.patient_data import DecryptionError, PatientData, unseal
from appointments.references import looks_like_reference, normalize
from appointments.statuses import AWAITING_DESK, OPEN, Status
from articles.models import ConditionPage
from clinic.models import Practitioner

from .visit_queryset import VisitQuerySet

# How long the patient's link still shows a request that was closed, or whose visit is over.
LINK_KEPT = timedelta(days=30)
NONE = Q(pk__in=[])


class Channel(models.TextChoices):
    WEB = "web", _("Website")
    PHONE = "phone", _("Phone")
    WALK_IN = "walk_in", _("At the counter")


class Priority(models.IntegerChoices):
    URGENT = 1, _("Urgent")
    SOON = 2, _("Soon")
    ROUTINE = 3, _("Routine")


class AppointmentRequestQuerySet(models.QuerySet):
    """The questions that the desk asks of its requests."""

    def awaiting_desk(self) -> "AppointmentRequestQuerySet":
        """Those where the next step is the desk's."""
        return self.filter(status__in=AWAITING_DESK)

    def unclaimed(self) -> "AppointmentRequestQuerySet":
        """New requests that nobody has taken yet."""
        return self.filter(status=Status.NEW, assigned_to=None)

    def demo(self) -> "AppointmentRequestQuerySet":
        """Those of the demonstration, which must not go live."""
        return self.filter(consent_version=DEMONSTRATION)

    def real(self) -> "AppointmentRequestQuerySet":
        """Those that a patient, or somebody for one, has sent."""
        return self.exclude(consent_version=DEMONSTRATION)

    def overdue(self) -> "AppointmentRequestQuerySet":
        """Those that the desk promised to have answered by now."""
        return self.awaiting_desk().filter(due_at__lt=timezone.now())

    def in_desk_order(self, *, pressing: Q = NONE) -> "AppointmentRequestQuerySet":
        """Urgent ones first, then the overdue and the ``pressing``, then those due soonest; closed ones last.

        Once the patient was tried, the next try is what is due.
        """
        next_attempt = models.Case(models.When(status=Status.CONTACTING, then="next_attempt_at"))
        awaiting = Q(status__in=AWAITING_DESK)
        rank = models.Case(
            models.When(awaiting & Q(priority=Priority.URGENT), then=0),
            models.When(awaiting & Q(desk_due__lt=timezone.now()) | Q(closed_at=None) & pressing, then=1),
            models.When(awaiting, then=2),
            models.When(closed_at=None, then=3),
            default=4,
        )
        requests = self.annotate(desk_due=Coalesce(next_attempt, "due_at"))
        return requests.order_by(rank, "-closed_at", "desk_due", "received_at", "pk")

    def behind_link(self, link_hash: bytes) -> "AppointmentRequestQuerySet":
        """The one of a patient's link, as long as the link shows it; one query, whatever is found."""
        over = timezone.now() - LINK_KEPT
        past = Visit.objects.active().filter(appointment_request=OuterRef("pk"), during__endswith__lt=over)
        return self.filter(link_hash=link_hash).exclude(closed_at__lt=over).exclude(Exists(past))

    def found_by(self, query: str) -> "AppointmentRequestQuerySet":
        """Those with this reference, or that belong to a person with this name, phone or e-mail."""
        hashes = search_hashes(query)
        by_person = Q(lookup__contains=hashes) if hashes else NONE
        if not looks_like_reference(query):
            return self.filter(by_person)
        # A duplicate's reference finds the one that stays too. A union, as each part has an index of its own.
        known = self.model.objects.order_by()
        named = known.filter(reference=normalize(query))
        people = known.filter(by_person).values("pk")
        return self.filter(pk__in=named.values("pk").union(named.values("duplicate_of"), people))


class AppointmentRequest(models.Model):
    """One request. Only ``appointments.services`` writes it.

    What the patient told us is sealed in ``patient_data``; the other columns say nothing about the person.
    """

    # Wagtail would otherwise list requests on the article's usage screen.
    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=8, unique=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.NEW)
    version = models.PositiveIntegerField(_("version"), default=1)
    received_at = models.DateTimeField(_("received"))
    due_at = models.DateTimeField(_("answer due"))
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    channel = models.CharField(_("came by"), max_length=10, choices=Channel, default=Channel.WEB)
    language = models.CharField(_("language"), max_length=10, default="en")
    article = models.ForeignKey(
        ConditionPage, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("article")
    )
    article_title = models.CharField(_("article's title"), max_length=255, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("taken by"),
    )
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.ROUTINE)
    duplicate_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="duplicates", verbose_name=_("duplicate of")
    )
    consent_version = models.CharField(_("consent text"), max_length=20)
    idempotency_key = models.CharField(_("submission"), max_length=64, unique=True)
    # Empty for requests of the time before patients had a link: nobody was given one.
    link_hash = models.BinaryField(_("patient's link, hashed"), max_length=32, null=True, unique=True)
    patient_data = models.BinaryField(_("what the patient told us, sealed"))
    lookup = ArrayField(models.CharField(max_length=16), verbose_name=_("search hashes"))

    objects = AppointmentRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment request")
        verbose_name_plural = _("appointment requests")
        default_permissions = ("view", "change")
        permissions = [
            ("export_appointmentrequest", _("Can export lists of requests")),
            ("report_appointmentrequest", _("Can read the owner's report")),
        ]
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["status", "closed_at"], name="request_status"),
            models.Index(fields=["due_at"], name="request_awaiting", condition=Q(status__in=AWAITING_DESK)),
            models.Index(fields=["due_at"], name="request_open", condition=Q(closed_at=None)),
            models.Index(fields=["closed_at"], name="request_closed", condition=Q(closed_at__isnull=False)),
            models.Index(fields=["received_at"], name="request_received"),
            GinIndex(fields=["lookup"], name="request_lookup"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="request_status_known"),
            models.CheckConstraint(
                # A scheduled request is closed by the end of its visit.
                condition=Q(status=Status.SCHEDULED)
                | Q(status__in=OPEN, closed_at=None)
                | (~Q(status__in=OPEN) & Q(closed_at__isnull=False)),
                name="request_closed_has_time",
            ),
        ]

    def __str__(self) -> str:
        # Wagtail copies this into logs, titles and breadcrumbs: never a name.
        return self.reference

    @cached_property
    def answers(self) -> PatientData | None:
        """What the patient told us, for whoever shows it; None when it cannot be opened."""
        try:
            return unseal(self.pk, self.patient_data)
        except DecryptionError:
            return None

    @property
    def patient(self) -> PatientData:
        """What the patient told us, for whoever cannot go on without it; raises ``DecryptionError``."""
        if self.answers is None:
            raise DecryptionError
        return self.answers

    @property
    def is_open(self) -> bool:
        """Whether the request still waits for an outcome, or for its visit."""
        return self.status in OPEN and self.closed_at is None

    @property
    def visit_is_over(self) -> bool:
        """Whether the request ended as it should: its visit took place, as far as anybody knows."""
        return self.status == Status.SCHEDULED and self.closed_at is not None

    @property
    def is_demo(self) -> bool:
        """Whether the request was made up for the demonstration."""
        return self.consent_version == DEMONSTRATION

    def is_overdue(self, now: datetime) -> bool:
        """Whether the desk should have answered before ``now``."""
        return self.status in AWAITING_DESK and self.due_at < now


class Visit(models.Model):
    """A practitioner's time that is kept for a scheduled request."""

    wagtail_reference_index_ignore = True

    appointment_request = models.ForeignKey(
        AppointmentRequest, on_delete=models.CASCADE, related_name="visits", verbose_name=_("request")
    )
    practitioner = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, related_name="visits", verbose_name=_("practitioner")
    )
    during = DateTimeRangeField(_("time"))
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        default_permissions = ()
        constraints = [
            # Checked by the database itself: of two receptionists at the same moment one wins.
            ExclusionConstraint(
                name="visit_without_overlap",
                expressions=[
                    (F("practitioner"), RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at=None),
            ),
            models.UniqueConstraint(
                fields=["appointment_request"], condition=Q(cancelled_at=None), name="visit_one_per_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practitioner} {self.during.lower:%Y-%m-%d %H:%M}"

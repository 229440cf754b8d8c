"""Requests of patients for an appointment."""

import uuid
from functools import cached_property

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from appointments.consents import DEMONSTRATION
from appointments.lookup import SearchHashesField, found_by, lookup_hashes, lookup_mark
from appointments.patient_data import DecryptionError, PatientData, seal, unseal
from appointments.reading import note_opening
from appointments.references import looks_like_reference, normalize
from appointments.statuses import AWAITING_DESK, OPEN, Status

NONE = Q(pk__in=[])


class Channel(models.TextChoices):
    """Way by which a request came."""

    WEB = "web", _("Website")
    PHONE = "phone", _("Phone")
    WALK_IN = "walk_in", _("At the counter")


class Priority(models.IntegerChoices):
    """Urgency of a request; the smallest number comes first."""

    URGENT = 1, _("Urgent")
    SOON = 2, _("Soon")
    ROUTINE = 3, _("Routine")


class AppointmentRequestQuerySet(models.QuerySet["AppointmentRequest"]):
    """Requests by state, origin and person."""

    def awaiting_desk(self) -> "AppointmentRequestQuerySet":
        """Keep requests on which the desk has to act next."""
        return self.filter(status__in=AWAITING_DESK)

    def demo(self) -> "AppointmentRequestQuerySet":
        """Keep demonstration requests, which must not go live."""
        return self.filter(consent_version=DEMONSTRATION)

    def real(self) -> "AppointmentRequestQuerySet":
        """Drop demonstration requests."""
        return self.exclude(consent_version=DEMONSTRATION)

    def held(self) -> "AppointmentRequestQuerySet":
        """Keep requests under a legal hold, and duplicates of one that is."""
        return self.filter(Q(held_since__isnull=False) | Q(duplicate_of__held_since__isnull=False))

    def not_held(self) -> "AppointmentRequestQuerySet":
        """Drop what ``held`` keeps. A trigger refuses to erase it all the same."""
        return self.filter(held_since=None, duplicate_of__held_since=None)

    def hard_to_find(self) -> "AppointmentRequestQuerySet":
        """Keep requests whose search hashes another release made, or another key."""
        return self.filter(Q(lookup_mark__lt=lookup_mark()) | Q(lookup_mark__gt=lookup_mark()))

    def found_by(self, query: str) -> "AppointmentRequestQuerySet":
        """Keep requests with this reference, or of a person with this name, phone or e-mail.

        Runs in an open reading only (``appointments.reading``).
        """
        by_person = found_by(query) or NONE
        if not looks_like_reference(query):
            return self.filter(by_person)
        # The reference of a duplicate also matches its original. A union lets each part use its own index.
        everything = AppointmentRequest.objects.order_by()
        named = everything.filter(reference=normalize(query))
        people = everything.filter(by_person).values("pk")
        return self.filter(pk__in=named.values("pk").union(named.values("duplicate_of"), people))


class AppointmentRequest(models.Model):
    """Request of a patient. Only ``appointments.services`` writes it.

    The answers are encrypted in ``patient_data``; the other columns say nothing about the person.
    """

    # Wagtail would otherwise list requests on the article's usage screen.
    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=8, unique=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.NEW)
    version = models.PositiveIntegerField(_("version"), default=1)
    received_at = models.DateTimeField(_("received"))
    # The one clock of the desk (``targets``): when the present wait began, and by when it was to be answered.
    waiting_since = models.DateTimeField(_("waiting since"), db_default=Now())
    due_at = models.DateTimeField(_("answer due"))
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    # Under a legal hold nothing about it is erased, whoever asks.
    held_since = models.DateTimeField(_("held since"), null=True)
    channel = models.CharField(_("came by"), max_length=10, choices=Channel, default=Channel.WEB)
    language = models.CharField(_("language"), max_length=10, default="en")
    article = models.ForeignKey(
        "articles.ConditionPage",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("article"),
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
    urgent_since = models.DateTimeField(_("urgent since"), null=True)
    duplicate_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="duplicates", verbose_name=_("duplicate of")
    )
    consent_version = models.CharField(_("consent text"), max_length=20)
    idempotency_key = models.CharField(_("submission"), max_length=64, unique=True)
    # Counts how often the patient's link was ended and replaced (``patient_link``).
    link_generation = models.PositiveSmallIntegerField(_("links ended"), default=0, db_default=0)
    # Empty for requests that were stored before patients got a link.
    link_hash = models.BinaryField(_("patient's link, hashed"), max_length=32, null=True, unique=True)
    patient_data = models.BinaryField(_("what the patient told us, sealed"))
    lookup = SearchHashesField(models.CharField(max_length=16), verbose_name=_("search hashes"))
    # What the hashes were made by. A release that does not know of it leaves it empty.
    lookup_mark = models.CharField(
        _("mark of the search hashes"), max_length=16, default="", db_default="", editable=False
    )

    objects = AppointmentRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment request")
        verbose_name_plural = _("appointment requests")
        default_permissions = ("view", "change")
        permissions = [
            ("export_appointmentrequest", _("Can export lists of requests")),
            ("report_appointmentrequest", _("Can read the owner's report")),
            ("hold_appointmentrequest", _("Can put legal holds on requests, and lift them")),
        ]
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["status", "closed_at"], name="request_status"),
            models.Index(fields=["due_at"], name="request_awaiting", condition=Q(status__in=AWAITING_DESK)),
            models.Index(fields=["due_at"], name="request_open", condition=Q(closed_at=None)),
            models.Index(fields=["closed_at"], name="request_closed", condition=Q(closed_at__isnull=False)),
            models.Index(fields=["received_at"], name="request_received"),
            GinIndex(fields=["lookup"], name="request_lookup"),
            models.Index(fields=["lookup_mark"], name="request_lookup_mark"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="request_status_known"),
            models.CheckConstraint(
                # The end of its visit closes a scheduled request.
                condition=Q(status=Status.SCHEDULED)
                | Q(status__in=OPEN, closed_at=None)
                | (~Q(status__in=OPEN) & Q(closed_at__isnull=False)),
                name="request_closed_has_time",
            ),
        ]

    def __str__(self) -> str:
        # Never a name: Wagtail copies this text into logs, titles and breadcrumbs.
        return self.reference

    @property
    def answers(self) -> PatientData | None:
        """Answers of the patient, for display; None when they cannot be decrypted.

        Raises ``AccessNotRecorded`` without an open reading.
        """
        # Each look counts, not only the first: the request may have been decrypted in another reading.
        note_opening(self.pk)
        return self._decrypted

    @cached_property
    def _decrypted(self) -> PatientData | None:
        try:
            return unseal(self.pk, self.patient_data)
        except DecryptionError:
            return None

    @property
    def patient(self) -> PatientData:
        """Answers of the patient, for code that needs them; raises ``DecryptionError``."""
        if self.answers is None:
            raise DecryptionError
        return self.answers

    def keep_findable_by(self, data: PatientData) -> None:
        """Set the search hashes to those of ``data``; the caller saves them."""
        self.lookup, self.lookup_mark = lookup_hashes(data), lookup_mark()

    def keep_answers(self, data: PatientData) -> None:
        """Set the sealed answers and the search hashes to those of ``data``; the caller saves them."""
        self.patient_data = seal(self.pk, data)
        self._decrypted = data
        self.keep_findable_by(data)

    @property
    def is_open(self) -> bool:
        """True when the request waits for an outcome, or for its visit."""
        return self.status in OPEN and self.closed_at is None

    @property
    def is_held(self) -> bool:
        """True when a legal hold on it, or on the request that it is a duplicate of, keeps it."""
        original = self.duplicate_of
        return self.held_since is not None or (original is not None and original.held_since is not None)

    @property
    def visit_is_over(self) -> bool:
        """True when the time of the visit has passed, so that it took place as far as anybody knows."""
        return self.status == Status.SCHEDULED and self.closed_at is not None

    @property
    def is_demo(self) -> bool:
        """True when the request belongs to the demonstration."""
        return self.consent_version == DEMONSTRATION

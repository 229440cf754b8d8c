"""Requests with their timeline, visits and notices; records of who read them; texts of messages."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import wagtail.models.preview

import appointments.models.channels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0001_initial"),
        ("clinic", "0002_pages_pictures_details"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The constraint that keeps two visits apart compares a practitioner's id in a GiST index.
        BtreeGistExtension(),
        migrations.CreateModel(
            name="AppointmentRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("reference", models.CharField(max_length=8, unique=True, verbose_name="reference")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("quarantined", "Possible spam"),
                            ("new", "New"),
                            ("contacting", "Contacting"),
                            ("scheduled", "Scheduled"),
                            ("declined", "Declined"),
                            ("unreachable", "Unreachable"),
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Expired"),
                            ("duplicate", "Duplicate"),
                            ("entered_in_error", "Entered in error"),
                        ],
                        default="new",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("due_at", models.DateTimeField(verbose_name="answer due")),
                ("next_attempt_at", models.DateTimeField(null=True, verbose_name="next attempt")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed")),
                (
                    "channel",
                    models.CharField(
                        choices=[("web", "Website"), ("phone", "Phone"), ("walk_in", "At the counter")],
                        default="web",
                        max_length=10,
                        verbose_name="came by",
                    ),
                ),
                ("language", models.CharField(default="en", max_length=10, verbose_name="language")),
                (
                    "article",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.conditionpage",
                        verbose_name="article",
                    ),
                ),
                (
                    "article_title",
                    models.CharField(blank=True, max_length=255, verbose_name="article's title"),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken by",
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Urgent"), (2, "Soon"), (3, "Routine")],
                        default=3,
                        verbose_name="priority",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="duplicates",
                        to="appointments.appointmentrequest",
                        verbose_name="duplicate of",
                    ),
                ),
                ("consent_version", models.CharField(max_length=20, verbose_name="consent text")),
                ("idempotency_key", models.CharField(max_length=64, unique=True, verbose_name="submission")),
                (
                    "link_hash",
                    models.BinaryField(
                        max_length=32, null=True, unique=True, verbose_name="patient's link, hashed"
                    ),
                ),
                ("patient_data", models.BinaryField(verbose_name="what the patient told us, sealed")),
                (
                    "lookup",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), verbose_name="search hashes"
                    ),
                ),
            ],
            options={
                "verbose_name": "appointment request",
                "verbose_name_plural": "appointment requests",
                "ordering": ["-received_at"],
                "permissions": [
                    ("export_appointmentrequest", "Can export lists of requests"),
                    ("report_appointmentrequest", "Can read the owner's report"),
                ],
                "default_permissions": ("view", "change"),
                "indexes": [
                    models.Index(fields=["status", "closed_at"], name="request_status"),
                    models.Index(
                        condition=models.Q(("status__in", frozenset(["contacting", "new"]))),
                        fields=["due_at"],
                        name="request_awaiting",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at", None)), fields=["due_at"], name="request_open"
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", False)),
                        fields=["closed_at"],
                        name="request_closed",
                    ),
                    models.Index(fields=["received_at"], name="request_received"),
                    django.contrib.postgres.indexes.GinIndex(fields=["lookup"], name="request_lookup"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "quarantined",
                                    "new",
                                    "contacting",
                                    "scheduled",
                                    "declined",
                                    "unreachable",
                                    "withdrawn",
                                    "expired",
                                    "duplicate",
                                    "entered_in_error",
                                ],
                            )
                        ),
                        name="request_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "scheduled"),
                            models.Q(
                                ("closed_at", None),
                                ("status__in", frozenset(["contacting", "new", "quarantined", "scheduled"])),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "status__in",
                                        frozenset(["contacting", "new", "quarantined", "scheduled"]),
                                    ),
                                    _negated=True,
                                ),
                                ("closed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="request_closed_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "appointment_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="appointments.appointmentrequest",
                        verbose_name="request",
                    ),
                ),
                (
                    "practitioner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="clinic.practitioner",
                        verbose_name="practitioner",
                    ),
                ),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name="time")),
                ("cancelled_at", models.DateTimeField(null=True, verbose_name="cancelled")),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
                "default_permissions": (),
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        expressions=[(models.F("practitioner"), "="), ("during", "&&")],
                        name="visit_without_overlap",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        fields=("appointment_request",),
                        name="visit_one_per_request",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="when"
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                ("actor_name", models.CharField(max_length=255, verbose_name="name")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("list", "Looked through the list"),
                            ("search", "Searched"),
                            ("spam", "Looked through possible spam"),
                            ("record", "Read the request"),
                            ("step", "Read the answers beside a step"),
                            ("print", "Opened it for printing"),
                            ("day", "Looked through a day of visits"),
                            ("export", "Exported a list"),
                        ],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                (
                    "appointment_request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="accesses",
                        to="appointments.appointmentrequest",
                        verbose_name="request",
                    ),
                ),
                (
                    "shown",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), default=list, verbose_name="requests shown"
                    ),
                ),
                ("filters", models.JSONField(default=dict, verbose_name="filters")),
                ("search_hash", models.CharField(blank=True, max_length=16, verbose_name="search")),
            ],
            options={
                "verbose_name": "access record",
                "verbose_name_plural": "access records",
                "ordering": ["-pk"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["actor", "at"], name="access_by_person"),
                    django.contrib.postgres.indexes.GinIndex(fields=["shown"], name="access_by_reference"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "action__in",
                                ["list", "search", "spam", "record", "step", "print", "day", "export"],
                            )
                        ),
                        name="access_action_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("visit_confirmed", "The visit is confirmed"),
                            ("visit_moved", "The visit has another time"),
                            ("visit_cancelled", "The visit is cancelled"),
                            ("declined", "We cannot offer this"),
                            ("tried_to_call", "We tried to call"),
                            ("unreachable", "We could not reach you"),
                            ("expired", "We did not manage to answer"),
                        ],
                        max_length=20,
                        verbose_name="when",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="What the front desk chooses it by. Patients do not see it.",
                        max_length=80,
                        verbose_name="name",
                    ),
                ),
                ("language", models.CharField(default="en", editable=False, max_length=10)),
                ("subject", models.CharField(max_length=120, verbose_name="subject")),
                ("body", models.TextField(max_length=4000, verbose_name="text")),
            ],
            options={
                "verbose_name": "message to patients",
                "verbose_name_plural": "messages to patients",
                "ordering": ["kind", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "language", "name"), name="message_template_name_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "visit_confirmed",
                                    "visit_moved",
                                    "visit_cancelled",
                                    "declined",
                                    "tried_to_call",
                                    "unreachable",
                                    "expired",
                                ],
                            )
                        ),
                        name="message_kind_known",
                    ),
                ],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name="RequestEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "appointment_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="appointments.appointmentrequest",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "Request received"),
                            ("claimed", "Taken"),
                            ("released", "Given back to the desk"),
                            ("attempt", "Contact attempt"),
                            ("transition", "Status changed"),
                            ("discarded", "Discarded as spam"),
                            ("note", "Note"),
                            ("other_phone", "Another phone number"),
                            ("corrected", "Correction"),
                            ("priority", "Priority changed"),
                            ("merged", "Duplicate merged"),
                            ("visit_moved", "Visit moved"),
                            ("visit_cancelled", "Visit cancelled"),
                            ("visit_over", "Visit over"),
                            ("undone", "Step undone"),
                            ("message", "Message to the patient"),
                            ("escalated", "Waited too long"),
                        ],
                        max_length=20,
                    ),
                ),
                ("from_status", models.CharField(blank=True, max_length=20)),
                ("to_status", models.CharField(blank=True, max_length=20)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("actor_name", models.CharField(blank=True, max_length=255)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("details", models.JSONField(default=dict)),
                ("sealed_note", models.BinaryField(null=True)),
            ],
            options={
                "verbose_name": "request event",
                "verbose_name_plural": "request events",
                "ordering": ["at", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "appointment_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="appointments.appointmentrequest",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="appointments.requestevent",
                    ),
                ),
                (
                    "channel",
                    models.CharField(choices=appointments.models.channels.channel_choices, max_length=20),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("due_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("lease_until", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("message_id", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("last_error", models.CharField(blank=True, max_length=80)),
                ("subject", models.CharField(blank=True, max_length=120)),
                ("body", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["created_at", "pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "pending")), fields=["due_at"], name="notice_due"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["pending", "failed"])),
                        fields=["appointment_request", "state"],
                        name="notice_unsettled",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "channel"), name="notice_once_per_event_and_channel"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["pending", "sent", "failed", "cancelled"])),
                        name="notice_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkerHeartbeat",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("beat_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "worker heartbeat",
                "verbose_name_plural": "worker heartbeat",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="heartbeat_single_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="SenderBucket",
            fields=[
                ("sender", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("soft", models.FloatField()),
                ("hard", models.FloatField()),
                ("filled_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "sender's tokens",
                "verbose_name_plural": "senders' tokens",
                "default_permissions": (),
                "indexes": [models.Index(fields=["filled_at"], name="sender_bucket_age")],
            },
        ),
    ]

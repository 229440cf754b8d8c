"""Texts of messages to patients; what the timeline, the outbox and the records of reads can hold besides."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wagtail.models.preview


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0006_access_records"),
        ("articles", "0007_more_drawings"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MessageTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.AlterModelOptions(
            name="appointmentrequest",
            options={
                "default_permissions": ("view", "change"),
                "ordering": ["-received_at"],
                "permissions": [
                    ("export_appointmentrequest", "Can export lists of requests"),
                    ("report_appointmentrequest", "Can read the owner's report"),
                ],
                "verbose_name": "appointment request",
                "verbose_name_plural": "appointment requests",
            },
        ),
        migrations.RemoveConstraint(
            model_name="accessrecord",
            name="access_action_known",
        ),
        migrations.RemoveConstraint(
            model_name="appointmentrequest",
            name="request_closed_has_time",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_state_known",
        ),
        migrations.AddField(
            model_name="notice",
            name="body",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="subject",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name="accessrecord",
            name="action",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="notice",
            name="channel",
            field=models.CharField(
                choices=[
                    ("desk_email", "Mail to the front desk"),
                    ("desk_second", "Second channel to the front desk"),
                    ("patient_email", "Mail to the patient"),
                    ("owner_email", "Mail to the owner"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="state",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="requestevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "Request received"),
                    ("claimed", "Taken"),
                    ("released", "Given back to the desk"),
                    ("attempt", "Contact attempt"),
                    ("transition", "Status changed"),
                    ("note", "Note"),
                    ("other_phone", "Another phone number"),
                    ("corrected", "Correction"),
                    ("priority", "Priority changed"),
                    ("merged", "Duplicate merged"),
                    ("visit_moved", "Visit moved"),
                    ("visit_over", "Visit over"),
                    ("undone", "Step undone"),
                    ("message", "Message to the patient"),
                    ("escalated", "Waited too long"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)), fields=["closed_at"], name="request_closed"
            ),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(fields=["received_at"], name="request_received"),
        ),
        migrations.AddConstraint(
            model_name="accessrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("action__in", ["list", "search", "spam", "record", "step", "print", "day", "export"])
                ),
                name="access_action_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointmentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "scheduled"),
                    models.Q(
                        ("closed_at", None),
                        ("status__in", frozenset(["contacting", "new", "quarantined", "scheduled"])),
                    ),
                    models.Q(
                        models.Q(
                            ("status__in", frozenset(["contacting", "new", "quarantined", "scheduled"])),
                            _negated=True,
                        ),
                        ("closed_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="request_closed_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "sent", "failed", "cancelled"])),
                name="notice_state_known",
            ),
        ),
        migrations.AddField(
            model_name="messagetemplate",
            name="latest_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
                verbose_name="latest revision",
            ),
        ),
        migrations.AddField(
            model_name="messagetemplate",
            name="live_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
                verbose_name="live revision",
            ),
        ),
        migrations.AddConstraint(
            model_name="messagetemplate",
            constraint=models.UniqueConstraint(
                fields=("kind", "language", "name"), name="message_template_name_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="messagetemplate",
            constraint=models.CheckConstraint(
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
        ),
    ]

"""Messages with free times and their first text, and a language of every text and message."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.utils import timezone

BODY = (
    "You asked {clinic} for a visit. These times are free now:\n\n{times}\n\n"
    "Nothing is booked yet, and somebody else may take a time before you. Write to {email} which one suits you, with "
    "your reference, or that none does. We write back to say whether it is yours.\n\n"
    "If you would rather call, the number is {phone}. We are here {hours}.\n\n"
    "Your reference: {reference}"
)


def write_text(apps: Apps, schema_editor: Any) -> None:
    """Publish the text; one that the clinic has already made under that name stays as it is."""
    texts, now = apps.get_model("appointments", "MessageTemplate").objects, timezone.now()
    texts.get_or_create(
        kind="offered_times",
        name="Times to choose from",
        language="en",
        defaults={
            "subject": "Times for your visit",
            "body": BODY,
            "live": True,
            "first_published_at": now,
            "last_published_at": now,
        },
    )


def remove_texts(apps: Apps, schema_editor: Any) -> None:
    """Remove the texts of the kind, which an earlier release does not know."""
    apps.get_model("appointments", "MessageTemplate").objects.filter(kind="offered_times").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0013_event_version"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="messagetemplate",
            options={
                "ordering": ["kind", "name", "language"],
                "verbose_name": "message to patients",
                "verbose_name_plural": "messages to patients",
            },
        ),
        migrations.RemoveConstraint(
            model_name="messagetemplate",
            name="message_kind_known",
        ),
        migrations.AlterField(
            model_name="messagetemplate",
            name="kind",
            field=models.CharField(
                choices=[
                    ("visit_confirmed", "The visit is confirmed"),
                    ("visit_moved", "The visit has another time"),
                    ("visit_cancelled", "The visit is cancelled"),
                    ("declined", "We cannot offer this"),
                    ("offered_times", "We offer times"),
                    ("tried_to_call", "We tried to call"),
                    ("unreachable", "We could not reach you"),
                    ("expired", "We did not manage to answer"),
                ],
                max_length=20,
                verbose_name="when",
            ),
        ),
        migrations.AlterField(
            model_name="messagetemplate",
            name="language",
            field=models.CharField(
                choices=[("en", "English"), ("es", "Spanish")],
                default="en",
                help_text="Patients who speak it get this text. Where there is none, they get the English one.",
                max_length=10,
                verbose_name="language",
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
                            "offered_times",
                            "tried_to_call",
                            "unreachable",
                            "expired",
                        ],
                    )
                ),
                name="message_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=10),
        ),
        migrations.RunPython(write_text, remove_texts),
    ]

"""What the inbox asks of a hundred thousand requests: the open ones, and the messages not yet settled."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appointments", "0009_message_texts")]

    operations = [
        migrations.RemoveIndex(model_name="appointmentrequest", name="request_by_status"),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(fields=["status", "closed_at"], name="request_status"),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(
                condition=models.Q(("closed_at", None)), fields=["due_at"], name="request_open"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("state__in", ["pending", "failed"])),
                fields=["appointment_request", "state"],
                name="notice_unsettled",
            ),
        ),
    ]

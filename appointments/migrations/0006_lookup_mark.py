"""The mark of what hashed a request, so that those of an earlier release are found out."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0005_message_texts"),
        ("articles", "0005_lint_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="appointmentrequest",
            name="lookup_mark",
            field=models.CharField(
                db_default="",
                default="",
                editable=False,
                max_length=16,
                verbose_name="mark of the search hashes",
            ),
        ),
        migrations.AddIndex(
            model_name="appointmentrequest",
            index=models.Index(fields=["lookup_mark"], name="request_lookup_mark"),
        ),
    ]

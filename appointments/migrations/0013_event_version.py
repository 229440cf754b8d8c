"""Version that an event led to: it tells what somebody has not seen yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0012_undo"),
    ]

    operations = [
        migrations.AddField(
            model_name="requestevent",
            name="version",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]

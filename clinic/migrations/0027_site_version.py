"""Version of the public site: its row, and the functions that raise it."""

from django.db import migrations, models

from clinic.site_version.triggers import FUNCTIONS, NO_FUNCTIONS


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0026_details_in_plural"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                ("transaction", models.BigIntegerField(primary_key=True, serialize=False)),
                ("is_at_the_end", models.BooleanField(db_default=False, default=False)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="SiteVersion",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="clinic_one_site_version")
                ],
            },
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
    ]

"""Judgments of live pages, and the grace for words that never passed the gate."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from clinic.site_version.triggers import watch_otherwise

# Columns of the clinic's details that visitors see nothing of, until now.
BEFORE = ["first_contact_minutes", "first_look_minutes", "opened_by_id", "undo_minutes", "urgent_minutes"]


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0035_practitioner_page"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageJudgment",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="judgment",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("passed", models.CharField(blank=True, default="", max_length=64)),
                ("passed_at", models.DateTimeField(null=True, verbose_name="passed at")),
                (
                    "passed_by_name",
                    models.CharField(blank=True, default="", max_length=320, verbose_name="passed by"),
                ),
                ("judged", models.CharField(blank=True, default="", max_length=64)),
                ("judged_at", models.DateTimeField(null=True, verbose_name="judged at")),
                ("findings", models.JSONField(default=list)),
                ("fails_since", models.DateTimeField(null=True, verbose_name="does not hold since")),
                ("withheld", models.JSONField(default=dict)),
                (
                    "own_words",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                ("told", models.CharField(blank=True, default="", max_length=64)),
                (
                    "passed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        # Last: the form reads this table, which nobody else gets at from here to the migration's end.
        migrations.AddField(
            model_name="clinicsettings",
            name="unpassed_grace_hours",
            field=models.PositiveSmallIntegerField(
                db_default=24,
                default=24,
                help_text="When a program puts words on the site that the checks refuse, editors see it within a minute. After so many hours readers no longer see those words. 0 takes them down at once. The phone, care cards and the form always stay.",
                validators=[django.core.validators.MaxValueValidator(336)],
                verbose_name="hours before unchecked words are taken down",
            ),
        ),
        watch_otherwise("clinic_clinicsettings", sorted([*BEFORE, "unpassed_grace_hours"]), BEFORE),
    ]

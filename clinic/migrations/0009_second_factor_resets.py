"""Resets of a second factor that wait for a second person, and their events."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0019_chained_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="SecondFactorReset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "verbose_name": "reset of a second step",
                "verbose_name_plural": "resets of a second step",
                "default_permissions": (),
            },
        ),
        migrations.RemoveConstraint(
            model_name="accountevent",
            name="account_event_kind_known",
        ),
        migrations.AlterField(
            model_name="accountevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("signed_in", "Signed in"),
                    ("failed", "Wrong sign-in"),
                    ("held_back", "Held back after too many wrong sign-ins"),
                    ("signed_out", "Signed out"),
                    ("idle_out", "Signed out after a time without input"),
                    ("time_over", "Signed out at the end of the longest session"),
                    ("sessions_ended", "Sessions ended"),
                    ("reset_asked", "Asked for a new password"),
                    ("password_changed", "Password changed"),
                    ("factor_added", "Second factor added"),
                    ("factor_removed", "Second factor removed"),
                    ("factor_used", "Second factor used"),
                    ("factor_reset_asked", "Reset of the second step asked for"),
                    ("factor_reset", "Second step reset"),
                    ("factor_failed", "Wrong second factor"),
                    ("email_changed", "E-mail address changed"),
                    ("roles_changed", "Roles changed"),
                    ("added", "Account added"),
                    ("invited", "Invited"),
                    ("deactivated", "Account switched off"),
                    ("reactivated", "Account switched on"),
                    ("deleted", "Account deleted"),
                    ("break_glass", "Emergency account made"),
                    ("break_glass_over", "Emergency account ended"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "signed_in",
                            "failed",
                            "held_back",
                            "signed_out",
                            "idle_out",
                            "time_over",
                            "sessions_ended",
                            "reset_asked",
                            "password_changed",
                            "factor_added",
                            "factor_removed",
                            "factor_used",
                            "factor_reset_asked",
                            "factor_reset",
                            "factor_failed",
                            "email_changed",
                            "roles_changed",
                            "added",
                            "invited",
                            "deactivated",
                            "reactivated",
                            "deleted",
                            "break_glass",
                            "break_glass_over",
                        ],
                    )
                ),
                name="account_event_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="secondfactorreset",
            name="account",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="secondfactorreset",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="secondfactorreset",
            constraint=models.CheckConstraint(
                condition=models.Q(("account", models.F("asked_by")), _negated=True),
                name="second_factor_reset_by_others",
            ),
        ),
    ]

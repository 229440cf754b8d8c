"""Chains of records: the functions for all apps, and the audit trail of accounts as the first of them."""

from importlib import import_module

import django.db.models.functions.datetime
from django.db import migrations, models

from clinic.database.chaining import FUNCTIONS, NO_FUNCTIONS, chain

events = import_module("clinic.migrations.0011_account_events")


# The triggers of clinic_chain() and clinic_refuse_change() take their place.
FREE_EVENTS = """
DROP TRIGGER stamp ON clinic_accountevent;
DROP TRIGGER refuse_truncate ON clinic_accountevent;
DROP TRIGGER refuse_change ON clinic_accountevent;
DROP FUNCTION clinic_stamp_event();
DROP FUNCTION clinic_refuse_event_change();
"""
GUARD_EVENTS = events.STAMP + events.REFUSE


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0015_no_documents"),
    ]

    operations = [
        migrations.AddField(
            model_name="accountevent",
            name="database_role",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=63),
        ),
        migrations.AddField(
            model_name="accountevent",
            name="hash",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="accountevent",
            name="previous",
            field=models.BinaryField(null=True),
        ),
        migrations.CreateModel(
            name="ChainMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("head", "Last record of a day"), ("cut", "Records erased up to here")],
                        max_length=4,
                    ),
                ),
                ("chain", models.CharField(max_length=63)),
                ("number", models.BigIntegerField()),
                ("hash", models.BinaryField()),
                ("row_at", models.DateTimeField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["chain", "kind", "-number"], name="chain_marks")],
            },
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(FREE_EVENTS, GUARD_EVENTS),
        chain("clinic_accountevent"),
    ]

"""Who looked at patients' data, and triggers: these rows are only ever added, and nothing is emptied at once."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models.functions import Now

ACTIONS = [
    ("list", "Looked through the list"),
    ("search", "Searched"),
    ("spam", "Looked through possible spam"),
    ("record", "Read the request"),
    ("step", "Read the answers beside a step"),
    ("print", "Opened it for printing"),
]

# TRUNCATE fires no trigger of 0002_guards: those look at rows. Retention sets clinic.erasing, as there.
TRUNCATE_FORWARDS = """
CREATE FUNCTION appointments_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('clinic.erasing', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is erased by retention only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON appointments_appointmentrequest
    FOR EACH STATEMENT EXECUTE FUNCTION appointments_refuse_truncate();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON appointments_requestevent
    FOR EACH STATEMENT EXECUTE FUNCTION appointments_refuse_truncate();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON appointments_accessrecord
    FOR EACH STATEMENT EXECUTE FUNCTION appointments_refuse_truncate();
"""
TRUNCATE_BACKWARDS = """
DROP TRIGGER refuse_truncate ON appointments_accessrecord;
DROP TRIGGER refuse_truncate ON appointments_requestevent;
DROP TRIGGER refuse_truncate ON appointments_appointmentrequest;
DROP FUNCTION appointments_refuse_truncate();
"""

# Only links may be emptied: to an account that goes, and to a request that retention erases.
ROWS_FORWARDS = """
CREATE FUNCTION appointments_refuse_access_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.actor_id IS NULL THEN
        OLD.actor_id := NULL;
    END IF;
    IF NEW.appointment_request_id IS NULL AND current_setting('clinic.erasing', true) = 'on' THEN
        OLD.appointment_request_id := NULL;
    END IF;
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER refuse_update BEFORE UPDATE ON appointments_accessrecord
    FOR EACH ROW EXECUTE FUNCTION appointments_refuse_access_update();
CREATE TRIGGER refuse_delete BEFORE DELETE ON appointments_accessrecord
    FOR EACH ROW EXECUTE FUNCTION appointments_refuse_delete();
"""
ROWS_BACKWARDS = """
DROP TRIGGER refuse_delete ON appointments_accessrecord;
DROP TRIGGER refuse_update ON appointments_accessrecord;
DROP FUNCTION appointments_refuse_access_update();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0005_patients_link"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_default=Now(), verbose_name="when")),
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
                ("action", models.CharField(choices=ACTIONS, max_length=10, verbose_name="what")),
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
                    ArrayField(
                        base_field=models.CharField(max_length=8), default=list, verbose_name="requests shown"
                    ),
                ),
                ("filters", models.JSONField(default=dict, verbose_name="filters")),
                ("search_hash", models.CharField(blank=True, max_length=16, verbose_name="search")),
            ],
            options={
                "verbose_name": "access record",
                "verbose_name_plural": "access records",
                "default_permissions": ("view",),
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["actor", "at"], name="access_by_person"),
                    GinIndex(fields=["shown"], name="access_by_reference"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(action__in=[code for code, _label in ACTIONS]),
                        name="access_action_known",
                    )
                ],
            },
        ),
        migrations.RunSQL(TRUNCATE_FORWARDS, TRUNCATE_BACKWARDS),
        migrations.RunSQL(ROWS_FORWARDS, ROWS_BACKWARDS),
    ]

"""Legal holds: since when a request is held, triggers that erase nothing of a held one, the owner's permission."""

from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations, models

groups = import_module("appointments.migrations.0004_groups")

# Whoever erases, and by whatever rule: a duplicate is kept by the hold on the request that it belongs to.
REFUSE_HELD = """
CREATE FUNCTION appointments_refuse_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    about uuid;
BEGIN
    EXECUTE format('SELECT ($1).%I', TG_ARGV[0]) USING OLD INTO about;
    IF EXISTS (
        SELECT 1 FROM appointments_appointmentrequest AS one
        LEFT JOIN appointments_appointmentrequest AS original ON original.id = one.duplicate_of_id
        WHERE one.id = about AND (one.held_since IS NOT NULL OR original.held_since IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'a legal hold keeps a row of %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER refuse_held BEFORE DELETE ON appointments_appointmentrequest
    FOR EACH ROW EXECUTE FUNCTION appointments_refuse_held('id');
CREATE TRIGGER refuse_held BEFORE DELETE ON appointments_requestevent
    FOR EACH ROW EXECUTE FUNCTION appointments_refuse_held('appointment_request_id');
CREATE TRIGGER refuse_held BEFORE DELETE ON appointments_notice
    FOR EACH ROW EXECUTE FUNCTION appointments_refuse_held('appointment_request_id');
CREATE TRIGGER refuse_held BEFORE DELETE ON appointments_visit
    FOR EACH ROW EXECUTE FUNCTION appointments_refuse_held('appointment_request_id');
"""
ALLOW_HELD = """
DROP TRIGGER refuse_held ON appointments_visit;
DROP TRIGGER refuse_held ON appointments_notice;
DROP TRIGGER refuse_held ON appointments_requestevent;
DROP TRIGGER refuse_held ON appointments_appointmentrequest;
DROP FUNCTION appointments_refuse_held();
"""


def grant(apps: Apps, schema_editor: object) -> None:
    """Let the owner put holds on requests, and lift them."""
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=groups.OWNER)
    group.permissions.add(
        groups._permission(apps, "appointments", "appointmentrequest", "hold_appointmentrequest")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0027_erasures"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="appointmentrequest",
            options={
                "default_permissions": ("view", "change"),
                "ordering": ["-received_at"],
                "permissions": [
                    ("export_appointmentrequest", "Can export lists of requests"),
                    ("report_appointmentrequest", "Can read the owner's report"),
                    ("hold_appointmentrequest", "Can put legal holds on requests, and lift them"),
                ],
                "verbose_name": "appointment request",
                "verbose_name_plural": "appointment requests",
            },
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="held_since",
            field=models.DateTimeField(null=True, verbose_name="held since"),
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
                    ("discarded", "Discarded as spam"),
                    ("note", "Note"),
                    ("other_phone", "Another phone number"),
                    ("corrected", "Correction"),
                    ("priority", "Priority changed"),
                    ("merged", "Duplicate merged"),
                    ("visit_moved", "Visit moved"),
                    ("visit_cancelled", "Visit cancelled"),
                    ("visit_stays", "Visit stays"),
                    ("visit_over", "Visit over"),
                    ("practitioner_left", "Practitioner left"),
                    ("undone", "Step undone"),
                    ("message", "Message to the patient"),
                    ("sent_again", "Message sent again"),
                    ("link_ended", "Patient's link ended"),
                    ("escalated", "Waited too long"),
                    ("held", "Legal hold"),
                    ("hold_lifted", "Legal hold lifted"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunSQL(REFUSE_HELD, ALLOW_HELD),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]

"""Memory of the newest key, and leave for the rotation of keys to seal a note of the timeline anew.

The role that rotates may change the table, and says ``clinic.resealing``; the trigger then lets another seal of
the note pass, and nothing else. Whoever may not change the table gains nothing by saying so.
"""

from django.db import migrations, models

LET_NEW_SEALS_THROUGH = """
CREATE FUNCTION appointments_is_resealed(was appointments_requestevent, becomes appointments_requestevent)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('clinic.resealing', true) IS DISTINCT FROM 'on'
        OR was.sealed_note IS NULL OR becomes.sealed_note IS NULL
    THEN
        RETURN false;
    END IF;
    was.sealed_note := becomes.sealed_note;
    RETURN was IS NOT DISTINCT FROM becomes;
END $$;

DROP TRIGGER refuse_update ON appointments_requestevent;
CREATE TRIGGER refuse_update BEFORE UPDATE ON appointments_requestevent
    FOR EACH ROW WHEN (NOT appointments_is_resealed(OLD.*, NEW.*))
    EXECUTE FUNCTION appointments_refuse_event_update();
"""
REFUSE_EVERY_UPDATE = """
DROP TRIGGER refuse_update ON appointments_requestevent;
CREATE TRIGGER refuse_update BEFORE UPDATE ON appointments_requestevent
    FOR EACH ROW EXECUTE FUNCTION appointments_refuse_event_update();
DROP FUNCTION appointments_is_resealed(appointments_requestevent, appointments_requestevent);
"""


class Migration(migrations.Migration):
    dependencies = [("appointments", "0024_frozen_and_faulty")]

    operations = [
        migrations.CreateModel(
            name="KeyCheck",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("mark", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "check of the keys",
                "verbose_name_plural": "check of the keys",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="key_check_single_row")
                ],
            },
        ),
        migrations.RunSQL(LET_NEW_SEALS_THROUGH, REFUSE_EVERY_UPDATE),
    ]

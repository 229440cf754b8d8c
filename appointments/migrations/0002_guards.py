"""Triggers: the timeline is only ever added to, and requests go only when retention erases them."""

from django.db import migrations

# Retention sets clinic.erasing in its own transaction, with SET LOCAL. An account may go; then only the
# link to it is emptied, and the name stays.
FORWARDS = """
CREATE FUNCTION appointments_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('clinic.erasing', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is erased by retention only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION appointments_refuse_event_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    OLD.actor_id := NULL;
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER refuse_delete BEFORE DELETE ON appointments_appointmentrequest
    FOR EACH ROW EXECUTE FUNCTION appointments_refuse_delete();
CREATE TRIGGER refuse_delete BEFORE DELETE ON appointments_requestevent
    FOR EACH ROW EXECUTE FUNCTION appointments_refuse_delete();
CREATE TRIGGER refuse_update BEFORE UPDATE ON appointments_requestevent
    FOR EACH ROW EXECUTE FUNCTION appointments_refuse_event_update();
"""

BACKWARDS = """
DROP TRIGGER refuse_update ON appointments_requestevent;
DROP TRIGGER refuse_delete ON appointments_requestevent;
DROP TRIGGER refuse_delete ON appointments_appointmentrequest;
DROP FUNCTION appointments_refuse_event_update();
DROP FUNCTION appointments_refuse_delete();
"""


class Migration(migrations.Migration):
    dependencies = [("appointments", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

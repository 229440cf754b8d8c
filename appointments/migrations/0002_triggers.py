"""Triggers: timeline and access records are only ever added to, and requests go only when retention erases them.

Retention sets clinic.erasing in its own transaction, with SET LOCAL; nothing else does.
"""

from django.db import migrations

# Deleting a row is retention's alone.
REFUSE_DELETE = """
CREATE FUNCTION appointments_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('clinic.erasing', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is erased by retention only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER refuse_delete BEFORE DELETE ON appointments_appointmentrequest
    FOR EACH ROW EXECUTE FUNCTION appointments_refuse_delete();
CREATE TRIGGER refuse_delete BEFORE DELETE ON appointments_requestevent
    FOR EACH ROW EXECUTE FUNCTION appointments_refuse_delete();
CREATE TRIGGER refuse_delete BEFORE DELETE ON appointments_accessrecord
    FOR EACH ROW EXECUTE FUNCTION appointments_refuse_delete();
"""
ALLOW_DELETE = """
DROP TRIGGER refuse_delete ON appointments_accessrecord;
DROP TRIGGER refuse_delete ON appointments_requestevent;
DROP TRIGGER refuse_delete ON appointments_appointmentrequest;
DROP FUNCTION appointments_refuse_delete();
"""

# TRUNCATE fires no trigger that looks at rows: without these it would empty a table past the ones above.
REFUSE_TRUNCATE = """
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
ALLOW_TRUNCATE = """
DROP TRIGGER refuse_truncate ON appointments_accessrecord;
DROP TRIGGER refuse_truncate ON appointments_requestevent;
DROP TRIGGER refuse_truncate ON appointments_appointmentrequest;
DROP FUNCTION appointments_refuse_truncate();
"""

# The timeline: an account may go; then only the link to it is emptied, and the name stays.
REFUSE_EVENT_UPDATE = """
CREATE FUNCTION appointments_refuse_event_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    OLD.actor_id := NULL;
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER refuse_update BEFORE UPDATE ON appointments_requestevent
    FOR EACH ROW EXECUTE FUNCTION appointments_refuse_event_update();
"""
ALLOW_EVENT_UPDATE = """
DROP TRIGGER refuse_update ON appointments_requestevent;
DROP FUNCTION appointments_refuse_event_update();
"""

# Access records: only links may be emptied, to an account that goes and to a request that retention erases.
REFUSE_ACCESS_UPDATE = """
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
"""
ALLOW_ACCESS_UPDATE = """
DROP TRIGGER refuse_update ON appointments_accessrecord;
DROP FUNCTION appointments_refuse_access_update();
"""


class Migration(migrations.Migration):
    dependencies = [("appointments", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE_DELETE, ALLOW_DELETE),
        migrations.RunSQL(REFUSE_TRUNCATE, ALLOW_TRUNCATE),
        migrations.RunSQL(REFUSE_EVENT_UPDATE, ALLOW_EVENT_UPDATE),
        migrations.RunSQL(REFUSE_ACCESS_UPDATE, ALLOW_ACCESS_UPDATE),
    ]

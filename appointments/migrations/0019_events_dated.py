"""Timeline: whoever writes an event does not choose when it was, and no event changes at all.

Only the end of a visit, which the worker finds afterwards, and what the owner of the tables invents for a
demonstration keep the time that they bring.
"""

from importlib import import_module

from django.db import migrations

triggers = import_module("appointments.migrations.0002_triggers")

DATE = """
CREATE FUNCTION appointments_date_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind <> 'visit_over' AND NOT pg_has_role(
        current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER'
    ) THEN
        NEW.at := statement_timestamp();
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER date_event BEFORE INSERT ON appointments_requestevent
    FOR EACH ROW EXECUTE FUNCTION appointments_date_event();
"""
NO_DATE = """
DROP TRIGGER date_event ON appointments_requestevent;
DROP FUNCTION appointments_date_event();
"""

# Accounts of people who acted stay, so that nothing empties the link to them.
REFUSE = """
CREATE OR REPLACE FUNCTION appointments_refuse_event_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
BEFORE = triggers.REFUSE_EVENT_UPDATE.partition("CREATE TRIGGER")[0].replace("CREATE", "CREATE OR REPLACE")


class Migration(migrations.Migration):
    dependencies = [("appointments", "0018_chained_records")]

    operations = [
        migrations.RunSQL(DATE, NO_DATE),
        migrations.RunSQL(REFUSE, BEFORE),
    ]

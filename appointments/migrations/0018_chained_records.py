"""Access records: a chain, with the account that nobody chooses, refused for whoever is not signed in."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from clinic.database.chaining import chain

triggers = import_module("appointments.migrations.0002_triggers")


# Those of 0002_triggers: the ones of a chain take their place.
FREE = """
DROP TRIGGER refuse_delete ON appointments_accessrecord;
DROP TRIGGER refuse_truncate ON appointments_accessrecord;
DROP TRIGGER refuse_update ON appointments_accessrecord;
DROP FUNCTION appointments_refuse_access_update();
"""
GUARD = (
    """
CREATE TRIGGER refuse_delete BEFORE DELETE ON appointments_accessrecord
    FOR EACH ROW EXECUTE FUNCTION appointments_refuse_delete();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON appointments_accessrecord
    FOR EACH STATEMENT EXECUTE FUNCTION appointments_refuse_truncate();
"""
    + triggers.REFUSE_ACCESS_UPDATE
)

# Addresses as they are now: what they were when the rows were written, nobody knows any more.
NAME_ACCOUNTS = """
UPDATE appointments_accessrecord AS read SET actor_email = account.email
FROM clinic_user AS account WHERE account.id = read.actor_id;
"""

# Whoever writes a record says for whom the transaction is; a row for anybody else is refused.
ACTOR = """
CREATE FUNCTION appointments_set_actor() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.actor_id IS NULL OR current_setting('clinic.actor', true) IS DISTINCT FROM NEW.actor_id::text THEN
        RAISE EXCEPTION '% is written for whoever is signed in', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT email INTO STRICT NEW.actor_email FROM clinic_user WHERE id = NEW.actor_id;
    RETURN NEW;
END $$;

CREATE TRIGGER actor BEFORE INSERT ON appointments_accessrecord
    FOR EACH ROW EXECUTE FUNCTION appointments_set_actor();
"""
NO_ACTOR = """
DROP TRIGGER actor ON appointments_accessrecord;
DROP FUNCTION appointments_set_actor();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0017_actors_stay"),
        ("clinic", "0019_chained_records"),
    ]

    operations = [
        migrations.RunSQL(FREE, GUARD),
        migrations.AddField(
            model_name="accessrecord",
            name="actor_email",
            field=models.CharField(blank=True, max_length=254, verbose_name="account"),
        ),
        migrations.AddField(
            model_name="accessrecord",
            name="database_role",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=63),
        ),
        migrations.AddField(
            model_name="accessrecord",
            name="hash",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="accessrecord",
            name="previous",
            field=models.BinaryField(null=True),
        ),
        migrations.AlterField(
            model_name="accessrecord",
            name="appointment_request",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="accesses",
                to="appointments.appointmentrequest",
                verbose_name="request",
            ),
        ),
        migrations.RunSQL(NAME_ACCOUNTS, migrations.RunSQL.noop),
        migrations.RunSQL(ACTOR, NO_ACTOR),
        chain("appointments_accessrecord"),
    ]

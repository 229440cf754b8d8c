"""Bell of the worker: mail about accounts wakes it at the commit that writes it."""

from django.db import migrations

# Nothing stands in the message: who listens looks into the tables.
BELL = """
CREATE FUNCTION clinic_ring() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_notify('clinic_work', '');
    RETURN NULL;
END $$;
"""
RINGS = """
CREATE TRIGGER clinic_accountmail_rings AFTER INSERT ON clinic_accountmail
FOR EACH STATEMENT EXECUTE FUNCTION clinic_ring();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0028_public_tables"),
    ]

    operations = [
        migrations.RunSQL(BELL, "DROP FUNCTION clinic_ring()"),
        migrations.RunSQL(RINGS, "DROP TRIGGER clinic_accountmail_rings ON clinic_accountmail"),
    ]

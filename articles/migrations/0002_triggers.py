"""Triggers that make full reviews and corrections append-only for every user of the database."""

from django.db import migrations

# An article, an account or a practitioner may go: then only the link to it is emptied, and the names stay.
REFUSE_LOG_CHANGE = """
CREATE FUNCTION articles_refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is never deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.page_id IS NULL THEN
        OLD.page_id := NULL;
    END IF;
    IF NEW.done_by_id IS NULL THEN
        OLD.done_by_id := NULL;
    END IF;
    IF TG_TABLE_NAME = 'articles_reviewrecord' THEN
        IF NEW.practitioner_id IS NULL THEN
            OLD.practitioner_id := NULL;
        END IF;
    END IF;
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
DROP_REFUSE_LOG_CHANGE = "DROP FUNCTION articles_refuse_log_change();"

# A review and a correction say what readers were told: nobody rewrites either afterwards.
KEEP_LOGS = """
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON articles_reviewrecord
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_log_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON articles_correction
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_log_change();
"""
RELEASE_LOGS = """
DROP TRIGGER refuse_change ON articles_correction;
DROP TRIGGER refuse_change ON articles_reviewrecord;
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE_LOG_CHANGE, DROP_REFUSE_LOG_CHANGE),
        migrations.RunSQL(KEEP_LOGS, RELEASE_LOGS),
    ]

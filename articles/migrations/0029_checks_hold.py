"""A check falls when a field that was compared changes, its record never does, and reviewers may check."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations

REVIEWERS = "Clinical reviewers"
# Whoever changes a row, by whichever door. A column that is added later counts as compared until it is named
# here. Without a retraction, what the retraction ended has to be checked anew.
TAKE_AWAY = """
CREATE FUNCTION articles_take_check_away() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    not_compared CONSTANT text[] := '{id,verified_by_id,verified_on,not_read,recheck_due,typed_by_id,is_retracted,retraction_note}';
BEGIN
    IF to_jsonb(NEW) - not_compared IS DISTINCT FROM to_jsonb(OLD) - not_compared
        OR (OLD.is_retracted AND NOT NEW.is_retracted)
    THEN
        NEW.verified_by_id := NULL;
        NEW.verified_on := NULL;
        NEW.not_read := '';
        NEW.recheck_due := NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER take_check_away BEFORE UPDATE ON articles_source
    FOR EACH ROW EXECUTE FUNCTION articles_take_check_away();
"""
LEAVE_IT = """
DROP TRIGGER take_check_away ON articles_source;
DROP FUNCTION articles_take_check_away();
"""
# A source or an account may go: then only the link to it is emptied, and the names stay.
KEEP_RECORDS = """
CREATE FUNCTION articles_refuse_check_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is never deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.source_id IS NULL THEN
        OLD.source_id := NULL;
    END IF;
    IF NEW.done_by_id IS NULL THEN
        OLD.done_by_id := NULL;
    END IF;
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON articles_sourcecheck
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_check_change();
"""
RELEASE_RECORDS = """
DROP TRIGGER refuse_change ON articles_sourcecheck;
DROP FUNCTION articles_refuse_check_change();
"""


def let_check(apps: Apps, schema_editor: Any) -> None:
    """Give clinical reviewers the permission, which Django would make only after the last migration."""
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model="source"
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="verify_source",
        defaults={"name": "Can check a source against the publication"},
    )
    for group in apps.get_model("auth", "Group").objects.filter(name=REVIEWERS):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0028_sources_are_checked"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunSQL(TAKE_AWAY, LEAVE_IT),
        migrations.RunSQL(KEEP_RECORDS, RELEASE_RECORDS),
        migrations.RunPython(let_check, migrations.RunPython.noop),
    ]
